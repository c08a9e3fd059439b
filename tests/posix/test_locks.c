/* Locks of files, within one process; test_lock_processes.c has two. */
#include "place.h"

#include <sys/file.h>

static void whole_files(void)
{
    int one, two, same;

    place_write("f", "content");
    one = open("f", O_RDWR);
    two = open("f", O_RDONLY);
    same = dup(one);
    CHECK_EQUAL(flock(one, LOCK_SH), 0);
    CHECK_EQUAL(flock(two, LOCK_SH | LOCK_NB), 0);
    CHECK_FAILS(flock(one, LOCK_EX | LOCK_NB), EWOULDBLOCK);
    CHECK_EQUAL(flock(two, LOCK_UN), 0);
    CHECK_EQUAL(flock(one, LOCK_EX | LOCK_NB), 0);
    CHECK_EQUAL(flock(one, LOCK_EX), 0); /* what it has already */
    CHECK_EQUAL(flock(same, LOCK_EX | LOCK_NB), 0);
    CHECK_FAILS(flock(two, LOCK_SH | LOCK_NB), EWOULDBLOCK);
    CHECK_TEXT(place_read("f"), "content"); /* the lock is between those who ask for it */
    CHECK_EQUAL(close(one), 0);
    CHECK_FAILS(flock(two, LOCK_SH | LOCK_NB), EWOULDBLOCK); /* the description is open still */
    CHECK_EQUAL(close(same), 0);
    CHECK_EQUAL(flock(two, LOCK_EX | LOCK_NB), 0);
    CHECK_EQUAL(flock(two, LOCK_UN), 0);
    CHECK_EQUAL(flock(two, LOCK_UN), 0);
    CHECK_FAILS(flock(two, 0), EINVAL);
    CHECK_FAILS(flock(99, LOCK_SH), EBADF);
    CHECK_EQUAL(close(two), 0);
    CHECK_EQUAL(unlink("f"), 0);
}

static int record(int fd, int command, int type, off_t start, off_t length)
{
    struct flock lock = {
        .l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    int result = fcntl(fd, command, &lock);

    return result == 0 && command == F_GETLK ? lock.l_type : result;
}

static void records(void)
{
    int one, two, only_read, only_write;

    place_write("r", "0123456789");
    one = open("r", O_RDWR);
    two = open("r", O_RDWR);
    only_read = open("r", O_RDONLY);
    only_write = open("r", O_WRONLY);
    CHECK_EQUAL(record(one, F_SETLK, F_WRLCK, 0, 0), 0);
    CHECK_EQUAL(record(two, F_SETLK, F_WRLCK, 2, 3), 0); /* one process does not meet itself */
    CHECK_EQUAL(record(two, F_GETLK, F_WRLCK, 0, 0), F_UNLCK);
    CHECK_EQUAL(record(two, F_SETLK, F_RDLCK, 4, 4), 0);
    CHECK_EQUAL(record(two, F_SETLKW, F_WRLCK, 1, 100), 0);
    CHECK_EQUAL(record(one, F_SETLK, F_UNLCK, 3, 1), 0);
    CHECK_EQUAL(record(one, F_SETLK, F_UNLCK, 0, 0), 0);
    CHECK_EQUAL(record(one, F_SETLK, F_UNLCK, 0, 0), 0);
    CHECK_EQUAL(record(only_read, F_SETLK, F_RDLCK, 0, 1), 0);
    CHECK_FAILS(record(only_read, F_SETLK, F_WRLCK, 0, 1), EBADF);
    CHECK_FAILS(record(only_write, F_SETLK, F_RDLCK, 0, 1), EBADF);
    CHECK_FAILS(record(one, F_SETLK, 77, 0, 1), EINVAL);
    CHECK_FAILS(record(one, F_SETLK, F_RDLCK, -1, 1), EINVAL);
    CHECK_FAILS(record(one, F_SETLK, F_RDLCK, 1, -2), EINVAL);
    CHECK_EQUAL(record(one, F_SETLK, F_RDLCK, 5, -2), 0);
    CHECK_FAILS(record(99, F_SETLK, F_RDLCK, 0, 1), EBADF);
    CHECK_EQUAL(lseek(one, 4, SEEK_SET), 4);
    CHECK_EQUAL(lockf(one, F_TLOCK, 2), 0);
    CHECK_EQUAL(lockf(one, F_TEST, 2), 0);
    CHECK_EQUAL(lockf(one, F_LOCK, -2), 0);
    CHECK_EQUAL(lockf(one, F_ULOCK, 0), 0);
    CHECK_FAILS(lockf(one, 77, 0), EINVAL);
    CHECK_EQUAL(pwrite(two, "x", 1, 0), 1);
    CHECK_TEXT(place_read("r"), "x123456789");
    close(one);
    close(two);
    close(only_read);
    close(only_write);
    CHECK_EQUAL(unlink("r"), 0);
}

int main(void)
{
    place_enter();
    whole_files();
    records();
    place_leave();
    return check_failures();
}
