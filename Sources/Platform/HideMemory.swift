private import CProcess

/// Prevents other programs of this user from reading the memory of this process, on Linux (prctl(2), `PR_SET_DUMPABLE`). Call it
/// before the process has a secret.
package func hideMemory() { aws_process_hide_memory() }
