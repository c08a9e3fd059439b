/* win32.h: the Windows files' common needs. */
#ifndef WHERRY_WIN32_H
#define WHERRY_WIN32_H

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0602 /* Windows 8: LOAD_LIBRARY_SEARCH_* without an update */
#endif
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

/* Conversions between UTF-8 and UTF-16; to be freed, NULL when invalid or out of memory. */
wchar_t *wherry__widen(const char *text);
char *wherry__narrow(const wchar_t *text);

/* A directory of the system as UTF-16; to be freed. */
wchar_t *wherry__wide_system_directory(void);
wchar_t *wherry__wide_module_path(HMODULE module);

#endif
