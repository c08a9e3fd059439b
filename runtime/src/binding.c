/* binding.c: the slots of a binding, and what a stub does whose symbol is missing.
 *
 * No lock is taken anywhere: foreign code (constructors of the library, the missing handler) runs
 * in here and may call back. Every store is idempotent, so that threads may race. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* Values of binding->presence. */
enum { NOT_ASKED, PRESENT, MISSING };

/* A failure's text. Readers may hold an old one while wherry_load() tries again, so none is freed;
 * each keeps its predecessor reachable. Equal texts are not kept twice. */
struct failure {
    struct failure *previous;
    char text[];
};

static const char *name_at(const struct wherry_binding *binding, uint32_t offset)
{
    return binding->strings + offset;
}

/* ---- The library ----------------------------------------------------------------------------- */

static void remember_failure(struct wherry__state *state, int code)
{
    const char *text = wherry_error_text();
    char *old = __atomic_load_n(&state->failure_text, __ATOMIC_ACQUIRE);
    struct failure *failure;
    size_t size_bytes;
    __atomic_store_n(&state->failure_code, code, __ATOMIC_RELAXED);
    if (old && strcmp(old, text) == 0)
        return;
    size_bytes = strlen(text) + 1;
    failure = malloc(sizeof *failure + size_bytes);
    if (!failure)
        return;
    memcpy(failure->text, text, size_bytes);
    do {
        failure->previous =
            old ? (struct failure *)(void *)(old - offsetof(struct failure, text)) : NULL;
    } while (!__atomic_compare_exchange_n(&state->failure_text, &old, failure->text, 0,
                                          __ATOMIC_RELEASE, __ATOMIC_ACQUIRE));
}

static int open_library(const struct wherry_binding *binding, struct wherry_library **library)
{
    struct wherry_library *expected = NULL;
    int code;
    if (binding->format != WHERRY_BINDING_FORMAT)
        return wherry__fail(WHERRY_E_ARGUMENT, binding->name,
                            ": the binding was made for another runtime: run wherry again");
    code = wherry_library_open(library, binding->libraries, binding->library_count, 0);
    if (code) {
        remember_failure(binding->state, code);
        return code;
    }
    if (!__atomic_compare_exchange_n(&binding->state->library, &expected, *library, 0,
                                     __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        wherry_library_close(*library);
        *library = expected;
    }
    return 0;
}

/* The binding's library, loaded if need be; a failure is not tried again unless `again`. */
static int need_library(const struct wherry_binding *binding, int again,
                        struct wherry_library **library)
{
    const char *failure;
    *library = __atomic_load_n(&binding->state->library, __ATOMIC_ACQUIRE);
    if (*library)
        return 0;
    failure = __atomic_load_n(&binding->state->failure_text, __ATOMIC_ACQUIRE);
    if (failure && !again)
        return wherry__fail(__atomic_load_n(&binding->state->failure_code, __ATOMIC_RELAXED),
                            failure);
    return open_library(binding, library);
}

const char *wherry_loaded_path(const struct wherry_binding *binding)
{
    struct wherry_library *library;
    return need_library(binding, 0, &library) ? NULL : wherry_library_path(library);
}

/* ---- Functions and data ---------------------------------------------------------------------- */

static int is_own_stub(const struct wherry_binding *binding, uint32_t index,
                       wherry_function function)
{
    return wherry__same_module((const void *)(uintptr_t)function, binding->slots) &&
           (binding->functions[index].flags & WHERRY_FN_C_STUB ||
            wherry__is_stub_of(function, &binding->slots[index]));
}

static int mark_missing(const struct wherry_binding *binding, uint32_t index)
{
    __atomic_store_n(&binding->presence[index], MISSING, __ATOMIC_RELEASE);
    return WHERRY_E_SYMBOL;
}

static void fill_slot(const struct wherry_binding *binding, uint32_t index,
                      wherry_function function)
{
    __atomic_store_n(&binding->slots[index], function, __ATOMIC_RELEASE);
    __atomic_store_n(&binding->presence[index], PRESENT, __ATOMIC_RELEASE);
}

/* Look function `index` up in the library and fill its slot. */
static int bind_function(const struct wherry_binding *binding, struct wherry_library *library,
                         uint32_t index, wherry_function *function)
{
    const struct wherry__function *entry = &binding->functions[index];
    if (wherry_library_function(library, name_at(binding, entry->symbol), function))
        return mark_missing(binding, index);
    if (is_own_stub(binding, index, *function)) {
        *function = NULL;
        wherry__fail(WHERRY_E_SYMBOL, wherry_library_path(library), ": its ",
                     name_at(binding, entry->symbol),
                     " is this program's own stub: link the library dynamically, not the binding "
                     "into it");
        return mark_missing(binding, index);
    }
    fill_slot(binding, index, *function);
    return 0;
}

/* A thunk needs no library. */
static int bind_thunk(const struct wherry_binding *binding, uint32_t index,
                      wherry_function *function)
{
    *function = binding->thunks[binding->functions[index].symbol];
    fill_slot(binding, index, *function);
    return 0;
}

static int check_index(const struct wherry_binding *binding, uint32_t index, uint32_t count,
                       const char *what)
{
    struct wherry__number number;
    if (index < count)
        return 0;
    return wherry__fail(WHERRY_E_ARGUMENT, binding->name, ": there is no ", what, " number ",
                        wherry__decimal(index, &number));
}

static int fail_absent(const struct wherry_binding *binding, uint32_t name)
{
    return wherry__fail(WHERRY_E_ABSENT, binding->name, ": ", name_at(binding, name),
                        " is not declared on this target");
}

int wherry_function_address(const struct wherry_binding *binding, uint32_t index,
                            wherry_function *function)
{
    struct wherry_library *library;
    int code = check_index(binding, index, binding->function_count, "function");
    *function = NULL;
    if (code)
        return code;
    *function = wherry__resolved(binding, index);
    if (*function)
        return 0;
    if (binding->functions[index].flags & WHERRY_FN_ABSENT)
        return fail_absent(binding, binding->functions[index].name);
    if (binding->functions[index].flags & WHERRY_FN_THUNK)
        return bind_thunk(binding, index, function);
    code = need_library(binding, 0, &library);
    return code ? code : bind_function(binding, library, index, function);
}

int wherry_has(const struct wherry_binding *binding, uint32_t index)
{
    wherry_function function;
    if (index < binding->function_count &&
        __atomic_load_n(&binding->presence[index], __ATOMIC_ACQUIRE) == MISSING)
        return 0;
    return wherry_function_address(binding, index, &function) == 0;
}

static int bind_data(const struct wherry_binding *binding, struct wherry_library *library,
                     uint32_t index, void **address)
{
    const struct wherry__data *entry = &binding->data[index];
    int code = wherry_library_data(library, name_at(binding, entry->symbol), address);
    if (!code && !(entry->flags & WHERRY_FN_THREAD))
        __atomic_store_n(&binding->data_slots[index], *address, __ATOMIC_RELEASE);
    return code;
}

int wherry_data_address(const struct wherry_binding *binding, uint32_t index, void **address)
{
    struct wherry_library *library;
    int code = check_index(binding, index, binding->data_count, "data object");
    *address = NULL;
    if (code)
        return code;
    *address = __atomic_load_n(&binding->data_slots[index], __ATOMIC_ACQUIRE);
    if (*address)
        return 0;
    if (binding->data[index].flags & WHERRY_FN_ABSENT)
        return fail_absent(binding, binding->data[index].name);
    code = need_library(binding, 0, &library);
    return code ? code : bind_data(binding, library, index, address);
}

/* ---- Loading everything ---------------------------------------------------------------------- */

static void add_missing(struct wherry__text *missing, const struct wherry_library *library,
                        unsigned flags, const char *name)
{
    if (flags & WHERRY_FN_OPTIONAL)
        return;
    if (missing->length)
        wherry__text_add(missing, ", ", name);
    else
        wherry__text_add(missing, wherry_library_path(library), ": lacks ", name);
}

int wherry_load(const struct wherry_binding *binding)
{
    struct wherry_library *library;
    struct wherry__text missing;
    wherry_function function;
    void *address;
    int code = need_library(binding, 1, &library);
    if (code)
        return code;
    wherry__text_init(&missing);
    for (uint32_t i = 0; i < binding->function_count; i++) {
        const struct wherry__function *entry = &binding->functions[i];
        if (entry->flags & (WHERRY_FN_ABSENT | WHERRY_FN_THUNK) || wherry__resolved(binding, i))
            continue;
        if (bind_function(binding, library, i, &function))
            add_missing(&missing, library, entry->flags, name_at(binding, entry->name));
    }
    for (uint32_t i = 0; i < binding->data_count; i++) {
        const struct wherry__data *entry = &binding->data[i];
        if (!(entry->flags & (WHERRY_FN_ABSENT | WHERRY_FN_THUNK)) &&
            bind_data(binding, library, i, &address))
            add_missing(&missing, library, entry->flags, name_at(binding, entry->name));
    }
    wherry__text_finish(&missing);
    return missing.length ? wherry__fail(WHERRY_E_SYMBOL, missing.bytes) : 0;
}

/* ---- Finding by name ------------------------------------------------------------------------- */

static int32_t fail_find(const struct wherry_binding *binding, const char *what, const char *name)
{
    return wherry__fail(WHERRY_E_SYMBOL, binding->name, ": has no ", what, " ", name);
}

int32_t wherry_find_function(const struct wherry_binding *binding, const char *name)
{
    for (uint32_t i = 0; i < binding->function_count; i++)
        if (strcmp(name_at(binding, binding->functions[i].name), name) == 0)
            return (int32_t)i;
    return fail_find(binding, "function", name);
}

int32_t wherry_find_signature(const struct wherry_binding *binding, const char *name)
{
    for (uint32_t i = 0; i < binding->callback_type_count; i++)
        if (strcmp(name_at(binding, binding->callback_types[i].name), name) == 0 &&
            binding->callback_types[i].signature != WHERRY_NONE16)
            return binding->callback_types[i].signature;
    for (uint32_t i = 0; i < binding->function_count; i++)
        if (strcmp(name_at(binding, binding->functions[i].name), name) == 0 &&
            binding->functions[i].signature != WHERRY_NONE16)
            return binding->functions[i].signature;
    return fail_find(binding, "signature", name);
}

/* ---- Stubs ----------------------------------------------------------------------------------- */

void wherry_set_missing(const struct wherry_binding *binding, wherry_missing_handler *handler,
                        void *user)
{
    binding->state->missing_user = user;
    __atomic_store_n(&binding->state->missing, handler, __ATOMIC_RELEASE);
}

/* Ask the missing handler; a substitute goes into the slot, but the function stays missing. */
static wherry_function substitute(const struct wherry_binding *binding, uint32_t index,
                                  const char *text)
{
    wherry_missing_handler *handler = __atomic_load_n(&binding->state->missing, __ATOMIC_ACQUIRE);
    const struct wherry_missing missing = {binding, binding->name,
                                           name_at(binding, binding->functions[index].name), text};
    wherry_function function = handler ? handler(&missing, binding->state->missing_user) : NULL;
    if (function)
        __atomic_store_n(&binding->slots[index], function, __ATOMIC_RELEASE);
    return function;
}

static wherry_function failure_of(const struct wherry_binding *binding, uint32_t index)
{
    for (uint32_t i = 0; i < binding->failure_count; i++)
        if (binding->failures[i].index == index)
            return binding->failures[i].function;
    return NULL;
}

static _Noreturn void die(const struct wherry_binding *binding, uint32_t index, const char *text)
{
    const char *function = name_at(binding, binding->functions[index].name);
    struct wherry__text line;
    wherry__text_init(&line);
    wherry__text_add(&line, "wherry: ", binding->name, ": ", function,
                     " was called but is missing: ");
    wherry__text_add(&line, text);
    wherry__text_add(&line, "; install a library that has it, or ask ", binding->name, "_has_",
                     function, "() before the call\n");
    wherry__die(line.bytes);
}

wherry_function wherry__resolve(const struct wherry_binding *binding, uint32_t index)
{
    struct wherry__errors errors;
    struct wherry__text text;
    wherry_function function;
    wherry__errors_save(&errors);
    if (wherry_function_address(binding, index, &function)) {
        /* The handler may fail in calls of its own, which replaces the thread's text. */
        wherry__text_init(&text);
        wherry__text_add(&text, wherry_error_text());
        function = substitute(binding, index, text.bytes);
        if (!function)
            function = failure_of(binding, index);
        if (!function)
            die(binding, index, text.bytes);
    }
    wherry__errors_restore(&errors);
    return function;
}
