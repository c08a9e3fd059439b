/* hash.h: uthash, for tables that soon hold thousands of entries. */
#ifndef WHERRY_GEN_HASH_H
#define WHERRY_GEN_HASH_H

#include <uthash.h>

#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS 4096U
#define HASH_INITIAL_NUM_BUCKETS_LOG2 12U

#endif
