#ifndef HOOKS_H
int fz_aw(struct fz_local { int a; } *p); struct fz_ax { enum fz_ay { FZ_AY } a; struct fz_az *b; };
#ifdef _WIN32
#endif
struct hooks_bits {
};
struct hooks_packed {
};
#ifdef __cplusplus
#endif
#define HOOKS_OF(id, type)                                                                         \
void (*hooks_set(void (*handler)(int number)))(int number);
struct hooks_table {
};
typedef int hooks_plain(int a);
#endif