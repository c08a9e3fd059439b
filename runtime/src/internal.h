/* internal.h: what the runtime's files know of each other.
 *
 * error.c                 texts and the thread's last error
 * library.c               candidates, symbol spellings; library_SYSTEM.c: one candidate
 * machine.c               says what kind of file the system refused to load
 * capture_SYSTEM.c        what a call by description leaves behind
 * system_SYSTEM.c         errno and GetLastError, directories, modules, the last line before abort
 * binding.c               slots, presence, the missing contract; stub_ABI.S enters here
 * callback_call.c         what every call of a callback needs
 * interface.c             libffi's view of a signature; ffi_types.c of a record
 * call.c                  calls by description
 * callback.c              compiled callbacks; callback_closure.c: those that libffi makes
 *
 * Only the last three lines need libffi: a program with plain stubs links none of them. */
#ifndef WHERRY_INTERNAL_H
#define WHERRY_INTERNAL_H

#include <wherry/binding.h>

/* ---- Texts ----------------------------------------------------------------------------------- */

/* A bounded text. What does not fit is left out whole and counted, never cut silently. */
enum { WHERRY__TEXT_BYTES = 4096 };
struct wherry__text {
    size_t length;
    unsigned omitted;
    char bytes[WHERRY__TEXT_BYTES];
};
void wherry__text_init(struct wherry__text *text);
/* Append strings, up to a NULL: all or none. */
void wherry__text_add_strings(struct wherry__text *text, ...) __attribute__((sentinel));
#define wherry__text_add(text, ...) wherry__text_add_strings(text, __VA_ARGS__, (const char *)NULL)
/* Append "(and N more)" if something was left out. */
void wherry__text_finish(struct wherry__text *text);

/* Set this thread's error text; returns `code`. */
int wherry__fail_strings(int code, ...) __attribute__((sentinel));
#define wherry__fail(code, ...) wherry__fail_strings(code, __VA_ARGS__, (const char *)NULL)

/* A number as text, in the caller's buffer. */
struct wherry__number {
    char digits[24];
};
const char *wherry__decimal(uint64_t value, struct wherry__number *number);

/* ---- The system ------------------------------------------------------------------------------ */

/* What calls leave behind: errno, and GetLastError() where there is one (else 0). */
struct wherry__errors {
    int number;
    uint32_t system;
};
void wherry__errors_save(struct wherry__errors *errors);
void wherry__errors_restore(const struct wherry__errors *errors);

/* Right after a call by description: keep both for wherry_errno() and wherry_system_error(). */
void wherry__capture(void);

/* "x86-64 Linux": the words for what this program is. */
extern const char wherry__program_machine[];

/* The directory that `{system}` or `{application}` stands for, to be freed; NULL if there is none.
 */
char *wherry__system_directory(void);
char *wherry__application_directory(void);

/* The first bytes of a file; returns how many, -1 if it cannot be opened. */
int wherry__file_head(const char *path, unsigned char *bytes, int capacity);

/* Whether two addresses lie in one loaded module (program or library). */
int wherry__same_module(const void *a, const void *b);

/* Write one line to stderr and abort. */
_Noreturn void wherry__die(const char *line);

/* ---- Libraries ------------------------------------------------------------------------------- */

/* Load `name`. On failure returns WHERRY_E_*, and `reason` reads well after "NAME: ". */
int wherry__system_load(const char *name, unsigned search_flags, void **handle,
                        struct wherry__text *reason);
char *wherry__system_path(void *handle); /* to be freed; NULL: out of memory */
void *wherry__system_symbol(void *handle, const char *name);
void wherry__system_unload(void *handle);

/* If the file is a library for another machine or no library at all, say so in `reason` and return
 * WHERRY_E_MACHINE or WHERRY_E_LIBRARY; 0 if there is nothing to say. */
int wherry__explain_file(const char *path, struct wherry__text *reason);

/* ---- Bindings -------------------------------------------------------------------------------- */

/* The function in slot `index` if it is the library's own, else NULL. */
static inline wherry_function wherry__resolved(const struct wherry_binding *binding, uint32_t index)
{
    /* Presence is released after the slot is filled; a filled slot alone may be a lazy entry or a
     * substitute. */
    if (__atomic_load_n(&binding->presence[index], __ATOMIC_ACQUIRE) != 1)
        return NULL;
    return __atomic_load_n(&binding->slots[index], __ATOMIC_RELAXED);
}

/* Whether wherry_force_libffi() is on. */
int wherry__libffi_is_forced(void);

/* The record that enum wherry_type `type` stands for; NULL. */
static inline const struct wherry__record *wherry__record_of(const struct wherry_binding *binding,
                                                             uint16_t type)
{
    uint32_t index = (uint32_t)type - WHERRY_RECORD;
    return type >= WHERRY_RECORD && index < binding->record_count ? &binding->records[index] : NULL;
}

/* Whether `code` is a stub that jumps through `slot`: one file per instruction set. */
int wherry__is_stub_of(wherry_function code, const wherry_function *slot);

/* ---- Callbacks ------------------------------------------------------------------------------- */

/* What a new callback calls: `function` with `user`, or `generic` with `user`. */
struct wherry__callback_target {
    wherry_function function; /* NULL: generic */
    wherry_callback_function *generic;
    void *user;
    const char *name;
};

/* From freed, or never used, to nobody else's, but not live yet: a late call of it is found out.
 * Returns 0 if it is in use. */
int wherry__callback_take(struct wherry_callback *callback);

/* A callback that libffi makes, or has made before; taken, its target not set. `code` is NULL where
 * nothing is compiled for the signature. */
int wherry__closure_create(struct wherry_callback **callback, const struct wherry_binding *binding,
                           uint32_t signature, const struct wherry__callback_code *code);

#endif
