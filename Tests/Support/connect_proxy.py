#!/usr/bin/env python3
"""A proxy for https on the loopback interface: carries bytes after CONNECT, and writes each request line to a file.

    connect_proxy.py LOG       prints its URL, and ends when standard input is closed
"""

from __future__ import annotations

import socket
import socketserver
import sys
import threading


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        request = self.rfile.readline().decode().strip()
        while self.rfile.readline().strip():
            pass
        with open(sys.argv[1], "a") as log:
            log.write(request.removesuffix(" HTTP/1.1") + "\n")
        host, port = request.split()[1].rsplit(":", 1)
        with socket.create_connection((host, int(port))) as upstream:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=carry, args=(upstream, self.connection), daemon=True).start()
            carry(self.connection, upstream)


def carry(source: socket.socket, target: socket.socket) -> None:
    """Until one side hangs up."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
sys.stdin.read()
