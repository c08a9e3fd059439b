/* stubs.h: functions whose stubs are C: they pass what an assembler stub does not keep. */
#ifndef STUBS_H
#define STUBS_H

typedef float stubs_floats __attribute__((vector_size(16)));
typedef long long stubs_longs __attribute__((vector_size(16)));
struct stubs_mixed {
    stubs_floats floats;
    int n;
};

stubs_floats stubs_add(stubs_floats a, stubs_floats b);
stubs_longs stubs_rotate(int by, stubs_longs a, double c);
float stubs_sum(struct stubs_mixed mixed, const stubs_floats *more, short n);
stubs_floats stubs_only_returns(float a); /* an assembler stub serves it */
int __attribute__((vector_size(16))) stubs_unnamed(int __attribute__((vector_size(16))) a);

#ifdef __AVX__
typedef double stubs_wide __attribute__((vector_size(32)));
stubs_wide stubs_widen(stubs_wide a, int n, stubs_wide b);
#endif

#if defined(_WIN32) && !defined(STUBS_BUILD)
#define STUBS_API __declspec(dllimport)
#else
#define STUBS_API
#endif
STUBS_API stubs_floats stubs_imported(stubs_floats a);

#endif
