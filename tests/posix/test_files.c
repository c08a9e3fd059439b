/* What is known of files, and what can be done to them. */
#include "place.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <time.h>
#include <utime.h>

static bool is_now(struct timespec when)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return llabs((long long)(when.tv_sec - now.tv_sec)) < 600;
}

static void status(void)
{
    struct stat by_name, by_descriptor, other;
    int fd;

    place_write("a", "hello");
    place_write("b", "");
    CHECK_EQUAL(stat("a", &by_name), 0);
    CHECK_EQUAL(stat("b", &other), 0);
    fd = open("a", O_RDONLY);
    CHECK_EQUAL(fstat(fd, &by_descriptor), 0);
    CHECK(S_ISREG(by_name.st_mode));
    CHECK_EQUAL(by_name.st_size, 5);
    CHECK_EQUAL(by_name.st_nlink, 1);
    CHECK_EQUAL(by_name.st_mode & 0777, 0644);
    CHECK(by_name.st_ino != 0 && by_name.st_ino != other.st_ino);
    CHECK_EQUAL(by_name.st_dev, other.st_dev);
    CHECK_EQUAL(by_name.st_ino, by_descriptor.st_ino);
    CHECK_EQUAL(by_name.st_dev, by_descriptor.st_dev);
    CHECK_EQUAL(by_name.st_mode, by_descriptor.st_mode);
    CHECK_EQUAL(by_name.st_mtim.tv_nsec, by_descriptor.st_mtim.tv_nsec);
    CHECK_EQUAL(by_name.st_uid, getuid());
    CHECK(by_name.st_blocks <= 64 && by_name.st_blksize > 0);
    CHECK(is_now(by_name.st_mtim));
    CHECK_EQUAL(fstatat(AT_FDCWD, "a", &other, AT_SYMLINK_NOFOLLOW), 0);
    CHECK_EQUAL(other.st_ino, by_name.st_ino);
    CHECK_EQUAL(stat(".", &other), 0);
    CHECK(S_ISDIR(other.st_mode) && (other.st_mode & 0700) == 0700);
    CHECK_FAILS(stat("none", &other), ENOENT);
    CHECK_FAILS(stat("", &other), ENOENT);
    CHECK_FAILS(stat("none/a", &other), ENOENT);
    CHECK_FAILS(stat("a/b", &other), ENOTDIR);
    CHECK_FAILS(stat("a/b/c", &other), ENOTDIR);
    CHECK_FAILS(stat("a/", &other), ENOTDIR);
    CHECK_FAILS(fstat(99, &other), EBADF);
    CHECK_EQUAL(stat("/dev/null", &other), 0);
    CHECK(S_ISCHR(other.st_mode));
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("a"), 0);
    CHECK_EQUAL(unlink("b"), 0);
}

static void descriptors_by_name(void)
{
    struct stat one, two;
    char name[32];
    int fd = open("f", O_RDWR | O_CREAT | O_EXCL, 0600);

    snprintf(name, sizeof name, "/dev/fd/%d", fd);
    CHECK_EQUAL(fstat(fd, &one), 0);
    CHECK_EQUAL(stat(name, &two), 0);
    CHECK_EQUAL(one.st_ino, two.st_ino);
    int again = open(name, O_RDWR);
    CHECK(again >= 0 && again != fd);
    CHECK_EQUAL(write(again, "x", 1), 1);
    CHECK_EQUAL(fstat(fd, &one), 0);
    CHECK_EQUAL(one.st_size, 1);
    close(again);
    close(fd);
    fd = open("/dev/stdout", O_WRONLY);
    CHECK(fd > 2);
    close(fd);
    fd = open("/dev/null", O_RDWR);
    CHECK_EQUAL(write(fd, "x", 1), 1);
    CHECK_EQUAL(read(fd, name, 1), 0);
    close(fd);
    unlink("f");
}

static void opening(void)
{
    char byte;
    int fd;

    CHECK_EQUAL(mkdir("d", 0777), 0);
    place_write("f", "12345");
    CHECK_FAILS(open("f", O_RDWR | O_CREAT | O_EXCL, 0666), EEXIST);
    CHECK_FAILS(open("d", O_RDONLY | O_CREAT | O_EXCL, 0666), EEXIST);
    CHECK_FAILS(open("d", O_WRONLY), EISDIR);
    CHECK_FAILS(open("d", O_RDWR), EISDIR);
    CHECK_FAILS(open("d", O_RDWR | O_CREAT, 0666), EISDIR);
    CHECK_FAILS(open("f", O_RDONLY | O_DIRECTORY), ENOTDIR);
    CHECK_FAILS(open("f/", O_RDONLY), ENOTDIR);
    CHECK_FAILS(open("new/", O_WRONLY | O_CREAT, 0666), EISDIR);
    CHECK_FAILS(open("none", O_RDONLY), ENOENT);
    CHECK_FAILS(open("none/f", O_WRONLY | O_CREAT, 0666), ENOENT);
    CHECK_FAILS(open("f/g", O_WRONLY | O_CREAT, 0666), ENOTDIR);
    fd = open("d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(fd >= 0);
    CHECK_EQUAL(fcntl(fd, F_GETFD), FD_CLOEXEC);
    CHECK_FAILS(read(fd, &byte, 1), EISDIR);
    int below = openat(fd, "g", O_WRONLY | O_CREAT | O_EXCL, 0666);
    CHECK_EQUAL(close(below), 0);
    CHECK_EQUAL(access("d/g", F_OK), 0);
    CHECK_EQUAL(unlinkat(fd, "g", 0), 0);
    CHECK_EQUAL(close(fd), 0);
    fd = open("f", O_RDONLY);
    CHECK_FAILS(openat(fd, "g", O_RDONLY), ENOTDIR);
    CHECK_FAILS(write(fd, "x", 1), EBADF);
    CHECK_EQUAL(close(fd), 0);
    CHECK_FAILS(openat(99, "g", O_RDONLY), EBADF);
    fd = open("f", O_PATH);
    CHECK_FAILS(read(fd, &byte, 1), EBADF);
    CHECK_FAILS(write(fd, "x", 1), EBADF);
    CHECK_EQUAL(close(fd), 0);
    fd = open("f", O_WRONLY | O_TRUNC);
    CHECK_FAILS(read(fd, &byte, 1), EBADF);
    CHECK_EQUAL(lseek(fd, 0, SEEK_END), 0);
    CHECK_EQUAL(close(fd), 0);
    fd = open("f", O_RDWR | O_NOFOLLOW | O_APPEND | O_SYNC);
    CHECK_EQUAL(write(fd, "ab", 2), 2);
    CHECK_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    CHECK_EQUAL(write(fd, "cd", 2), 2);
    CHECK_EQUAL(close(fd), 0);
    CHECK_TEXT(place_read("f"), "abcd");
    CHECK_EQUAL(unlink("f"), 0);
    CHECK_EQUAL(rmdir("d"), 0);
}

static void permissions(void)
{
    struct stat is;
    mode_t before = umask(0222);
    int fd = open("r", O_RDWR | O_CREAT | O_EXCL, 0666);

    CHECK_EQUAL(umask(before), 0222);
    CHECK_EQUAL(write(fd, "made", 4), 4); /* the one who made it may write */
    CHECK_EQUAL(fstat(fd, &is), 0);
    CHECK_EQUAL(is.st_mode & 0222, 0);
    CHECK_EQUAL(close(fd), 0);
    if (getuid() != 0) {
        CHECK_FAILS(open("r", O_WRONLY), EACCES);
        CHECK_FAILS(access("r", W_OK), EACCES);
    }
    CHECK_EQUAL(access("r", R_OK), 0);
    CHECK_EQUAL(chmod("r", 0644), 0);
    CHECK_EQUAL(access("r", R_OK | W_OK), 0);
    CHECK_EQUAL(stat("r", &is), 0);
    CHECK_EQUAL(is.st_mode & 0777, 0644);
    fd = open("r", O_RDONLY);
    CHECK_EQUAL(fchmod(fd, 0444), 0);
    CHECK_EQUAL(fstat(fd, &is), 0);
    CHECK_EQUAL(is.st_mode & 0777, 0444);
    CHECK_EQUAL(close(fd), 0);
    CHECK_FAILS(access("r", X_OK), EACCES);
    CHECK_FAILS(access("none", F_OK), ENOENT);
    CHECK_FAILS(access("r", 64), EINVAL);
    CHECK_EQUAL(access(".", R_OK | W_OK | X_OK), 0);
    CHECK_EQUAL(fchmodat(AT_FDCWD, "r", 0444, 0), 0);
    CHECK_EQUAL(chown("r", getuid(), (gid_t)-1), 0);
    CHECK_FAILS(chown("none", getuid(), (gid_t)-1), ENOENT);
    CHECK_EQUAL(unlink("r"), 0); /* the directory's bits decide */
    place_write("script", "#!/bin/sh\n");
    CHECK_EQUAL(chmod("script", 0755), 0);
    CHECK_EQUAL(access("script", X_OK), 0);
    CHECK_EQUAL(stat("script", &is), 0);
    CHECK_EQUAL(is.st_mode & 0777, 0755);
    CHECK_EQUAL(unlink("script"), 0);
}

static void times(void)
{
    const struct timespec wanted[2] = {{1234567890, 123456700}, {987654321, 987654300}};
    const struct timespec modified[2] = {{0, UTIME_OMIT}, {-5, 0}};
    const struct timespec wrong[2] = {{0, 1000000000}, {0, 0}};
    struct timeval micro[2] = {{1000, 5}, {2000, 999999}};
    struct stat is;
    int fd;

    place_write("t", "");
    fd = open("t", O_RDONLY); /* first: Wine takes an opening for a reading */
    CHECK_EQUAL(utimensat(AT_FDCWD, "t", wanted, 0), 0);
    CHECK_EQUAL(stat("t", &is), 0);
    CHECK_EQUAL(is.st_atim.tv_sec, 1234567890);
    CHECK_EQUAL(is.st_atim.tv_nsec, 123456700);
    CHECK_EQUAL(is.st_mtim.tv_sec, 987654321);
    CHECK_EQUAL(is.st_mtim.tv_nsec, 987654300);
    CHECK_EQUAL(futimens(fd, modified), 0);
    CHECK_EQUAL(fstat(fd, &is), 0);
    CHECK_EQUAL(is.st_atim.tv_sec, 1234567890);
    CHECK_EQUAL(is.st_mtim.tv_sec, -5);
    CHECK_FAILS(futimens(fd, wrong), EINVAL);
    CHECK_EQUAL(futimens(fd, NULL), 0);
    CHECK_EQUAL(fstat(fd, &is), 0);
    CHECK(is_now(is.st_mtim));
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(utimes("t", micro), 0);
    CHECK_EQUAL(stat("t", &is), 0);
    CHECK_EQUAL(is.st_mtim.tv_nsec, 999999000);
    CHECK_EQUAL(utime("t", &(struct utimbuf){.actime = 7, .modtime = 8}), 0);
    CHECK_EQUAL(stat("t", &is), 0);
    CHECK_EQUAL(is.st_atime, 7);
    CHECK_EQUAL(is.st_mtime, 8);
    CHECK_FAILS(utime("none", NULL), ENOENT);
    CHECK_EQUAL(unlink("t"), 0);
}

static void length(void)
{
    struct statvfs room;
    struct stat is;
    char bytes[8];
    int fd;

    place_write("l", "12345");
    CHECK_EQUAL(truncate("l", 2), 0);
    CHECK_EQUAL(truncate("l", 8), 0);
    fd = open("l", O_RDWR);
    CHECK_EQUAL(read(fd, bytes, 8), 8);
    CHECK(!memcmp(bytes, "12\0\0\0\0\0\0", 8));
    CHECK_EQUAL(lseek(fd, 5000000000, SEEK_SET), 5000000000);
    CHECK_EQUAL(ftruncate(fd, 3), 0);
    CHECK_EQUAL(lseek(fd, 0, SEEK_CUR), 5000000000);
    CHECK_FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
    CHECK_FAILS(ftruncate(fd, -1), EINVAL);
    CHECK_FAILS(truncate("l", -1), EINVAL);
    CHECK_FAILS(truncate("none", 0), ENOENT);
    CHECK_FAILS(truncate(".", 0), EISDIR);
    CHECK_EQUAL(posix_fallocate(fd, 0, 10000), 0);
    CHECK_EQUAL(posix_fallocate(fd, 0, 5), 0);
    CHECK_EQUAL(posix_fallocate(fd, -1, 5), EINVAL);
    CHECK_EQUAL(fstat(fd, &is), 0);
    CHECK_EQUAL(is.st_size, 10000);
    CHECK_EQUAL(pread(fd, bytes, 8, 9996), 4);
    CHECK(!memcmp(bytes, "\0\0\0\0", 4));
    CHECK_EQUAL(posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL), 0);
    CHECK_EQUAL(posix_fadvise(fd, 0, 0, 77), EINVAL);
    CHECK_EQUAL(posix_fadvise(99, 0, 0, POSIX_FADV_NORMAL), EBADF);
    CHECK_EQUAL(fsync(fd), 0);
    CHECK_EQUAL(fdatasync(fd), 0);
    CHECK_FAILS(fsync(99), EBADF);
    CHECK_EQUAL(fstatvfs(fd, &room), 0);
    CHECK(room.f_frsize > 0 && room.f_blocks >= room.f_bavail && room.f_namemax >= 255);
    CHECK(fpathconf(fd, _PC_NAME_MAX) >= 255);
    CHECK_EQUAL(close(fd), 0);
    fd = open("l", O_RDONLY);
    CHECK_EQUAL(fsync(fd), 0);
    CHECK_FAILS(ftruncate(fd, 0), EINVAL);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(statvfs("l", &room), 0);
    CHECK_FAILS(statvfs("none", &room), ENOENT);
    CHECK(pathconf(".", _PC_PATH_MAX) >= 256);
    CHECK_EQUAL(unlink("l"), 0);
}

static void temporary(void)
{
    char name[] = "tXXXXXX.c", wrong[] = "tXXXX", text[4];
    FILE *file = tmpfile();
    int fd = mkstemps(name, 2);

    CHECK(file && fputs("abc", file) >= 0);
    rewind(file);
    CHECK_EQUAL(fread(text, 1, 4, file), 3);
    CHECK_EQUAL(fclose(file), 0);
    CHECK(fd >= 0 && !strcmp(name + 7, ".c"));
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink(name), 0);
    CHECK_FAILS(mkstemp(wrong), EINVAL);
}

static void many(void)
{
    enum { MANY = 5000 };
    static int fds[MANY];
    int opened = 0;
    char byte;

    place_write("m", "z");
    while (opened < MANY && (fds[opened] = open("m", O_RDONLY)) >= 0) {
        opened++;
    }
    CHECK(opened == MANY || errno == EMFILE); /* Linux: as many as its limit lets us */
    CHECK_EQUAL(read(fds[opened - 1], &byte, 1), 1);
    for (int i = 0; i < opened; i++) {
        CHECK_EQUAL(close(fds[i]), 0);
    }
    CHECK_EQUAL(unlink("m"), 0);
}

int main(void)
{
    umask(022);
    place_enter();
    status();
    descriptors_by_name();
    opening();
    permissions();
    times();
    length();
    temporary();
    many();
    place_leave();
    return check_failures();
}
