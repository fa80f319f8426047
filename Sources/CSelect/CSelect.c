#include "CSelect.h"

#include <poll.h>
#include <stddef.h>

int aws_select_add(const int *descriptors, int count, fd_set *set, int highest) {
  for (int index = 0; index < count; index++) {
    int descriptor = descriptors[index];
    if (descriptor < 0 || descriptor >= FD_SETSIZE) return -1;
    FD_SET(descriptor, set);
    if (descriptor > highest) highest = descriptor;
  }
  return highest;
}

int aws_select_readable(const int *descriptors, int count, int milliseconds) {
  fd_set set;
  FD_ZERO(&set);
  int highest = aws_select_add(descriptors, count, &set, 0);
  if (highest == -1) { /* hundreds were inherited */
    struct pollfd watched[16];
    if (count > 16) count = 16;
    for (int index = 0; index < count; index++) watched[index] = (struct pollfd){descriptors[index], POLLIN, 0};
    int ready = poll(watched, (nfds_t)count, milliseconds);
    return ready > 0 ? 1 : ready;
  }
  struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
  int ready = select(highest + 1, &set, NULL, NULL, milliseconds < 0 ? NULL : &limit);
  return ready > 0 ? 1 : ready;
}
