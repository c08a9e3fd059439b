/* scope.h: which headers belong to the library that the user named. */
#ifndef WHERRY_GEN_SCOPE_H
#define WHERRY_GEN_SCOPE_H

#include "base.h"
#include "model.h"

/* Set `is_bound` of every file that was read. The rule:
 *
 *  - A named header is bound, and so is every header below its folder, unless that folder is the
 *    system's own (the one that holds stdio.h).
 *  - Of the system's folder: headers below the folder called like the named header (pcap.h brings
 *    pcap/pcap.h), headers whose name begins like its name (png.h brings pngconf.h), and, if the
 *    named header declares nothing itself but only includes others (windows.h), what it reads
 *    first, except the C library's, and in folders inside only what it includes itself.
 *  - A named header of the C library brings its private parts (math.h: bits/mathcalls.h).
 *  - The compiler's own headers never. */
void scope_apply(const struct list *files);

/* Whether a header of this name is the C library's: stdio.h, sys/…, bits/…. */
bool scope_is_c_library(const char *header);

/* What stands behind #include for a header as the user named it: a file, or a name to search for.
 */
const char *scope_include(struct arena *arena, const char *header);

#endif
