/* ferry_binding.h: what wherry would write for ferry.h. */
#ifndef FERRY_BINDING_H
#define FERRY_BINDING_H

#include "ferry.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__ELF__)
__attribute__((visibility("hidden")))
#endif
extern const struct wherry_binding ferry_binding;

enum ferry_function_index {
    FERRY_add,
    FERRY_mix,
    FERRY_schar,
    FERRY_ushort,
    FERRY_not,
    FERRY_wide,
    FERRY_float,
    FERRY_long_double,
    FERRY_pointer,
    FERRY_void,
    FERRY_bytes1,
    FERRY_bytes2,
    FERRY_bytes3,
    FERRY_bytes4,
    FERRY_bytes5,
    FERRY_bytes6,
    FERRY_bytes7,
    FERRY_bytes8,
    FERRY_bytes12,
    FERRY_bytes16,
    FERRY_bytes24,
    FERRY_bytes100,
    FERRY_one_float,
    FERRY_two_floats,
    FERRY_three_floats,
    FERRY_one_double,
    FERRY_mixed,
    FERRY_nested,
    FERRY_number,
    FERRY_real,
    FERRY_packed,
    FERRY_complex_float,
    FERRY_complex_double,
    FERRY_sum,
    FERRY_integer_sum,
    FERRY_stdcall,
    FERRY_fastcall,
    FERRY_ms_abi,
    FERRY_fail,
    FERRY_bump,
    FERRY_imported,
    FERRY_apply,
    FERRY_apply_narrow,
    FERRY_apply_record,
    FERRY_apply_float,
    FERRY_apply_wide,
    FERRY_apply_stdcall,
    FERRY_apply_packed,
    FERRY_apply_fastcall,
    FERRY_absent,
    FERRY_absent_optional,
    FERRY_absent_fails,
    FERRY_elsewhere,
    FERRY_FUNCTION_COUNT
};

#define ferry_load() wherry_load(&ferry_binding)

/* Two of the callbacks have their typed way in; so many of each are compiled. */
enum { FERRY_CALLBACKS_EACH = 4 };
typedef int ferry_ferry_callback_function(void *user, int a, void *pointer);
typedef long long ferry_ferry_fastcall_callback_function(void *user, int a, long long b, int c);
WHERRY_CALLBACK_TYPE(ferry, 0, ferry_callback, ferry_callback *)
WHERRY_CALLBACK_TYPE(ferry, 7, ferry_fastcall_callback, ferry_fastcall_callback *)

#ifdef __cplusplus
}
#endif

#endif
