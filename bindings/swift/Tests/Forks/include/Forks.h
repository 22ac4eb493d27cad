#ifndef FORKS_H
#define FORKS_H

/**
 * Does something in a forked child, which Swift itself cannot. Gives the child's exit status, 128 and
 * the signal's number where one has stopped it, and -1 where this cannot be tried.
 */
int in_a_forked_child(int (*what)(void *), void *with);

#endif
