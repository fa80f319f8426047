private import CProcess

/// Keeps other programs of this user from reading the memory of this process, on Linux (prctl(2), `PR_SET_DUMPABLE`). To be
/// called before there is a secret in it.
package func hideMemory() { aws_process_hide_memory() }
