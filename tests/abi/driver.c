/* driver.c: calls every function of a batch along every path there is, and compares what arrives
 * and what comes back, leaf by leaf. One line per difference:
 *
 *     difference SIGNATURE PATH: WHAT
 *
 *   driver PROGRESS-FILE [FIRST-SIGNATURE FIRST-PATH]
 *
 * PROGRESS-FILE names the signature and the path that run, for whoever finds this program dead. */
#include "driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 1 << 20, ALIGNMENT = 64, MARGIN_BYTES = 32 };
enum { OVERWRITTEN = 0xee, UNTOUCHED = 0x5a, RESULT_BYTES = 1 << 18 };

/* The call that is being made. */
struct call {
    int index;
    const char *path;
    int arrivals;
    uint32_t offsets[ARGUMENTS_MAX]; /* of the arguments, in each arena */
    uint32_t used_bytes;
    int count;
    const uint16_t *types; /* the result, then the arguments */
};

static _Alignas(ALIGNMENT) unsigned char passed[ARENA_BYTES];   /* the caller's objects */
static _Alignas(ALIGNMENT) unsigned char expected[ARENA_BYTES]; /* copies of them */
static _Alignas(ALIGNMENT) unsigned char result[RESULT_BYTES];
static _Alignas(ALIGNMENT) unsigned char expected_result[RESULT_BYTES];
static struct call call;
static uint64_t random_state;
static long calls, differences, skipped;
static FILE *progress;

/* ---- Reports --------------------------------------------------------------------------------- */

static void difference(const char *what, int argument, const char *more)
{
    differences++;
    printf("difference %d %s: %s", call.index, call.path, what);
    if (argument >= 0)
        printf(" %d", argument + 1);
    printf("%s%s\n", *more ? ": " : "", more);
    fflush(stdout);
}

static void append_bytes(char *text, size_t capacity, const char *word, const unsigned char *bytes,
                         uint32_t count)
{
    size_t length = strlen(text);
    length += (size_t)snprintf(text + length, capacity - length, "%s", word);
    for (uint32_t i = 0; i < count && length + 4 < capacity; i++)
        length += (size_t)snprintf(text + length, capacity - length, " %02x", bytes[i]);
}

/* "struct s3 of 24 bytes at byte 4: 00 00 80 3f, not 00 00 a0 40", and what surrounds them. */
static void differs_at(const char *what, int argument, const struct type *type, uint32_t offset,
                       uint32_t size, const unsigned char *seen, const unsigned char *wanted)
{
    char text[400];
    snprintf(text, sizeof text, "%s of %u bytes at byte %u:", type->spelling, type->size_bytes,
             offset);
    append_bytes(text, sizeof text, "", seen + offset, size);
    append_bytes(text, sizeof text, ", not", wanted + offset, size);
    if (type->size_bytes > size && type->size_bytes <= 24) {
        append_bytes(text, sizeof text, "; whole:", seen, type->size_bytes);
        append_bytes(text, sizeof text, ", not", wanted, type->size_bytes);
    }
    difference(what, argument, text);
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* splitmix64 */
static uint64_t random_bits(void)
{
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void fill(unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i += 8) {
        uint64_t bits = random_bits();
        memcpy(bytes + i, &bits, count - i < 8 ? count - i : 8);
    }
}

static int has_x87_format(uint32_t size_bytes)
{
    return __LDBL_MANT_DIG__ == 64 && size_bytes == sizeof(long double);
}

/* The bytes of a leaf that carry bits: the x87 format has ten. */
static uint32_t leaf_bytes(const struct leaf *leaf)
{
    return leaf->kind == LEAF_LONG_DOUBLE && has_x87_format(leaf->size_bytes) ? 10
                                                                              : leaf->size_bytes;
}

/* Random bytes become a value that every register keeps: no NaN, whose bits a load may change, no
 * denormal, no x87 number without its integer bit, no _Bool but 0 and 1. */
static void normalise(const struct leaf *leaf, unsigned char *value)
{
    uint32_t top = leaf_bytes(leaf) - 1;
    switch ((enum leaf_kind)leaf->kind) {
    case LEAF_BOOL:
        *value &= 1;
        break;
    case LEAF_LONG_DOUBLE:
        if (has_x87_format(leaf->size_bytes))
            value[top - 2] |= 0x80;
        /* fall through */
    case LEAF_HALF:
    case LEAF_FLOAT:
    case LEAF_DOUBLE:
    case LEAF_QUAD: /* the exponent's highest bit decides: about 1, for any format */
        value[top] = (unsigned char)((value[top] & 0x80) | 0x3f);
        break;
    case LEAF_INTEGER:
    case LEAF_WIDE:
    case LEAF_POINTER:
    case LEAF_VECTOR:
    case LEAF_BITS:
        break;
    }
}

static void set(const struct type *type, unsigned char *object)
{
    fill(object, type->size_bytes);
    for (int i = 0; i < type->leaf_count; i++) {
        const struct leaf *leaf = &leaf_table[type->first_leaf + (uint32_t)i];
        if (leaf->kind == LEAF_BITS)
            bits_table[leaf->size_bytes].put(object, random_bits());
        else
            normalise(leaf, object + leaf->offset_bytes);
    }
}

static void compare(const char *what, int argument, const struct type *type, const void *seen,
                    const void *wanted)
{
    const unsigned char *a = seen, *b = wanted;
    for (int i = 0; i < type->leaf_count; i++) {
        const struct leaf *leaf = &leaf_table[type->first_leaf + (uint32_t)i];
        if (leaf->kind == LEAF_BITS) {
            uint64_t x = bits_table[leaf->size_bytes].get(a);
            uint64_t y = bits_table[leaf->size_bytes].get(b);
            if (x == y)
                continue;
            differs_at(what, argument, type, 0, type->size_bytes, a, b);
            return;
        }
        if (!memcmp(a + leaf->offset_bytes, b + leaf->offset_bytes, leaf_bytes(leaf)))
            continue;
        differs_at(what, argument, type, leaf->offset_bytes, leaf_bytes(leaf), a, b);
        return;
    }
}

/* ---- Where calls arrive ---------------------------------------------------------------------- */

static long long widened(const struct type *type, const void *value)
{
    int16_t half;
    memcpy(&half, value, type->size_bytes == 2 ? 2 : 1);
    switch (type->code) {
    case WHERRY_INT8:
        return (signed char)half;
    case WHERRY_INT16:
        return half;
    case WHERRY_UINT16:
        return (uint16_t)half;
    default:
        return (unsigned char)half;
    }
}

static void compare_argument(int i, const void *seen, const long long *wide)
{
    const struct type *type = &type_table[call.types[i + 1]];
    const unsigned char *wanted = expected + call.offsets[i];
    char text[96];
    compare("argument", i, type, seen, wanted);
    if (!wide || type->code == WHERRY_OPAQUE || type->record || type->size_bytes > 2 ||
        wide[i] == widened(type, wanted))
        return;
    snprintf(text, sizeof text, "%s is extended to %lld, not %lld", type->spelling, wide[i],
             widened(type, wanted));
    difference("argument", i, text);
}

/* Called by the library's functions, and for callbacks. A callee owns its parameters: it may write
 * there. */
static void receive(int index, void *place, void **arguments, const long long *wide)
{
    char text[64];
    call.arrivals++;
    if (index != call.index) {
        snprintf(text, sizeof text, "that of signature %d", index);
        difference("another function was called", -1, text);
        return;
    }
    for (int i = 0; i < call.count; i++)
        compare_argument(i, arguments[i], wide);
    for (int i = 0; i < call.count; i++)
        memset(arguments[i], OVERWRITTEN, type_table[call.types[i + 1]].size_bytes);
    if (*call.types != VOID_TYPE)
        memcpy(place, expected_result, type_table[*call.types].size_bytes);
}

static void called_back(void *place, void *const *arguments, void *user)
{
    receive(*(const int *)user, place, (void **)(uintptr_t)arguments, NULL);
}

/* ---- One call -------------------------------------------------------------------------------- */

static void place_arguments(void **arguments)
{
    uint32_t used = 0;
    if (type_table[*call.types].size_bytes + MARGIN_BYTES > RESULT_BYTES)
        abort();
    for (int i = 0; i < call.count; i++) {
        const struct type *type = &type_table[call.types[i + 1]];
        if (used + type->size_bytes + ALIGNMENT + MARGIN_BYTES > ARENA_BYTES)
            abort();
        call.offsets[i] = used;
        arguments[i] = passed + used;
        set(type, passed + used);
        fill(passed + used + type->size_bytes, MARGIN_BYTES);
        used += (type->size_bytes + MARGIN_BYTES + ALIGNMENT - 1) & ~(uint32_t)(ALIGNMENT - 1);
    }
    call.used_bytes = used;
    memcpy(expected, passed, used);
}

static void begin(int index, int path, const char *name, void **arguments)
{
    const struct signature *signature = &signature_table[index];
    call.index = index;
    call.path = name;
    call.arrivals = 0;
    call.types = &type_indices[signature->first_type];
    call.count = signature->named_count + signature->extra_count;
    rewind(progress);
    fprintf(progress, "%d %d %s %ld %ld      \n", index, path, name, calls, skipped);
    fflush(progress);
    place_arguments(arguments);
    if (*call.types != VOID_TYPE)
        set(&type_table[*call.types], expected_result);
    memset(result, UNTOUCHED, sizeof result);
}

static void check_x87(void)
{
#if defined(__i386__) || defined(__x86_64__)
    uint32_t environment[7];
    __asm__ volatile("fnstenv %0\n\tfldenv %0" : "+m"(environment));
    if ((environment[2] & 0xffff) == 0xffff)
        return;
    difference("the x87 stack is not empty", -1, "");
    __asm__ volatile("fninit");
#endif
}

static void end(void)
{
    uint32_t size = *call.types == VOID_TYPE ? 0 : type_table[*call.types].size_bytes;
    calls++;
    check_x87();
    if (call.arrivals != 1)
        difference("arrivals", -1, call.arrivals ? "more than one" : "none");
    if (memcmp(passed, expected, call.used_bytes))
        difference("the caller's arguments have changed", -1, "");
    if (size)
        compare("the result", -1, &type_table[*call.types], result, expected_result);
    for (uint32_t i = size; i < size + MARGIN_BYTES; i++)
        if (result[i] != UNTOUCHED) {
            difference("something was written beyond the result", -1, "");
            break;
        }
}

/* ---- Paths ----------------------------------------------------------------------------------- */

enum { NO_SUCH_PATH = 1 };

static uint32_t function_of(int index)
{
    char name[16];
    int32_t found;
    snprintf(name, sizeof name, "f%d", index);
    found = wherry_find_function(batch_binding, name);
    return found < 0 ? UINT32_MAX : (uint32_t)found;
}

static int by_stub(int index, void **arguments)
{
    if (!signature_table[index].stub)
        return NO_SUCH_PATH;
    signature_table[index].stub(result, arguments);
    return 0;
}

static int by_invoker(int index, void **arguments)
{
    uint32_t function = function_of(index);
    uint16_t signature;
    if (function == UINT32_MAX)
        return NO_SUCH_PATH;
    signature = batch_binding->functions[function].signature;
    if (signature == WHERRY_NONE16 || !batch_binding->invokers[signature])
        return NO_SUCH_PATH;
    return wherry_call(batch_binding, function, result, arguments);
}

static uint16_t code_of(const struct type *type)
{
    for (uint32_t i = 0; type->record && i < batch_binding->record_count; i++)
        if (!strcmp(batch_binding->strings + batch_binding->records[i].name, type->record))
            return (uint16_t)(WHERRY_RECORD + i);
    return type->record ? WHERRY_OPAQUE : type->code;
}

static int by_libffi(int index, void **arguments)
{
    const struct signature *signature = &signature_table[index];
    uint32_t function = function_of(index);
    uint16_t extras[ARGUMENTS_MAX];
    int code;
    if (function == UINT32_MAX || batch_binding->functions[function].signature == WHERRY_NONE16)
        return NO_SUCH_PATH;
    for (int i = 0; i < signature->extra_count; i++)
        extras[i] = code_of(&type_table[call.types[1 + signature->named_count + i]]);
    wherry_force_libffi(1);
    code = signature->is_variadic ? wherry_call_variadic(batch_binding, function, result, arguments,
                                                         extras, signature->extra_count)
                                  : wherry_call(batch_binding, function, result, arguments);
    wherry_force_libffi(0);
    return code;
}

static abi_caller *const *callers;

static int by_callback(int index, void **arguments)
{
    struct wherry_callback *callback;
    uint32_t function = function_of(index);
    int code;
    if (function == UINT32_MAX || signature_table[index].is_variadic ||
        batch_binding->functions[function].signature == WHERRY_NONE16)
        return NO_SUCH_PATH;
    code =
        wherry_callback_create(&callback, batch_binding,
                               batch_binding->functions[function].signature, called_back, &index);
    if (code)
        return code;
    callers[index](wherry_callback_pointer(callback), result, arguments);
    wherry_callback_free(callback);
    return 0;
}

/* A callback of libffi's, though a compiled one may exist. */
static int by_closure(int index, void **arguments)
{
    int code;
    wherry_force_libffi(1);
    code = by_callback(index, arguments);
    wherry_force_libffi(0);
    return code;
}

static const struct path {
    const char *name;
    int (*call)(int index, void **arguments);
    int may_refuse;  /* whether the words were foretold, soak finds out */
    int must_refuse; /* what the JSON says that libffi cannot */
} paths[] = {{"stub", by_stub, 0, 0},
             {"invoker", by_invoker, 0, 0},
             {"libffi", by_libffi, 1, 1},
             {"callback", by_callback, 1, 0}, /* it may be compiled */
             {"closure", by_closure, 1, 1}};
enum { PATH_COUNT = sizeof paths / sizeof *paths };

static void run(int index, int p)
{
    const struct path *path = &paths[p];
    void *arguments[ARGUMENTS_MAX] = {NULL};
    int code;
    begin(index, p, path->name, arguments);
    code = path->call(index, arguments);
    if (code == NO_SUCH_PATH) {
        skipped++;
        return;
    }
    if (code < 0) {
        printf("refused %d %s: %s\n", call.index, path->name, wherry_error_text());
        fflush(stdout); /* whole lines, should this program die */
        if (code != WHERRY_E_UNSUPPORTED || !path->may_refuse)
            difference("the call failed", -1, wherry_error_text());
        return;
    }
    end();
    if (path->must_refuse && signature_table[index].is_refused)
        difference("not refused, though the JSON says that libffi cannot", -1, "");
}

int main(int argc, char **argv)
{
    int first = argc > 2 ? atoi(argv[2]) : 0, first_path = argc > 3 ? atoi(argv[3]) : 0;
    uint64_t seed = UINT64_C(0xcbf29ce484222325);
    if (argc < 2 || !(progress = fopen(argv[1], "wb")))
        return 2;
    for (const char *c = batch_seed; *c; c++)
        seed = (seed ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    callers = batch_start(receive);
    for (int i = first; i < signature_count; i++) {
        uint32_t function = function_of(i);
        call.index = i;
        call.path = "lookup";
        random_state = seed + (uint64_t)i;
        if (function != UINT32_MAX && !wherry_has(batch_binding, function)) {
            difference("the library has no such symbol", -1, wherry_error_text());
            continue;
        }
        for (int p = i == first ? first_path : 0; p < PATH_COUNT; p++)
            run(i, p);
    }
    printf("done %ld calls, %ld skipped, %ld differences\n", calls, skipped, differences);
    fclose(progress);
    return differences != 0;
}
