/* What Swift's Glibc module hides: extensions of POSIX that are the same on Linux and macOS. */
#ifndef CTESTSUPPORT_H
#define CTESTSUPPORT_H

#include <stddef.h>

/* Opens a pseudo-terminal of 24 lines and 80 columns; answers its controlling side, and the path of the other. */
int test_open_terminal(char *path, size_t size);
/* The flag with which posix_spawn makes a session. */
short test_spawn_setsid(void);

#endif
