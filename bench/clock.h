/* clock.h: time that passed, since whenever. One file per system: clock_posix.c, clock_win32.c. */
#ifndef CLOCK_H
#define CLOCK_H

double clock_ns(void);

#endif
