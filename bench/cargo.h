/* cargo.h: a small library whose functions do next to nothing, so that what is timed is the way to
 * them. */
#ifndef CARGO_H
#define CARGO_H

#if defined(CARGO_BUILD) && defined(_WIN32)
#define CARGO_EXPORT __declspec(dllexport)
#define CARGO_IMPORT __declspec(dllexport)
#elif defined(_WIN32)
#define CARGO_EXPORT
#define CARGO_IMPORT __declspec(dllimport)
#else
#define CARGO_EXPORT
#define CARGO_IMPORT
#endif

CARGO_EXPORT int cargo_add(int a, int b);
CARGO_EXPORT double cargo_mix(int number, double real, const char *text, long wide);

/* What a library would call back. */
typedef int (*cargo_on_add)(int a, int b);
typedef double (*cargo_on_mix)(int number, double real, const char *text, long wide);

/* The same, declared as Windows headers do. */
CARGO_IMPORT int cargo_import_add(int a, int b);
CARGO_IMPORT double cargo_import_mix(int number, double real, const char *text, long wide);

#endif
