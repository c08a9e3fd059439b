/* reserved.h: functions that get no stub of their own name. */
#ifndef WHERRY_GEN_RESERVED_H
#define WHERRY_GEN_RESERVED_H

#include "merge.h"

/* Whether the program itself needs this function to come as far as a stub: on Windows, the C
 * start-up code, winpthreads and the runtime call kernel32 to load a library. A stub under such a
 * name would be called by what it calls. The function is described, and can be called through
 * wherry_call(); the program's own calls go to the import library, as ever. */
bool is_reserved(const struct model *model, const struct entity *function);

#endif
