/* file.h: what the files of this folder share. */
#ifndef WHERRY_POSIX_FILE_H
#define WHERRY_POSIX_FILE_H

#include "../core/internal.h"

/* Others may rename and delete what we have open, as on Unix. */
#define SHARE_ALL ((DWORD)FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

/* A name, as the *at functions take it, that has become the system's. */
struct wherry__place {
    wchar_t *name;          /* from malloc() */
    bool must_be_directory; /* it ended in a slash */
};

/* 0 or -1; the caller frees `name`. */
int wherry__place_at(int directory, const char *path, struct wherry__place *place);

/* What exists under a name, opened; a symbolic link itself unless `follow`. NULL and errno: also
 * ENOTDIR for "file/". The handle is the caller's. */
HANDLE wherry__file_open(const struct wherry__place *place, DWORD access, bool follow);
HANDLE wherry__file_open_at(int directory, const char *path, DWORD access, bool follow);

/* A handle with these rights to what a descriptor has open, whatever its own. NULL and errno. */
HANDLE wherry__file_reopen(int fd, DWORD access);

/* The errno of GetLastError() for a name: where a directory of it is a file, that is ENOTDIR. */
int wherry__name_error(const wchar_t *name);

/* What the system says of a handle. Of a symbolic link itself if it was opened so. */
int wherry__stat_handle(HANDLE handle, struct stat *status);
int wherry__stat_open(struct wherry__open *open, struct stat *status);

/* The attributes of what a handle has open; INVALID_FILE_ATTRIBUTES and errno. *tag (if not NULL)
 * is that of a reparse point, or 0. */
DWORD wherry__attributes(HANDLE handle, DWORD *tag);
int wherry__set_attributes(HANDLE handle, DWORD attributes);

/* Whether a reparse point of this tag is what POSIX calls a symbolic link. */
bool wherry__is_link_tag(DWORD tag);

/* The target of a symbolic link, from malloc(). NULL: EINVAL for what is none. */
char *wherry__link_target(HANDLE handle);

/* The mode without the bits of umask(). */
mode_t wherry__masked(mode_t mode);

/* Names of files that were deleted while they were open, where the system cannot let go of a name
 * at once. readdir() leaves them out. */
#define WHERRY_DELETED L".wherry-deleted-"

/* Delete what a handle with DELETE and FILE_WRITE_ATTRIBUTES has open; the name is free at once. */
int wherry__delete(HANDLE handle, const wchar_t *name);

/* What could not be deleted while it was mapped: tried again when a mapping has gone. */
void wherry__delete_leftovers(void);

#endif
