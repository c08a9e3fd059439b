/* foreign.h: the other calling convention of x86-64. GCC 12 for Win64 crashes on a file that has
 * functions of System V's convention and pass vectors, so these are not in stubs.h. */
#ifndef FOREIGN_H
#define FOREIGN_H

struct foreign_three {
    long long a, b, c;
};
#if defined(__x86_64__) && !defined(_WIN32)
#define FOREIGN_ABI __attribute__((ms_abi))
#elif defined(__x86_64__)
#define FOREIGN_ABI __attribute__((sysv_abi))
#else
#define FOREIGN_ABI
#endif
long long FOREIGN_ABI foreign_sum(int a, double b, struct foreign_three c, short d, float e,
                                      long long f, long long g);
struct foreign_three FOREIGN_ABI foreign_record(struct foreign_three a, int by);

#if defined(_WIN32) && !defined(FOREIGN_BUILD)
#define FOREIGN_API __declspec(dllimport)
#else
#define FOREIGN_API
#endif
FOREIGN_API long long FOREIGN_ABI foreign_imported(long long a, int b);

#endif
