/* ferry.h: the API of a library that exists for these tests: every kind of value that is passed
 * otherwise than its neighbours on one of the targets. */
#ifndef FERRY_H
#define FERRY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(FERRY_BUILD) && defined(_WIN32)
#define FERRY_API __declspec(dllexport)
#else
#define FERRY_API
#endif
#if defined(_WIN32) && !defined(FERRY_BUILD)
#define FERRY_IMPORT __declspec(dllimport)
#else
#define FERRY_IMPORT FERRY_API
#endif

#if defined(__i386__)
#define FERRY_STDCALL __attribute__((stdcall))
#define FERRY_FASTCALL __attribute__((fastcall))
#else
#define FERRY_STDCALL
#define FERRY_FASTCALL
#endif
#if defined(__x86_64__)
#define FERRY_MS_ABI __attribute__((ms_abi))
#else
#define FERRY_MS_ABI
#endif

/* Records of so many bytes; each size takes a path of its own on Win64 and i686. */
#define FERRY_BYTES(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(12) X(16) X(24) X(100)
#define FERRY_BYTES_RECORD(n)                                                                      \
    struct bytes##n {                                                                              \
        unsigned char b[n];                                                                        \
    };
FERRY_BYTES(FERRY_BYTES_RECORD)

struct one_float {
    float a;
};
struct two_floats {
    float a, b;
};
struct three_floats {
    float a, b, c;
};
struct one_double {
    double a;
};
struct mixed {
    double a;
    int b;
};
struct nested {
    struct two_floats pair;
    short numbers[3];
};
union number {
    int i;
    float f;
};
union real {
    double d;
    float f[2];
};
struct packed {
    char a;
    int b;
} __attribute__((packed));

FERRY_API int ferry_add(int a, int b);
FERRY_API double ferry_mix(int a, double b, float c, long long d, const char *e, unsigned char f,
                           short g, double h, int i, signed char j);
FERRY_API signed char ferry_schar(signed char a, short b);
FERRY_API unsigned short ferry_ushort(unsigned short a, unsigned char b);
FERRY_API bool ferry_not(bool a);
FERRY_API long long ferry_wide(long long a, unsigned b);
FERRY_API float ferry_float(float a, float b);
FERRY_API long double ferry_long_double(long double a, int b);
FERRY_API const char *ferry_pointer(const char *a);
FERRY_API void ferry_void(int *a);

/* Each writes its parameter, which is the callee's own, before it returns it. */
#define FERRY_BYTES_FUNCTION(n)                                                                    \
    FERRY_API struct bytes##n ferry_bytes##n(struct bytes##n a, int add);
FERRY_BYTES(FERRY_BYTES_FUNCTION)
FERRY_API struct one_float ferry_one_float(struct one_float a);
FERRY_API struct two_floats ferry_two_floats(struct two_floats a);
FERRY_API struct three_floats ferry_three_floats(struct three_floats a);
FERRY_API struct one_double ferry_one_double(struct one_double a);
FERRY_API struct mixed ferry_mixed(int before, struct mixed a, double after);
FERRY_API struct nested ferry_nested(struct nested a);
FERRY_API union number ferry_number(union number a);
FERRY_API union real ferry_real(union real a);
FERRY_API int ferry_packed(struct packed a);
#ifndef __cplusplus
FERRY_API float _Complex ferry_complex_float(float _Complex a);
FERRY_API double _Complex ferry_complex_double(double _Complex a);
#endif

FERRY_API double ferry_sum(int count, ...);            /* doubles */
FERRY_API long long ferry_integer_sum(int count, ...); /* int and long long in turn */

FERRY_API int FERRY_STDCALL ferry_stdcall(int a, double b, short c);
FERRY_API int FERRY_FASTCALL ferry_fastcall(int a, int b, int c);
FERRY_API int FERRY_MS_ABI ferry_ms_abi(int a, double b, struct bytes24 c, struct bytes3 d);

/* Leaves `number` in errno and, on Windows, `system` in GetLastError(). */
FERRY_API int ferry_fail(int number, uint32_t system);
FERRY_IMPORT extern int ferry_count; /* dllimport: after ferry_load() only */
FERRY_API int ferry_bump(void);
FERRY_IMPORT int ferry_imported(int a);

typedef int ferry_callback(int a, void *user);
typedef signed char ferry_narrow_callback(signed char a, unsigned short b);
typedef struct bytes5 ferry_record_callback(struct bytes5 a, double b, struct bytes24 c);
typedef struct one_float ferry_float_callback(struct one_float a);
typedef long double ferry_wide_callback(long double a);
typedef int FERRY_STDCALL ferry_stdcall_callback(int a, double b);
typedef int ferry_packed_callback(struct packed a);
typedef long long FERRY_FASTCALL ferry_fastcall_callback(int a, long long b, int c);
FERRY_API int ferry_apply(ferry_callback *callback, int a, void *user);
FERRY_API int ferry_apply_narrow(ferry_narrow_callback *callback, signed char a, unsigned short b);
FERRY_API struct bytes5 ferry_apply_record(ferry_record_callback *callback, struct bytes5 a,
                                           double b, struct bytes24 c);
FERRY_API struct one_float ferry_apply_float(ferry_float_callback *callback, struct one_float a);
FERRY_API long double ferry_apply_wide(ferry_wide_callback *callback, long double a);
FERRY_API int ferry_apply_stdcall(ferry_stdcall_callback *callback, int a, double b);
FERRY_API int ferry_apply_packed(ferry_packed_callback *callback, struct packed a);
FERRY_API long long ferry_apply_fastcall(ferry_fastcall_callback *callback, int a, long long b,
                                         int c);

/* Functions that no library has. */
int ferry_absent(int a, int b);
int ferry_absent_optional(int a);
int ferry_absent_fails(int a);

#ifdef __cplusplus
}
#endif

#endif
