/* The atomics that musl's portable sources use, by the compiler's. */
#ifndef WHERRY_MUSL_ATOMIC_H
#define WHERRY_MUSL_ATOMIC_H

#include <stdint.h>

#define a_cas(p, t, s) __sync_val_compare_and_swap(p, t, s)
#define a_cas_p(p, t, s) __sync_val_compare_and_swap(p, t, s)
#define a_swap(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define a_fetch_add(p, v) __sync_fetch_and_add(p, v)
#define a_store(p, v) __atomic_store_n(p, v, __ATOMIC_SEQ_CST)
#define a_barrier() __sync_synchronize()
#define a_crash() __builtin_trap()
#define a_ctz_32(x) __builtin_ctz(x)
#define a_ctz_64(x) __builtin_ctzll(x)
#define a_clz_32(x) __builtin_clz(x)
#define a_clz_64(x) __builtin_clzll(x)
#define a_ctz_l(x) __builtin_ctzl(x)

#endif
