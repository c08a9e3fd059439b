/* places.h: what differs between systems in where libraries are looked for. places_posix.c,
 * places_win32.c. */
#ifndef PLACES_H
#define PLACES_H

const char *program_machine(void);
const char *absence_of_bare_name(void);
int enter_directory(const char *path);

/* `directory`/fähre/渡し.dll, a copy of the library there, as UTF-8: command lines are not. */
const char *foreign_name(const char *directory);

/* Bare names: which directories are searched, and which are not. `path`: the library. */
void test_search(const char *path);

#endif
