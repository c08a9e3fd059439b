/* imports.h: what differs between ELF and PE for a user of ferry.h. imports_posix.c,
 * imports_win32.c. */
#ifndef IMPORTS_H
#define IMPORTS_H

/* ferry_count as its header's users see it: through __imp_ on PE, through `address` elsewhere. */
int imported_count(const int *address);

/* Whether the system has an error number beside errno. */
int leaves_errors(void);

#endif
