/* size.c: how long a file is, when it is on the disk, and what room the disk has. */

#include "file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <winternl.h>

/* ---- length ---------------------------------------------------------------------------------- */

static int set_end(HANDLE handle, off_t length)
{
    FILE_END_OF_FILE_INFO end;

    end.EndOfFile.QuadPart = length;
    return SetFileInformationByHandle(handle, FileEndOfFileInfo, &end, sizeof end)
               ? 0
               : wherry__fail_last();
}

int ftruncate(int fd, off_t length)
{
    struct wherry__open *open = wherry__fd_get(fd);
    int access, result;

    if (!open) {
        return -1;
    }
    access = open->flags & O_ACCMODE;
    if (open->class != &wherry__disk || length < 0 || (access != O_WRONLY && access != O_RDWR)) {
        result = wherry__error(EINVAL);
    } else {
        result = set_end(open->handle, length);
    }
    wherry__open_put(open);
    return result;
}

int truncate(const char *path, off_t length)
{
    int fd, result;

    if (length < 0) {
        return wherry__error(EINVAL);
    }
    fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    result = ftruncate(fd, length);
    close(fd);
    return result;
}

/* Room is taken for all of it; the file's length changes only where it grows. */
static int allocate(struct wherry__open *open, off_t at, off_t length)
{
    int access = open->flags & O_ACCMODE;
    FILE_STANDARD_INFO now;
    FILE_ALLOCATION_INFO room;

    if (open->class != &wherry__disk) {
        return open->class->seek ? ENODEV : ESPIPE;
    }
    if (access != O_WRONLY && access != O_RDWR) {
        return EBADF;
    }
    if (!GetFileInformationByHandleEx(open->handle, FileStandardInfo, &now, sizeof now)) {
        return wherry__errno_of(GetLastError());
    }
    room.AllocationSize.QuadPart = at + length;
    if (now.AllocationSize.QuadPart < at + length &&
        !SetFileInformationByHandle(open->handle, FileAllocationInfo, &room, sizeof room) &&
        GetLastError() != ERROR_INVALID_PARAMETER && GetLastError() != ERROR_NOT_SUPPORTED &&
        GetLastError() != ERROR_CALL_NOT_IMPLEMENTED) {
        return wherry__errno_of(GetLastError());
    }
    if (now.EndOfFile.QuadPart < at + length && set_end(open->handle, at + length) < 0) {
        return errno;
    }
    return 0;
}

int posix_fallocate(int fd, off_t at, off_t length)
{
    struct wherry__open *open;
    int before = errno, error;

    if (at < 0 || length <= 0) {
        return EINVAL;
    }
    if (at > INT64_MAX - length) {
        return EFBIG;
    }
    open = wherry__fd_get(fd);
    if (!open) {
        errno = before;
        return EBADF;
    }
    error = allocate(open, at, length);
    wherry__open_put(open);
    errno = before;
    return error;
}

int fallocate(int fd, int mode, off_t at, off_t length)
{
    int error = mode ? EOPNOTSUPP : posix_fallocate(fd, at, length);

    return error ? wherry__error(error) : 0;
}

/* The system finds out for itself how a file is read. */
int posix_fadvise(int fd, off_t at, off_t length, int advice)
{
    struct wherry__open *open;
    int before = errno, error = 0;

    (void)at;
    open = wherry__fd_get(fd);
    errno = before;
    if (!open) {
        return EBADF;
    }
    if (advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE || length < 0) {
        error = EINVAL;
    } else if (!open->class->seek) {
        error = ESPIPE;
    }
    wherry__open_put(open);
    return error;
}

/* ---- on the disk ----------------------------------------------------------------------------- */

/* A handle without the right to write has nothing to be flushed. */
int fsync(int fd)
{
    struct wherry__open *open = wherry__fd_get(fd);
    int result = 0;

    if (!open) {
        return -1;
    }
    if (open->class == &wherry__disk) {
        if (!FlushFileBuffers(open->handle) && GetLastError() != ERROR_ACCESS_DENIED) {
            result = wherry__fail_last();
        }
    } else if (open->class != &wherry__directory) {
        result = wherry__error(EINVAL);
    }
    wherry__open_put(open);
    return result;
}

int fdatasync(int fd)
{
    return fsync(fd);
}

/* Windows writes on its own what files have in memory; volumes are flushed by administrators. */
void sync(void)
{
}

/* ---- file systems ---------------------------------------------------------------------------- */

static int statvfs_handle(HANDLE handle, struct statvfs *status)
{
    FILE_FS_FULL_SIZE_INFORMATION size;
    FILE_FS_VOLUME_INFORMATION volume = {0};
    union {
        FILE_FS_ATTRIBUTE_INFORMATION information;
        char room[128];
    } attribute = {0};
    IO_STATUS_BLOCK block;
    NTSTATUS result =
        NtQueryVolumeInformationFile(handle, &block, &size, sizeof size, FileFsFullSizeInformation);
    ULONG unit;

    if (result < 0) {
        return wherry__fail(RtlNtStatusToDosError(result));
    }
    NtQueryVolumeInformationFile(handle, &block, &volume, sizeof volume, FileFsVolumeInformation);
    NtQueryVolumeInformationFile(handle, &block, &attribute, sizeof attribute,
                                 FileFsAttributeInformation);
    unit = size.SectorsPerAllocationUnit * size.BytesPerSector;
    *status = (struct statvfs){
        .f_bsize = unit,
        .f_frsize = unit,
        .f_blocks = (fsblkcnt_t)size.TotalAllocationUnits.QuadPart,
        .f_bfree = (fsblkcnt_t)size.ActualAvailableAllocationUnits.QuadPart,
        .f_bavail = (fsblkcnt_t)size.CallerAvailableAllocationUnits.QuadPart,
        .f_fsid = volume.VolumeSerialNumber,
        .f_flag =
            ST_NOSUID |
            (attribute.information.FileSystemAttributes & FILE_READ_ONLY_VOLUME ? ST_RDONLY : 0),
        .f_namemax = NAME_MAX,
    };
    return 0;
}

int statvfs(const char *restrict path, struct statvfs *restrict status)
{
    HANDLE handle = wherry__file_open_at(AT_FDCWD, path, FILE_READ_ATTRIBUTES, true);
    int result = handle ? statvfs_handle(handle, status) : -1;

    if (handle) {
        CloseHandle(handle);
    }
    return result;
}

int fstatvfs(int fd, struct statvfs *status)
{
    struct wherry__open *open = wherry__fd_get(fd);
    int result;

    if (!open) {
        return -1;
    }
    if (open->class == &wherry__disk || open->class == &wherry__directory) {
        result = statvfs_handle(open->handle, status);
    } else {
        result = wherry__error(ENOSYS);
    }
    wherry__open_put(open);
    return result;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static long limit(int name)
{
    static const struct {
        int name;
        long limit; /* -1: none */
    } limits[] = {
        {_PC_LINK_MAX, 1023},
        {_PC_MAX_CANON, 255},
        {_PC_MAX_INPUT, 255},
        {_PC_NAME_MAX, NAME_MAX},
        {_PC_PATH_MAX, PATH_MAX},
        {_PC_PIPE_BUF, PIPE_BUF},
        {_PC_CHOWN_RESTRICTED, 1},
        {_PC_NO_TRUNC, 1},
        {_PC_VDISABLE, 0},
        {_PC_SYNC_IO, 1},
        {_PC_ASYNC_IO, -1},
        {_PC_PRIO_IO, -1},
        {_PC_SOCK_MAXBUF, -1},
        {_PC_FILESIZEBITS, FILESIZEBITS},
        {_PC_REC_INCR_XFER_SIZE, 4096},
        {_PC_REC_MAX_XFER_SIZE, 4096},
        {_PC_REC_MIN_XFER_SIZE, 4096},
        {_PC_REC_XFER_ALIGN, 4096},
        {_PC_ALLOC_SIZE_MIN, 4096},
        {_PC_SYMLINK_MAX, PATH_MAX},
        {_PC_2_SYMLINKS, 1},
    };

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].name == name) {
            return limits[i].limit;
        }
    }
    return wherry__error(EINVAL);
}

long pathconf(const char *path, int name)
{
    struct stat status;

    return stat(path, &status) < 0 ? -1 : limit(name);
}

long fpathconf(int fd, int name)
{
    struct stat status;

    return fstat(fd, &status) < 0 ? -1 : limit(name);
}
