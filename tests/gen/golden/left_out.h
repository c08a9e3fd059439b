/* left_out.h: what cannot be bound. The ledger says where it stands, why, and what to do. */
#ifndef LEFT_OUT_H
#define LEFT_OUT_H

static inline int left_out_inline(int a) { return a + 1; }
static int left_out_static(void) { return 3; }
inline int left_out_inline_only(int a) { return a + 2; }
static const int left_out_static_data = 4;
extern _Thread_local int left_out_per_thread;
typedef float left_out_vector __attribute__((vector_size(32)));
left_out_vector left_out_turn(left_out_vector v);

#define LEFT_OUT_MAX(a, b) ((a) > (b) ? (a) : (b))
#define LEFT_OUT_CALL left_out_bound()
#define LEFT_OUT_TYPE struct left_out_record
#define LEFT_OUT_EMPTY

int left_out_bound(void);

#ifndef _WIN32
#define LEFT_OUT_UNIX(x) (x)
#endif

#endif
