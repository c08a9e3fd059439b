/* prefixed.h: the same under a prefix: each name is a stub of its own. */
int prefixed_plain(int a) __asm__("prefixed_wide");
int prefixed_wide(int a) __asm__("prefixed_wide");
int prefixed_old(int a) __attribute__((deprecated));
