/* values.h: enumerations and macros. */
#ifndef VALUES_H
#define VALUES_H

enum values_color { VALUES_RED, VALUES_GREEN = 5, VALUES_BLUE };
enum values_signed { VALUES_LOW = -7, VALUES_HIGH = 0x7fffffff };
enum values_unsigned { VALUES_TOP = 0x80000000u, VALUES_ALL = 0xffffffffu };
typedef enum { VALUES_ON = 1, VALUES_OFF = 0 } values_switch;
enum { VALUES_UNNAMED = 42 };

#define VALUES_INT 17
#define VALUES_NEGATIVE (-3)
#define VALUES_LEAST (-2147483647 - 1)
#define VALUES_HEX 0xff
#define VALUES_UNSIGNED 4000000000u
#define VALUES_BIG_HEX 0xdeadbeef
#define VALUES_LONG 7L
#define VALUES_ULONG 0xfffffffful
#define VALUES_LLONG 9000000000LL
#define VALUES_ULLONG 18446744073709551615ull
#define VALUES_CHAR 'w'
#define VALUES_FLOAT 0.1f
#define VALUES_DOUBLE 2.5e-3
#define VALUES_TEXT "a \"quoted\" text\n"
#define VALUES_TWO_TEXTS "one, " "two"
#define VALUES_SHIFT (1 << 4 | VALUES_HEX)
#define VALUES_CAST ((unsigned char)300)
#define VALUES_SHORT ((short)-1)
#define VALUES_SIZE sizeof(long)
#define VALUES_ALIAS VALUES_BLUE
#define VALUES_RED VALUES_RED
#define VALUES_CHOICE (VALUES_INT > 3 ? 10 : 20)
#ifdef _WIN32
#define VALUES_SYSTEM 2
#define VALUES_WINDOWS_ONLY 1
#else
#define VALUES_SYSTEM 1
#endif

enum values_color values_next(enum values_color color);
values_switch values_flip(values_switch position);
enum values_signed values_signed_next(enum values_signed value);
enum values_unsigned values_unsigned_next(enum values_unsigned value);

#endif
