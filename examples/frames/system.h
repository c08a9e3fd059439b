/* system.h: what `frames` needs from the operating system beside the pcap API.
 * One implementation per system: system_posix.c, system_win32.c. */
#ifndef FRAMES_SYSTEM_H
#define FRAMES_SYSTEM_H

#include <pcap.h>

#include <stdbool.h>
#include <stdint.h>

/* Wait this long. On Windows the resolution is the timer's, 0.5 to 1 ms. */
void system_pause_us(uint32_t microseconds);

/* Wake a capture that waits for frames when time is up.
 *
 * The read time-out of a capture handle does not do this: libpcap on Linux starts it with the first
 * frame only (TPACKET_V3), so pcap_next_ex() on an idle device returns never. pcap_breakloop() from
 * a thread beside it does wake it, on every system; the call then returns PCAP_ERROR_BREAK. */
struct deadline;

/* Returns NULL when the system refuses. `capture` must outlive the deadline. */
struct deadline *deadline_start(pcap_t *capture, uint32_t timeout_ms);

/* True when time is up. On Windows a busy capture may be asked before it is woken. */
bool deadline_passed(const struct deadline *deadline);

/* Stop the clock and free. NULL is allowed. */
void deadline_free(struct deadline *deadline);

/* Why this system's pcap library cannot read or write capture files, or NULL when it can. */
const char *system_lacks_capture_files(void);

/* A known reason why captured lengths may be wrong here, to explain an impossible one; or "". */
const char *system_length_hint(void);

#endif
