#define _GNU_SOURCE
#include "CTestSupport.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

int test_open_terminal(char *path, size_t size) {
  int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal == -1 || grantpt(terminal) == -1 || unlockpt(terminal) == -1) return -1;
  snprintf(path, size, "%s", ptsname(terminal));
  struct winsize window = {.ws_row = 24, .ws_col = 80};
  ioctl(terminal, TIOCSWINSZ, &window);
  return terminal;
}

short test_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }
