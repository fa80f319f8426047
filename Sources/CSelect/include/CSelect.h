/* Waiting for descriptors with select, because macOS' poll answers POLLNVAL for a terminal (poll(2), BUGS), and select there
 * does not. */
#ifndef CSELECT_H
#define CSELECT_H

#include <sys/select.h>

/* Adds the descriptors to the set and answers the highest of them and of the one given; -1 when the set has no room for one. */
int aws_select_add(const int *descriptors, int count, fd_set *set, int highest);

/* Waits until one of the descriptors can be read, or for some milliseconds (-1: for ever). Answers 1 when one can be, 0 when the
 * time is over, -1 with errno. */
int aws_select_readable(const int *descriptors, int count, int milliseconds);

#endif
