/* stat.c: what the system knows of a file, as struct stat. */

#include "../core/internal.h"
#include "file.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* From 1601 to 1970, in units of 100 ns. */
static const int64_t EPOCH = 116444736000000000;

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

int wherry__stat_open(struct wherry__open *open, struct stat *status)
{
    BY_HANDLE_FILE_INFORMATION from;
    bool directory;

    if (!GetFileInformationByHandle(open->handle, &from)) {
        return wherry__fail_last();
    }
    directory = from.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    *status = (struct stat){
        .st_dev = from.dwVolumeSerialNumber,
        .st_ino = (ino_t)from.nFileIndexHigh << 32 | from.nFileIndexLow,
        .st_nlink = from.nNumberOfLinks,
        .st_mode = directory ? S_IFDIR | 0755 : S_IFREG | 0644,
        .st_uid = getuid(),
        .st_gid = getgid(),
        .st_size = directory ? 0 : (off_t)from.nFileSizeHigh << 32 | from.nFileSizeLow,
        .st_blksize = 4096,
        .st_atim = wherry__time_of(from.ftLastAccessTime),
        .st_mtim = wherry__time_of(from.ftLastWriteTime),
        .st_ctim = wherry__time_of(from.ftLastWriteTime),
    };
    if (!directory && (from.dwFileAttributes & FILE_ATTRIBUTE_READONLY)) {
        status->st_mode &= ~(mode_t)0222;
    }
    status->st_blocks = (status->st_size + 511) / 512;
    return 0;
}
