/* netdev_system.h: what devices need of the system; netdev_system_linux.c, netdev_system_win32.c.
 */
#ifndef WHERRY_NETDEV_SYSTEM_H
#define WHERRY_NETDEV_SYSTEM_H

#include <stdint.h>

struct wherry__netdev_lock;
struct wherry__netdev_lock *wherry__netdev_lock_create(void); /* NULL: the system refused */
void wherry__netdev_lock_free(struct wherry__netdev_lock *lock);
void wherry__netdev_lock_acquire(struct wherry__netdev_lock *lock);
void wherry__netdev_lock_release(struct wherry__netdev_lock *lock);

/* What one thread waits for and others raise; it stays raised until it is lowered. No condition
 * variable: this may be raised by a signal handler, and handed to the user's own poll(). */
struct wherry__netdev_event;
struct wherry__netdev_event *wherry__netdev_event_create(void); /* NULL: the system refused */
void wherry__netdev_event_free(struct wherry__netdev_event *event);
void wherry__netdev_event_raise(struct wherry__netdev_event *event);
void wherry__netdev_event_lower(struct wherry__netdev_event *event);
void wherry__netdev_event_wait(struct wherry__netdev_event *event, int timeout_ms); /* < 0: ever */
intptr_t wherry__netdev_event_handle(const struct wherry__netdev_event *event);

uint64_t wherry__netdev_clock_ns(void); /* which nobody sets */
uint64_t wherry__netdev_time_ns(void);  /* since 1970-01-01 00:00:00 UTC */

/* The time at which `timeout_ms` is over, and what is left of it, rounded up. Negative: for ever.
 */
uint64_t wherry__netdev_deadline(int timeout_ms);
int wherry__netdev_left_ms(uint64_t deadline);

#endif
