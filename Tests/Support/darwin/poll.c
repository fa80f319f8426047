/* For LD_PRELOAD: poll and ppoll answer POLLNVAL for /dev/tty, as they do on macOS (poll(2), BUGS). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int is_terminal(int descriptor) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  return length > 0 && strncmp(path, "/dev/tty", (size_t)length) == 0 && length == 8;
}

/* How many of the descriptors are terminals; marks them. */
static int invalid(struct pollfd *watched, nfds_t count) {
  int found = 0;
  for (nfds_t index = 0; index < count; index++) {
    watched[index].revents = 0;
    if (is_terminal(watched[index].fd)) {
      watched[index].revents = POLLNVAL;
      found++;
    }
  }
  return found;
}

int ppoll(struct pollfd *watched, nfds_t count, const struct timespec *limit, const sigset_t *mask) {
  static int (*next)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
  if (!next) next = (int (*)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *))dlsym(RTLD_NEXT, "ppoll");
  int found = invalid(watched, count);
  return found ? found : next(watched, count, limit, mask);
}

int poll(struct pollfd *watched, nfds_t count, int milliseconds) {
  struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  return ppoll(watched, count, milliseconds < 0 ? NULL : &limit, NULL);
}

int __poll_chk(struct pollfd *watched, nfds_t count, int milliseconds, size_t size) {
  (void)size;
  return poll(watched, count, milliseconds);
}
