/* What Swift cannot call because it takes a varying number of arguments: prctl(2). */
#ifndef CPROCESS_H
#define CPROCESS_H

/* Keeps other programs of this user from reading the memory of this process, and the kernel from writing it to a core file. A
 * program that takes this one's place is not affected. Does nothing where the system has no such thing. */
void aws_process_hide_memory(void);

#endif
