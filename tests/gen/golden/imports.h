/* imports.h: what a Windows header declares dllimport. */
#ifndef IMPORTS_H
#define IMPORTS_H

#ifdef _WIN32
#define IMPORTS_CALL __stdcall
#else
#define IMPORTS_CALL
#endif
#ifndef IMPORTS_API
#ifdef _WIN32
#define IMPORTS_API __declspec(dllimport)
#else
#define IMPORTS_API extern
#endif
#endif

IMPORTS_API int imports_add(int a, int b);
IMPORTS_API double IMPORTS_CALL imports_scale(double a, float b);
IMPORTS_API int imports_total(int count, ...);
IMPORTS_API int imports_level;
IMPORTS_API const char imports_title[8];

#endif
