/* both_ways.h: a call by description, through the compiled invoker and through libffi. */
#ifndef BOTH_WAYS_H
#define BOTH_WAYS_H

#include "../../check.h"

#include <wherry/binding.h>

enum { GUARD = 0xa5, LIBFFI_CANNOT = 1 };

/* Both must succeed, give the `compared` bytes of `expected`, and write nothing beyond `size`.
 * With LIBFFI_CANNOT, libffi must refuse in words instead. */
static inline void check_both_ways(const struct wherry_binding *binding, uint32_t index,
                                   const void *expected, size_t size, size_t compared, int flags,
                                   void *const *arguments, int line)
{
    for (int force = 0; force < 2; force++) {
        _Alignas(16) unsigned char result[256];
        const char *way = force ? "through libffi" : "through the invoker";
        memset(result, GUARD, sizeof result);
        wherry_force_libffi(force);
        int code = wherry_call(binding, index, result, arguments);
        if (force && flags & LIBFFI_CANNOT) {
            check_report(code == WHERRY_E_UNSUPPORTED, __FILE__, line, "libffi must refuse");
            check_report(strlen(wherry_error_text()) > 20, __FILE__, line, "in words");
        } else if (!check_report(code == 0, __FILE__, line, way)) {
            fprintf(stderr, "    function %u: %s\n", (unsigned)index, wherry_error_text());
        } else {
            check_report(memcmp(result, expected, compared) == 0, __FILE__, line, way);
        }
        for (size_t i = size; i < sizeof result; i++)
            if (result[i] != GUARD) {
                check_report(0, __FILE__, line, "a byte beside the result was written");
                break;
            }
    }
    wherry_force_libffi(0);
}

#endif
