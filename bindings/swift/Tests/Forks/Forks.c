#include "Forks.h"

#ifdef __linux__
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int in_a_forked_child(int (*what)(void *), void *with) {
    const pid_t child = fork();
    if (child == 0) {
        // Swift stops a program with one of these, and would first take long to tell why.
        signal(SIGILL, SIG_DFL);
        signal(SIGTRAP, SIG_DFL);
        _exit(what(with));
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
#else
int in_a_forked_child(int (*what)(void *), void *with) { return -1; }
#endif
