/* A receive that is ended from a signal handler, on the very thread that waits. */
#include "check.h"

#include <wherry/device.h>

#include <signal.h>
#include <sys/time.h>

int failures;

static struct wherry_capture *capture;

static void handle(int number)
{
    (void)number;
    wherry_capture_wake(capture);
}

static void test_signal(void)
{
    struct itimerval soon = {.it_value = {.tv_usec = 1000}};
    char error[WHERRY_DEVICE_ERROR_BYTES];
    struct wherry_packet packet;
    if (wherry_device_open(&capture, "two", NULL, error) != 0)
        fatal("%s", error);
    signal(SIGALRM, handle);
    for (int i = 0; i < 20; i++) {
        setitimer(ITIMER_REAL, &soon, NULL);
        int code = wherry_capture_receive(capture, &packet, 1, -1);
        check(code == WHERRY_CAPTURE_E_WOKEN, "woken, not %d", code);
        check(wherry_capture_receive(capture, &packet, 1, 0) == 0, "once only");
    }
    wherry_capture_close(capture);
}

int main(int count, char **arguments)
{
    static const struct test tests[] = {{"signal", test_signal}};
    return run_test(tests, sizeof(tests) / sizeof(tests[0]), count, arguments);
}
