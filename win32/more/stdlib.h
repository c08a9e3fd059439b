/* What stdlib.h of the BSDs and of later C libraries has and musl's has not. */
#ifndef _WHERRY_MORE_STDLIB_H
#define _WHERRY_MORE_STDLIB_H

#if defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
#define __NEED_size_t
#define __NEED_uint32_t
#include <bits/alltypes.h>

#ifdef __cplusplus
extern "C" {
#endif

uint32_t arc4random(void);
uint32_t arc4random_uniform(uint32_t);
void arc4random_buf(void *, size_t);

#ifdef __cplusplus
}
#endif
#endif

#endif
