/* capture_win32.h: the two ways to wait on Windows. */
#ifndef WHERRY_CAPTURE_WIN32_H
#define WHERRY_CAPTURE_WIN32_H

#include "capture_internal.h"

/* Each is tried after activation: WHERRY_CAPTURE_E_DRIVER when the library cannot do it. */
int wherry__capture_start_event(struct wherry_capture *capture);
int wherry__capture_start_pump(struct wherry_capture *capture);

/* A point in time that lies `timeout_ms` ahead; negative: never. */
struct wherry__deadline {
    int timeout_ms;
    long long end_ticks;
    long long ticks_per_s;
};
struct wherry__deadline wherry__deadline_after(int timeout_ms);

/* How long until then, rounded up; 0: it is over; INFINITE. */
unsigned long wherry__deadline_left_ms(const struct wherry__deadline *deadline);

#endif
