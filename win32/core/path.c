/* path.c: the dialect of names (docs/POSIX.md, "Paths").
 *
 * A name is made absolute here, by its text alone, and goes to the system behind `\\?\`, so that no
 * length, no reserved name ("aux.c") and no trailing dot is special. */

#include "internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { LONGEST = 32000, LONGEST_COMPONENT = 255 };

/* What a name on NTFS cannot hold is shifted into the private use area, as Cygwin and WSL do. */
enum { SHIFT = 0xf000 };
static const wchar_t shifted[] = L"<>:\"|?*";

/* A name being made: components are appended, ".." takes one away. */
struct name {
    wchar_t *text;
    size_t length;
    size_t root;   /* what ".." never takes: `\\?\C:` or `\\?\UNC\server\share` */
    bool too_long; /* a component is longer than any file system takes */
};

static bool is_slash(wchar_t c)
{
    return c == L'/' || c == L'\\';
}

/* "C:/x" and "C:" start at a drive; "C:x" is an ordinary name with a colon in it. */
static bool has_drive(const wchar_t *path)
{
    wchar_t letter = path[0] | 0x20;

    return letter >= L'a' && letter <= L'z' && path[1] == L':' && (!path[2] || is_slash(path[2]));
}

static void append(struct name *name, const wchar_t *text, size_t length)
{
    wmemcpy(name->text + name->length, text, length);
    name->length += length;
}

static void component(struct name *name, const wchar_t *text, size_t length)
{
    if (length == 0 || (length == 1 && text[0] == L'.')) {
        return;
    }
    if (length == 2 && text[0] == L'.' && text[1] == L'.') {
        while (name->length > name->root && name->text[--name->length] != L'\\') {
        }
        return;
    }
    name->too_long |= length > LONGEST_COMPONENT;
    append(name, L"\\", 1);
    for (size_t i = 0; i < length; i++) {
        wchar_t c = text[i];

        if (wcschr(shifted, c) || c < 0x20) {
            c = (wchar_t)(c + SHIFT);
        }
        append(name, &c, 1);
    }
}

static void components(struct name *name, const wchar_t *path)
{
    while (*path) {
        size_t length = 0;

        while (path[length] && !is_slash(path[length])) {
            length++;
        }
        component(name, path, length);
        path += length + (path[length] != 0);
    }
}

/* The part of an absolute name that says where it starts: `C:`, `//server/share`; what is left. */
static const wchar_t *begin(struct name *name, const wchar_t *path)
{
    append(name, L"\\\\?\\", 4);
    if (has_drive(path)) {
        append(name, path, 2);
        path += 2;
    } else { /* a share: two components belong to the root */
        append(name, L"UNC", 3);
        path += 2;
        for (int part = 0; part < 2 && *path; part++) {
            append(name, L"\\", 1);
            while (*path && !is_slash(*path)) {
                append(name, path++, 1);
            }
            while (is_slash(*path)) {
                path++;
            }
        }
    }
    name->root = name->length;
    return path;
}

/* An absolute name of this dialect, or of the system's, is appended to nothing. */
static void absolute(struct name *name, const wchar_t *path)
{
    if (!wcsncmp(path, L"\\\\?\\UNC\\", 8)) {
        append(name, path, 7);
        name->root = name->length; /* ".." does not reach it: these come from the system */
        components(name, path + 7);
    } else if (!wcsncmp(path, L"\\\\?\\", 4)) {
        append(name, path, 6);
        name->root = name->length;
        append(name, path + 6, wcslen(path + 6)); /* shifted already */
    } else {
        components(name, begin(name, path));
    }
}

static wchar_t *temporary_directory(void)
{
    wchar_t text[MAX_PATH + 2];
    DWORD attributes = GetFileAttributesW(L"\\tmp");

    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY)) {
        return GetFullPathNameW(L"\\tmp", MAX_PATH, text, NULL) ? wcsdup(text) : NULL;
    }
    text[0] = 0; /* as it stays where there is none, or a longer one than the system allows */
    GetTempPathW(MAX_PATH + 2, text);
    return text[0] ? wcsdup(text) : wcsdup(L"C:\\");
}

/* The directory that a relative name starts from. A descriptor's is asked for its present name,
 * since it may have been renamed since it was opened. */
static wchar_t *base_of(int directory)
{
    struct wherry__open *open;
    wchar_t *base;

    if (directory == AT_FDCWD) {
        return wherry__current_directory();
    }
    open = wherry__fd_get_as(directory, &wherry__directory, ENOTDIR);
    if (!open) {
        return NULL;
    }
    base = wherry__name_of(open->handle, open->name ? open->name : L"");
    wherry__open_put(open);
    return base;
}

/* "/tmp", and what is below it, is what the current drive has of that name, or else the system's
 * temporary directory. */
static bool below_tmp(const wchar_t *path)
{
    return is_slash(path[0]) && !wcsncmp(path + 1, L"tmp", 3) && (!path[4] || is_slash(path[4]));
}

static wchar_t *device(const wchar_t *path)
{
    static const wchar_t *const names[][2] = {
        {L"/dev/null", L"\\\\.\\NUL"},
        {L"/dev/tty", L"\\\\.\\CON"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!wcscmp(path, names[i][0])) {
            return wcsdup(names[i][1]);
        }
    }
    return NULL;
}

static wchar_t *join(const wchar_t *base, const wchar_t *path)
{
    struct name name = {0};

    name.text = malloc((wcslen(base) + wcslen(path) + 16) * sizeof *name.text);
    if (!name.text) {
        return NULL;
    }
    if (has_drive(path) || (is_slash(path[0]) && is_slash(path[1]))) {
        absolute(&name, path);
    } else {
        absolute(&name, base);
        if (is_slash(path[0]) && !below_tmp(path)) {
            name.length = name.root;
        }
        components(&name, below_tmp(path) ? path + 4 : path);
    }
    while (name.length > name.root && name.text[name.length - 1] == L'\\') {
        name.length--;
    }
    if (name.length == name.root) {
        append(&name, L"\\", 1);
    }
    name.text[name.length] = 0;
    if (name.too_long) {
        free(name.text);
        errno = ENAMETOOLONG;
        return NULL;
    }
    return name.text;
}

static wchar_t *resolve(int directory, const wchar_t *path)
{
    wchar_t *found = device(path);
    wchar_t *base;

    if (found) {
        return found;
    }
    if (!wcsncmp(path, L"\\\\?\\", 4) || !wcsncmp(path, L"\\\\.\\", 4)) {
        return wcsdup(path); /* the system's own spelling, as it stands */
    }
    base = below_tmp(path) ? temporary_directory()
                           : base_of(is_slash(path[0]) || has_drive(path) ? AT_FDCWD : directory);
    if (!base) {
        return NULL;
    }
    found = join(base, path);
    free(base);
    return found;
}

/* Whether only a directory can be meant: "x/", "x/.", "x/..". */
static bool says_directory(const char *path, size_t length)
{
    size_t start = length;

    while (start > 0 && path[start - 1] != '/' && path[start - 1] != '\\') {
        start--;
    }
    return start == length || !strcmp(path + start, ".") || !strcmp(path + start, "..");
}

wchar_t *wherry__path_at(int directory, const char *path, bool *must_be_directory)
{
    size_t length = strlen(path);
    wchar_t *wide, *found = NULL;

    if (length == 0) {
        errno = ENOENT;
        return NULL;
    }
    if (must_be_directory) {
        *must_be_directory = says_directory(path, length);
    }
    wide = wherry__wide(path);
    if (wide) {
        found = resolve(directory, wide);
        free(wide);
    }
    if (found && wcslen(found) > LONGEST) {
        free(found);
        errno = ENAMETOOLONG;
        return NULL;
    }
    return found;
}

/* Dots and spaces at the end of a component, which Wine's GetFinalPathNameByHandleW() loses. */
static bool would_be_trimmed(const wchar_t *name)
{
    for (; *name; name++) {
        if ((*name == L'.' || *name == L' ') && (name[1] == L'\\' || !name[1])) {
            return true;
        }
    }
    return false;
}

wchar_t *wherry__name_of(HANDLE handle, const wchar_t *opened)
{
    DWORD size = 512, length;
    wchar_t *text = malloc(size * sizeof *text);

    if (would_be_trimmed(opened)) {
        free(text);
        return wcsdup(opened);
    }
    while (text && (length = GetFinalPathNameByHandleW(handle, text, size, 0)) >= size) {
        free(text);
        size = length + 1;
        text = malloc(size * sizeof *text);
    }
    if (text && length == 0) {
        wherry__fail_last();
        free(text);
        return NULL;
    }
    return text;
}

wchar_t *wherry__path(const char *path)
{
    return wherry__path_at(AT_FDCWD, path, NULL);
}

int wherry__path_descriptor(const char *path)
{
    static const char *const standard[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    char *end;
    long fd;

    for (int i = 0; i < 3; i++) {
        if (!strcmp(path, standard[i])) {
            return i;
        }
    }
    if (strncmp(path, "/dev/fd/", 8) != 0 || path[8] < '0' || path[8] > '9') {
        return -1;
    }
    fd = strtol(path + 8, &end, 10);
    return *end ? -1 : (int)fd;
}

char *wherry__path_back(const wchar_t *path)
{
    wchar_t *copy, *end;
    char *back;
    bool share = !wcsncmp(path, L"\\\\?\\UNC\\", 8);

    path += share ? 6 : !wcsncmp(path, L"\\\\?\\", 4) ? 4 : 0;
    copy = wcsdup(path);
    if (!copy) {
        return NULL;
    }
    for (end = copy; *end; end++) {
        if (*end == L'\\') {
            *end = L'/';
        } else if (*end > SHIFT && *end < SHIFT + 0x80) {
            *end = (wchar_t)(*end - SHIFT);
        }
    }
    if (share) {
        *copy = L'/';
    }
    back = wherry__utf8(copy);
    free(copy);
    return back;
}
