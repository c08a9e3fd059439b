/* labels.h: one symbol behind two names, as open and open64 with 64-bit file offsets. */
int labels_plain(int a) __asm__("labels_wide");
int labels_wide(int a) __asm__("labels_wide");
int labels_old(int a) __attribute__((deprecated));
