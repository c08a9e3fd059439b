/* unlink.c: names that go, and names that change.
 *
 * Windows 10 has POSIX's deletion and renaming: a name is free at once though the file is open.
 * Where the file system has them not, a file is moved aside to a name of its own and deleted there,
 * which frees the name as well; what is left over goes with the last handle. */

#include "file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include <winternl.h>

/* Of ntifs.h. */
enum { DISPOSITION_EX = 64, RENAME_EX = 65 };
enum {
    DELETE_POSIX = FILE_DISPOSITION_FLAG_DELETE | FILE_DISPOSITION_FLAG_POSIX_SEMANTICS |
                   FILE_DISPOSITION_FLAG_IGNORE_READONLY_ATTRIBUTE,
    RENAME_POSIX = FILE_RENAME_FLAG_REPLACE_IF_EXISTS | FILE_RENAME_FLAG_POSIX_SEMANTICS,
    RENAME_IGNORE_READONLY = 0x40
};

enum { FOR_REMOVAL = DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES };

static int set(HANDLE handle, void *information, size_t size, int class)
{
    IO_STATUS_BLOCK block;
    NTSTATUS status = NtSetInformationFile(handle, &block, information, (ULONG)size,
                                           (FILE_INFORMATION_CLASS) class);

    return status < 0 ? wherry__fail(RtlNtStatusToDosError(status)) : 0;
}

/* The file system, or the system, does not know the class of POSIX's way. */
static bool not_known(void)
{
    return errno == EINVAL || errno == ENOSYS || errno == ENOTSUP || errno == EIO;
}

/* ---- renaming by handle ---------------------------------------------------------------------- */

static int rename_handle(HANDLE handle, const wchar_t *name, DWORD flags, int class)
{
    size_t length = wcslen(name) * sizeof *name;
    size_t size = sizeof(FILE_RENAME_INFORMATION) + length;
    FILE_RENAME_INFORMATION *information = calloc(1, size);
    int result;

    if (!information) {
        return wherry__error(ENOMEM);
    }
    if (class == RENAME_EX) {
        memcpy(information, &flags, sizeof flags);
    } else {
        information->ReplaceIfExists = (flags & FILE_RENAME_FLAG_REPLACE_IF_EXISTS) != 0;
    }
    information->FileNameLength = (ULONG)length;
    memcpy(information->FileName, name, length);
    information->FileName[1] = L'?'; /* `\??\`, as the kernel spells `\\?\` */
    result = set(handle, information, size, class);
    free(information);
    return result;
}

/* To a name beside it that nobody has; *aside is from malloc(). */
static int move_aside(HANDLE handle, const wchar_t *name, wchar_t **aside)
{
    size_t folder = (size_t)(wcsrchr(name, L'\\') + 1 - name);
    wchar_t *unique = malloc((folder + 48) * sizeof *unique);

    if (!unique) {
        return wherry__error(ENOMEM);
    }
    wmemcpy(unique, name, folder);
    for (int tries = 0; tries < 8; tries++) {
        LARGE_INTEGER ticks;

        QueryPerformanceCounter(&ticks);
        swprintf(unique + folder, 48, L"%ls%lx%lx%llx", WHERRY_DELETED, GetCurrentProcessId(),
                 GetCurrentThreadId(), (long long)ticks.QuadPart);
        if (rename_handle(handle, unique, 0, FileRenameInformation) == 0) {
            *aside = unique;
            return 0;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    free(unique);
    return -1;
}

/* ---- deletion -------------------------------------------------------------------------------- */

static int delete_classic(HANDLE handle)
{
    FILE_DISPOSITION_INFORMATION information = {.DoDeleteFile = TRUE};

    return set(handle, &information, sizeof information, FileDispositionInformation);
}

/* Files that were moved aside, and cannot be deleted as long as they are mapped. */
struct leftover {
    struct leftover *next;
    wchar_t name[];
};

static struct {
    SRWLOCK lock;
    struct leftover *first;
} leftovers = {.lock = SRWLOCK_INIT};

static int note_leftover(const wchar_t *name)
{
    size_t length = wcslen(name) + 1;
    struct leftover *note = malloc(sizeof *note + length * sizeof *name);

    if (!note) {
        return wherry__error(ENOMEM);
    }
    wmemcpy(note->name, name, length);
    AcquireSRWLockExclusive(&leftovers.lock);
    note->next = leftovers.first;
    leftovers.first = note;
    ReleaseSRWLockExclusive(&leftovers.lock);
    return 0;
}

/* True if it need not be tried again. */
static bool delete_leftover(const wchar_t *name)
{
    HANDLE handle = CreateFileW(name, FOR_REMOVAL, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL);
    bool done = handle == INVALID_HANDLE_VALUE || delete_classic(handle) == 0;

    if (handle != INVALID_HANDLE_VALUE) {
        CloseHandle(handle);
    }
    return done;
}

void wherry__delete_leftovers(void)
{
    int error = errno;

    AcquireSRWLockExclusive(&leftovers.lock);
    for (struct leftover **link = &leftovers.first; *link;) {
        struct leftover *note = *link;

        if (delete_leftover(note->name)) {
            *link = note->next;
            free(note);
        } else {
            link = &note->next;
        }
    }
    ReleaseSRWLockExclusive(&leftovers.lock);
    errno = error;
}

/* What has been moved aside: now, or, if it is mapped or a program that runs, later. */
static int delete_aside(HANDLE handle, const wchar_t *aside)
{
    if (delete_classic(handle) == 0) {
        return 0;
    }
    return aside && (errno == EACCES || errno == EBUSY) ? note_leftover(aside) : -1;
}

int wherry__delete(HANDLE handle, const wchar_t *name)
{
    DWORD flags = DELETE_POSIX;
    DWORD attributes = wherry__attributes(handle, NULL);
    wchar_t *aside = NULL;
    bool directory = attributes & FILE_ATTRIBUTE_DIRECTORY;

    if (set(handle, &flags, sizeof flags, DISPOSITION_EX) == 0) {
        return 0;
    }
    if (!not_known()) {
        return -1;
    }
    if (attributes & FILE_ATTRIBUTE_READONLY) {
        wherry__set_attributes(handle, attributes & ~(DWORD)FILE_ATTRIBUTE_READONLY);
    }
    if (!directory && move_aside(handle, name, &aside) < 0) {
        return -1;
    }
    if (delete_aside(handle, aside) < 0) {
        int error = errno;

        if (aside) {
            rename_handle(handle, name, 0, FileRenameInformation);
        }
        wherry__set_attributes(handle, attributes);
        free(aside);
        return wherry__error(error);
    }
    free(aside);
    return 0;
}

static int unlink_place(const struct wherry__place *place, bool directory)
{
    HANDLE handle = wherry__file_open(place, FOR_REMOVAL, false);
    DWORD tag = 0, attributes;
    int result;

    if (!handle) {
        return -1;
    }
    attributes = wherry__attributes(handle, &tag);
    if (!(attributes & FILE_ATTRIBUTE_DIRECTORY) || wherry__is_link_tag(tag)) {
        result = directory ? wherry__error(ENOTDIR) : wherry__delete(handle, place->name);
    } else {
        result = directory ? wherry__delete(handle, place->name) : wherry__error(EISDIR);
    }
    CloseHandle(handle);
    return result;
}

/* What rmdir() must not be given: POSIX says EINVAL for ".", and ".." is never empty. */
static int last_component_error(const char *path)
{
    const char *last = path + strlen(path);

    while (last > path && last[-1] != '/' && last[-1] != '\\') {
        last--;
    }
    return !strcmp(last, ".") ? EINVAL : !strcmp(last, "..") ? ENOTEMPTY : 0;
}

int unlinkat(int base, const char *path, int flags)
{
    struct wherry__place place;
    int result, error = last_component_error(path);

    if (flags & ~AT_REMOVEDIR) {
        return wherry__error(EINVAL);
    }
    if (error && (flags & AT_REMOVEDIR)) {
        return wherry__error(error);
    }
    if (wherry__place_at(base, path, &place) < 0) {
        return -1;
    }
    result = unlink_place(&place, flags & AT_REMOVEDIR);
    free(place.name);
    return result;
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
    return unlink(path) == 0 || (errno == EISDIR && rmdir(path) == 0) ? 0 : -1;
}

/* ---- rename() -------------------------------------------------------------------------------- */

enum { GO_ON, NOTHING_TO_DO, OTHER_SPELLING };

static bool is_directory(HANDLE handle)
{
    DWORD tag = 0, attributes = wherry__attributes(handle, &tag);

    return (attributes & FILE_ATTRIBUTE_DIRECTORY) && !wherry__is_link_tag(tag);
}

static int64_t index_of(HANDLE handle)
{
    FILE_INTERNAL_INFORMATION information = {0};
    IO_STATUS_BLOCK block;

    NtQueryInformationFile(handle, &block, &information, sizeof information,
                           FileInternalInformation);
    return information.IndexNumber.QuadPart;
}

/* The volume is asked for last: it is what takes long. */
static bool is_same_file(HANDLE one, HANDLE other)
{
    struct stat first, second;

    return index_of(one) == index_of(other) && wherry__stat_handle(one, &first) == 0 &&
           wherry__stat_handle(other, &second) == 0 && first.st_dev == second.st_dev;
}

/* What POSIX asks of the two, before the system is; -1 and errno. Two names of one file stay as
 * they are, unless they are one name for the file system, in capitals and small letters. */
static int check(HANDLE from, const wchar_t *old, HANDLE target, const wchar_t *new)
{
    bool directory = is_directory(from);
    size_t length = wcslen(old);

    if (directory && !wcsncasecmp(old, new, length) && new[length] == L'\\') {
        return wherry__error(EINVAL);
    }
    if (!target) {
        return GO_ON;
    }
    if (is_same_file(from, target)) {
        return wcscasecmp(old, new) || !wcscmp(old, new) ? NOTHING_TO_DO : OTHER_SPELLING;
    }
    if (directory != is_directory(target)) {
        return wherry__error(directory ? ENOTDIR : EISDIR);
    }
    return GO_ON;
}

/* Without POSIX's way. What has the name is moved aside, so that it may be open; should the new one
 * not get the name then, the old one gets it back. */
static int rename_in_steps(HANDLE from, HANDLE target, const wchar_t *new)
{
    wchar_t *aside = NULL;

    if (move_aside(target, new, &aside) < 0) {
        return -1;
    }
    if (delete_aside(target, aside) < 0 || rename_handle(from, new, 0, FileRenameInformation) < 0) {
        FILE_DISPOSITION_INFORMATION keep = {.DoDeleteFile = FALSE};
        int error = errno;

        set(target, &keep, sizeof keep, FileDispositionInformation);
        rename_handle(target, new, 0, FileRenameInformation);
        errno = error;
        free(aside);
        return -1;
    }
    free(aside);
    return 0;
}

static int rename_over(HANDLE from, HANDLE target, const wchar_t *new)
{
    DWORD attributes = target ? wherry__attributes(target, NULL) : 0;

    if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
        int deleted = wherry__delete(target, new);

        CloseHandle(target); /* the name is gone with it */
        return deleted < 0 ? -1 : rename_handle(from, new, 0, FileRenameInformation);
    }
    if (rename_handle(from, new, RENAME_POSIX | RENAME_IGNORE_READONLY, RENAME_EX) == 0) {
        CloseHandle(target);
        return 0;
    }
    if (target && not_known() && (attributes & FILE_ATTRIBUTE_READONLY)) {
        wherry__set_attributes(target, attributes & ~(DWORD)FILE_ATTRIBUTE_READONLY);
    }
    if (!not_known() || (target ? rename_in_steps(from, target, new)
                                : rename_handle(from, new, FILE_RENAME_FLAG_REPLACE_IF_EXISTS,
                                                FileRenameInformation)) < 0) {
        int error = errno;

        CloseHandle(target);
        return wherry__error(error);
    }
    CloseHandle(target);
    return 0;
}

static int rename_places(const struct wherry__place *old, struct wherry__place *new)
{
    HANDLE from = wherry__file_open(old, FOR_REMOVAL, false);
    HANDLE target;
    int result;

    if (!from) {
        return -1;
    }
    if (new->must_be_directory && !(wherry__attributes(from, NULL) & FILE_ATTRIBUTE_DIRECTORY)) {
        CloseHandle(from);
        return wherry__error(ENOTDIR);
    }
    target = wherry__file_open(new, FOR_REMOVAL, false);
    result = target || errno == ENOENT ? check(from, old->name, target, new->name) : -1;
    if (result != GO_ON && target) {
        CloseHandle(target);
        target = NULL;
    }
    if (result == GO_ON || result == OTHER_SPELLING) {
        result = rename_over(from, target, new->name); /* closes `target` */
    }
    CloseHandle(from);
    return result < 0 ? -1 : 0;
}

int renameat(int old_base, const char *old_path, int new_base, const char *new_path)
{
    struct wherry__place old, new = {0};
    int result = -1;

    if (wherry__place_at(old_base, old_path, &old) == 0 &&
        wherry__place_at(new_base, new_path, &new) == 0) {
        result = rename_places(&old, &new);
    }
    free(new.name);
    free(old.name);
    return result;
}

int rename(const char *old, const char *new)
{
    return renameat(AT_FDCWD, old, AT_FDCWD, new);
}
