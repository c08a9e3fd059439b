/* A Unix program: for Windows with Wherry::posix of the installed package, for Linux as it stands.
 */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#ifdef _WIN32
#error "Windows shows"
#endif

int main(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&output, 1, -1) != 1 || sizeof(off_t) != 8)
        return 1;
    printf("process %d, off_t of %zu bytes\n", (int)getpid(), sizeof(off_t));
    return 0;
}
