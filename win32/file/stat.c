/* stat.c: what the system knows of a file, as struct stat; access(). */

#include "file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <winternl.h>

/* From 1601 to 1970, in units of 100 ns. */
static const int64_t EPOCH = 116444736000000000;

/* FILE_ALL_INFORMATION ends in the name; what does not fit is left out, with a warning. */
static const NTSTATUS BUFFER_OVERFLOW = (NTSTATUS)0x80000005;

struct timespec wherry__time_of(FILETIME time)
{
    int64_t units = (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime) - EPOCH;
    int64_t second = units / 10000000 - (units % 10000000 < 0);

    return (struct timespec){.tv_sec = second, .tv_nsec = (long)(units - second * 10000000) * 100};
}

FILETIME wherry__filetime_of(struct timespec time)
{
    uint64_t units = (uint64_t)(time.tv_sec * 10000000 + time.tv_nsec / 100 + EPOCH);

    return (FILETIME){.dwLowDateTime = (DWORD)units, .dwHighDateTime = (DWORD)(units >> 32)};
}

static struct timespec time_of(LARGE_INTEGER time)
{
    return wherry__time_of((FILETIME){time.LowPart, (DWORD)time.HighPart});
}

bool wherry__is_link_tag(DWORD tag)
{
    enum { LX_SYMLINK = (int)0xa000001d };

    return tag == IO_REPARSE_TAG_SYMLINK || tag == IO_REPARSE_TAG_MOUNT_POINT ||
           tag == (DWORD)LX_SYMLINK;
}

static mode_t type_of(HANDLE handle, DWORD attributes)
{
    DWORD tag = 0;

    if (attributes & FILE_ATTRIBUTE_REPARSE_POINT) {
        wherry__attributes(handle, &tag);
    }
    if (wherry__is_link_tag(tag)) {
        return S_IFLNK;
    }
    if (tag == IO_REPARSE_TAG_AF_UNIX) {
        return S_IFSOCK;
    }
    return attributes & FILE_ATTRIBUTE_DIRECTORY ? S_IFDIR : S_IFREG;
}

static mode_t mode_of(mode_t type, DWORD attributes)
{
    if (type == S_IFLNK) {
        return type | 0777;
    }
    if (type == S_IFDIR) {
        return type | 0755;
    }
    return type | (attributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0644);
}

static int character_device(HANDLE handle, struct stat *status)
{
    if (GetFileType(handle) != FILE_TYPE_CHAR) {
        return -1;
    }
    *status = (struct stat){.st_mode = S_IFCHR | 0666,
                            .st_nlink = 1,
                            .st_uid = getuid(),
                            .st_gid = getgid(),
                            .st_blksize = 4096};
    return 0;
}

/* Wine has no name for a file that a Unix shell has opened for us, and fails to tell "all" of it.
 */
static NTSTATUS ask_in_parts(HANDLE handle, FILE_ALL_INFORMATION *to)
{
    IO_STATUS_BLOCK block;
    NTSTATUS result = NtQueryInformationFile(handle, &block, &to->BasicInformation,
                                             sizeof to->BasicInformation, FileBasicInformation);

    if (result >= 0) {
        result = NtQueryInformationFile(handle, &block, &to->StandardInformation,
                                        sizeof to->StandardInformation, FileStandardInformation);
    }
    if (result >= 0) {
        result = NtQueryInformationFile(handle, &block, &to->InternalInformation,
                                        sizeof to->InternalInformation, FileInternalInformation);
    }
    return result;
}

int wherry__stat_handle(HANDLE handle, struct stat *status)
{
    FILE_ALL_INFORMATION from;
    FILE_FS_VOLUME_INFORMATION volume = {0};
    IO_STATUS_BLOCK block;
    NTSTATUS result =
        NtQueryInformationFile(handle, &block, &from, sizeof from, FileAllInformation);
    DWORD attributes;
    mode_t type;

    if (result < 0 && result != BUFFER_OVERFLOW) {
        if (character_device(handle, status) == 0) {
            return 0;
        }
        result = ask_in_parts(handle, &from);
    }
    if (result < 0 && result != BUFFER_OVERFLOW) {
        return wherry__fail(RtlNtStatusToDosError(result));
    }
    NtQueryVolumeInformationFile(handle, &block, &volume, sizeof volume, FileFsVolumeInformation);
    attributes = from.BasicInformation.FileAttributes;
    type = type_of(handle, attributes);
    *status = (struct stat){
        .st_dev = volume.VolumeSerialNumber,
        .st_ino = (ino_t)from.InternalInformation.IndexNumber.QuadPart,
        .st_nlink = from.StandardInformation.NumberOfLinks,
        .st_mode = mode_of(type, attributes),
        .st_uid = getuid(),
        .st_gid = getgid(),
        .st_size = type == S_IFDIR ? 0 : from.StandardInformation.EndOfFile.QuadPart,
        .st_blksize = 4096,
        .st_blocks = from.StandardInformation.AllocationSize.QuadPart / 512,
        .st_atim = time_of(from.BasicInformation.LastAccessTime),
        .st_mtim = time_of(from.BasicInformation.LastWriteTime),
        .st_ctim = time_of(from.BasicInformation.ChangeTime),
    };
    if (type == S_IFLNK) {
        char *target = wherry__link_target(handle);

        status->st_size = target ? (off_t)strlen(target) : 0;
        free(target);
    }
    return 0;
}

/* ---- what may be executed -------------------------------------------------------------------- */

static bool starts_like_a_program(const char *start)
{
    return !memcmp(start, "#!", 2) || !memcmp(start, "MZ", 2);
}

static bool named_like_a_program(const wchar_t *name)
{
    static const wchar_t *const ends[] = {L".exe", L".com", L".bat", L".cmd"};
    size_t length = name ? wcslen(name) : 0;

    for (size_t i = 0; length > 4 && i < sizeof ends / sizeof *ends; i++) {
        if (!wcscasecmp(name + length - 4, ends[i])) {
            return true;
        }
    }
    return false;
}

static bool is_file(const struct stat *status)
{
    return S_ISREG(status->st_mode);
}

int wherry__stat_open(struct wherry__open *open, struct stat *status)
{
    char start[2];
    int error = errno;

    if (wherry__stat_handle(open->handle, status) < 0) {
        return -1;
    }
    if (is_file(status) &&
        (named_like_a_program(open->name) ||
         (status->st_size > 2 && (open->flags & O_ACCMODE) != O_WRONLY && open->class->read &&
          open->class->read(open, start, 2, 0) == 2 && starts_like_a_program(start)))) {
        status->st_mode |= 0111;
    }
    errno = error;
    return 0;
}

/* The handle is our own, so its position does not matter. What lies on a tape or in a cloud is not
 * brought here for two bytes. */
static bool may_be_executed(HANDLE handle, const wchar_t *name, const struct stat *status)
{
    enum { AWAY = FILE_ATTRIBUTE_OFFLINE | 0x00400000 /* RECALL_ON_DATA_ACCESS */ };
    char start[2];
    DWORD got = 0;

    if (named_like_a_program(name)) {
        return true;
    }
    return status->st_size > 2 && !(wherry__attributes(handle, NULL) & (DWORD)AWAY) &&
           ReadFile(handle, start, sizeof start, &got, NULL) && got == sizeof start &&
           starts_like_a_program(start);
}

static int stat_place(const struct wherry__place *place, bool follow, struct stat *status)
{
    HANDLE handle = wherry__file_open(place, FILE_READ_ATTRIBUTES | FILE_READ_DATA, follow);
    int error = errno;
    int result;

    if (!handle && (errno == EACCES || errno == EBUSY)) {
        handle = wherry__file_open(place, FILE_READ_ATTRIBUTES, follow);
    }
    if (!handle) {
        return -1;
    }
    result = wherry__stat_handle(handle, status);
    if (result == 0 && is_file(status) && may_be_executed(handle, place->name, status)) {
        status->st_mode |= 0111;
    }
    CloseHandle(handle);
    if (result == 0) {
        errno = error;
    }
    return result;
}

int fstatat(int directory, const char *restrict path, struct stat *restrict status, int flags)
{
    struct wherry__place place;
    int fd = wherry__path_descriptor(path);
    int result;

    if (fd >= 0 || (!*path && (flags & AT_EMPTY_PATH))) {
        return fstat(fd >= 0 ? fd : directory, status);
    }
    if (wherry__place_at(directory, path, &place) < 0) {
        return -1;
    }
    result = stat_place(&place, !(flags & AT_SYMLINK_NOFOLLOW) || place.must_be_directory, status);
    free(place.name);
    return result;
}

int stat(const char *restrict path, struct stat *restrict status)
{
    return fstatat(AT_FDCWD, path, status, 0);
}

int lstat(const char *restrict path, struct stat *restrict status)
{
    return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

/* ---- access(): by what the system lets this process do --------------------------------------- */

/* True for what another has open in a way that keeps us out just now: rights are not the matter. */
static bool can_open(const struct wherry__place *place, DWORD access)
{
    HANDLE handle = wherry__file_open(place, access, true);

    if (handle) {
        CloseHandle(handle);
    }
    return handle || errno == EBUSY;
}

static int access_place(const struct wherry__place *place, int wanted)
{
    struct stat status;

    if (stat_place(place, true, &status) < 0) {
        return -1;
    }
    if ((wanted & R_OK) && !can_open(place, FILE_READ_DATA)) {
        return wherry__error(EACCES);
    }
    if ((wanted & W_OK) && (!(status.st_mode & 0222) || !can_open(place, FILE_WRITE_DATA))) {
        return wherry__error(EACCES);
    }
    if ((wanted & X_OK) && !(status.st_mode & 0111)) {
        return wherry__error(EACCES);
    }
    return 0;
}

int faccessat(int directory, const char *path, int wanted, int flags)
{
    struct wherry__place place;
    struct stat status;
    int result;

    if ((wanted & ~(R_OK | W_OK | X_OK)) ||
        (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))) {
        return wherry__error(EINVAL);
    }
    if (fstatat(directory, path, &status, 0) < 0) {
        return -1;
    }
    if (S_ISCHR(status.st_mode) || wherry__path_descriptor(path) >= 0) {
        return wanted & X_OK ? wherry__error(EACCES) : 0;
    }
    if (wherry__place_at(directory, path, &place) < 0) {
        return -1;
    }
    result = access_place(&place, wanted);
    free(place.name);
    return result;
}

int access(const char *path, int wanted)
{
    return faccessat(AT_FDCWD, path, wanted, 0);
}

int eaccess(const char *path, int wanted)
{
    return faccessat(AT_FDCWD, path, wanted, AT_EACCESS);
}

int euidaccess(const char *path, int wanted)
{
    return faccessat(AT_FDCWD, path, wanted, AT_EACCESS);
}
