/* library.h: the file names under which a library is looked for at run time. */
#ifndef WHERRY_GEN_LIBRARY_H
#define WHERRY_GEN_LIBRARY_H

#include "base.h"
#include "target.h"

/* Add to `names` what `--library word` means on a target. A file name (libz.so.1, zlib1.dll) means
 * itself, where files of its kind can be loaded. A bare word means what -lword means to the linker:
 * the SONAME of the installed development library if there is one, then libword.so, or word.dll
 * and libword.dll. */
void library_names(struct list *names, struct arena *arena, const struct target *target,
                   const char *word);

#endif
