/* interrupt.h: Ctrl-C, and the polite request to end (SIGTERM; a console that is closed). */
#ifndef WPCAP_INTERRUPT_H
#define WPCAP_INTERRUPT_H

#include <stdbool.h>

/* From now on they call `wake`, which must be safe in a signal handler, instead of ending the
 * program; a second Ctrl-C ends it. NULL: back to the default. One user at a time. */
void interrupt_catch(void (*wake)(void *data), void *data);

/* Whether one came since. */
bool interrupt_came(void);

#endif
