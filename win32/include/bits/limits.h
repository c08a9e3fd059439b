#define PAGESIZE 4096
/* In bytes of UTF-8; the file systems have 255 units of 16 bits. */
#define NAME_MAX 765
