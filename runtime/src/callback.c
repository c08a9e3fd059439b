/* callback.c: C function pointers that call a function with a user pointer: those that a binding
 * has compiled, and what they have in common with those that libffi makes. */
#include "internal.h"

#include <string.h>

/* ---- Life ------------------------------------------------------------------------------------ */

int wherry__callback_take(struct wherry_callback *callback)
{
    uint8_t state = WHERRY__CALLBACK_FREE;
    return __atomic_compare_exchange_n(&callback->state, &state, WHERRY__CALLBACK_TAKEN, 0,
                                       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static void start(struct wherry_callback *callback, const struct wherry__callback_code *code,
                  const struct wherry__callback_target *target)
{
    callback->name = target->name;
    callback->generic = target->generic;
    callback->generic_user = target->user;
    callback->function = target->function;
    callback->user = target->user;
    if (!target->function && code) {
        callback->function = code->adapter;
        callback->user = callback;
    }
    __atomic_store_n(&callback->state, WHERRY__CALLBACK_LIVE, __ATOMIC_RELEASE);
}

static int is_running(const struct wherry_callback *callback)
{
    return __atomic_load_n(&callback->running, __ATOMIC_SEQ_CST) ||
           __atomic_load_n(&callback->others, __ATOMIC_SEQ_CST);
}

int wherry_callback_free(struct wherry_callback *callback)
{
    uint8_t state = WHERRY__CALLBACK_LIVE;
    if (!callback)
        return 0;
    if (!__atomic_compare_exchange_n(&callback->state, &state, WHERRY__CALLBACK_DECIDING, 0,
                                     __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
        return wherry__fail(WHERRY_E_ARGUMENT, "callback ", callback->name, " was freed before");
    if (is_running(callback)) {
        __atomic_store_n(&callback->state, WHERRY__CALLBACK_LIVE, __ATOMIC_SEQ_CST);
        return wherry__fail(WHERRY_E_BUSY, "callback ", callback->name,
                            " cannot be freed: a call of it is running");
    }
    __atomic_store_n(&callback->state, WHERRY__CALLBACK_FREE, __ATOMIC_SEQ_CST);
    if (callback->freed)
        __atomic_fetch_add(callback->freed, 1, __ATOMIC_RELEASE);
    return 0;
}

wherry_function wherry_callback_pointer(const struct wherry_callback *callback)
{
    return callback->pointer;
}

/* ---- Compiled callbacks ---------------------------------------------------------------------- */

static const struct wherry__callback_code *find_code(const struct wherry_binding *binding,
                                                     uint32_t signature)
{
    uint32_t low = 0, high = binding->callback_code_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (binding->callback_codes[middle].signature < signature)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == binding->callback_code_count || binding->callback_codes[low].signature != signature)
        return NULL;
    return &binding->callback_codes[low];
}

/* Each search starts behind the callback that the last one found, so that a freed one rests for as
 * long as there are others, and a late call of it is found out. */
static struct wherry_callback *take_compiled(const struct wherry_binding *binding,
                                             const struct wherry__callback_code *code)
{
    struct wherry_callback *first = &binding->callbacks[code->first];
    uint32_t each = binding->callbacks_each, turn = __atomic_load_n(&first->turn, __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < each; i++) {
        uint32_t k = (turn + i) % each;
        if (!wherry__callback_take(&first[k]))
            continue;
        __atomic_store_n(&first->turn, (uint16_t)((k + 1) % each), __ATOMIC_RELAXED);
        first[k].pointer = binding->callback_entries[code->first + k];
        return &first[k];
    }
    return NULL;
}

/* Why it was libffi's turn, which has failed. */
static int explain(int error, const struct wherry_binding *binding,
                   const struct wherry__callback_code *code)
{
    struct wherry__number each;
    if (wherry__libffi_is_forced())
        return wherry__fail(error, wherry_error_text(), "; wherry_force_libffi() is on");
    if (!code)
        return wherry__fail(error, wherry_error_text(),
                            "; no compiled callback has this signature");
    if (!binding->callbacks_each)
        return wherry__fail(error, wherry_error_text(),
                            "; this binding has no compiled callbacks: make it with wherry bind "
                            "--callbacks K");
    return wherry__fail(error, wherry_error_text(), "; all ",
                        wherry__decimal(binding->callbacks_each, &each),
                        " compiled callbacks of this signature are in use: make the binding with "
                        "more, wherry bind --callbacks K");
}

static int create(struct wherry_callback **callback, const struct wherry_binding *binding,
                  uint32_t signature, const struct wherry__callback_target *target)
{
    const struct wherry__callback_code *code = find_code(binding, signature);
    struct wherry_callback *made = NULL;
    if (binding->signatures[signature].variadic)
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name, ": ", target->name,
                            ": a callback cannot be variadic: nothing says what is passed");
    if (target->function && !code)
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name, ": ", target->name,
                            ": nothing is compiled for this signature: use "
                            "wherry_callback_create()");
    if (code && binding->callbacks_each && !wherry__libffi_is_forced())
        made = take_compiled(binding, code);
    if (!made) {
        int error = wherry__closure_create(&made, binding, signature, code);
        if (error)
            return explain(error, binding, code);
        code = NULL; /* a closure needs no adapter */
    }
    start(made, code, target);
    *callback = made;
    return 0;
}

/* ---- The public calls ------------------------------------------------------------------------ */

static const char *signature_name(const struct wherry_binding *binding, uint32_t signature)
{
    for (uint32_t i = 0; i < binding->callback_type_count; i++)
        if (binding->callback_types[i].signature == signature)
            return binding->strings + binding->callback_types[i].name;
    for (uint32_t i = 0; i < binding->function_count; i++)
        if (binding->functions[i].signature == signature)
            return binding->strings + binding->functions[i].name;
    return "without a name";
}

int wherry_callback_create(struct wherry_callback **callback, const struct wherry_binding *binding,
                           uint32_t signature, wherry_callback_function *function, void *user)
{
    struct wherry__callback_target target = {.generic = function, .user = user};
    *callback = NULL;
    if (signature >= binding->signature_count || !function)
        return wherry__fail(WHERRY_E_ARGUMENT, binding->name,
                            ": the signature or the function does not exist");
    target.name = signature_name(binding, signature);
    return create(callback, binding, signature, &target);
}

int wherry_callback_create_typed(struct wherry_callback **callback,
                                 const struct wherry_binding *binding, uint32_t type,
                                 wherry_function function, void *user)
{
    const struct wherry__callback_type *row;
    struct wherry__callback_target target = {.function = function, .user = user};
    *callback = NULL;
    if (type >= binding->callback_type_count || !function)
        return wherry__fail(WHERRY_E_ARGUMENT, binding->name,
                            ": the callback type or the function does not exist");
    row = &binding->callback_types[type];
    target.name = binding->strings + row->name;
    return create(callback, binding, row->signature, &target);
}
