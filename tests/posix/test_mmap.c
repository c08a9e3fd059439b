/* Mappings, of files and of memory, whole and in part. */
#include "place.h"

#include <stdint.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

/* A file of 40 pages, each of which begins with its number. */
static int numbered(const char *name)
{
    static char page[PAGE];
    int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0666);

    for (char i = 0; i < 40; i++) {
        page[0] = i;
        CHECK_EQUAL(write(fd, page, PAGE), PAGE);
    }
    return fd;
}

static void memory(void)
{
    char *at =
        mmap(NULL, 10 * PAGE + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int sum = 0;

    CHECK(at != MAP_FAILED);
    for (int i = 0; i < 11 * PAGE; i++) {
        sum += at[i];
    }
    CHECK_EQUAL(sum, 0);
    memset(at, 'x', 11 * PAGE);
    CHECK_EQUAL(munmap(at + 3 * PAGE, 2 * PAGE), 0); /* a hole */
    CHECK(at[3 * PAGE - 1] == 'x' && at[5 * PAGE] == 'x');
    CHECK_FAILS(mprotect(at, 10 * PAGE, PROT_READ), ENOMEM);
    CHECK_FAILS(msync(at, 10 * PAGE, MS_SYNC), ENOMEM);
    char *again = mmap(at + 3 * PAGE, 2 * PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    CHECK(again == at + 3 * PAGE && again[0] == 0 && again[2 * PAGE - 1] == 0);
    CHECK(at[3 * PAGE - 1] == 'x' && at[5 * PAGE] == 'x');
    again = mmap(at, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    CHECK(again == at && at[0] == 0 && at[PAGE] == 'x'); /* in place of what was there */
    CHECK_EQUAL(madvise(at + PAGE, PAGE, MADV_DONTNEED), 0);
    CHECK_EQUAL(at[PAGE], 0);
    CHECK_EQUAL(munmap(at, 11 * PAGE), 0);
    CHECK_EQUAL(munmap(at, 11 * PAGE), 0);
    at = mmap(NULL, 1 << 26, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    CHECK(at != MAP_FAILED);
    CHECK_EQUAL(mprotect(at + (1 << 20), PAGE, PROT_READ | PROT_WRITE), 0);
    at[1 << 20] = 1;
    CHECK_EQUAL(mprotect(at + (1 << 20), PAGE, PROT_NONE), 0);
    CHECK_EQUAL(mprotect(at + (1 << 20), 2 * PAGE, PROT_READ), 0);
    CHECK_EQUAL(at[1 << 20], 1);
    CHECK_EQUAL(munmap(at, 1 << 26), 0);
}

static void private_view(void)
{
    int fd = numbered("p");
    /* an offset that is no multiple of 64 KiB */
    char *at = mmap(NULL, 20 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 17 * PAGE);
    char byte;

    CHECK(at != MAP_FAILED);
    CHECK(at[0] == 17 && at[19 * PAGE] == 36);
    at[0] = 'w';
    CHECK_EQUAL(pread(fd, &byte, 1, 17 * PAGE), 1);
    CHECK_EQUAL(byte, 17);
    CHECK_EQUAL(mprotect(at, PAGE, PROT_READ), 0);
    CHECK_EQUAL(at[0], 'w');
    CHECK_EQUAL(mprotect(at, 2 * PAGE, PROT_READ | PROT_WRITE), 0);
    at[1] = 'v';
    CHECK(at[0] == 'w' && at[PAGE] == 18);
    CHECK_EQUAL(munmap(at + 5 * PAGE, 5 * PAGE), 0);
    CHECK(at[4 * PAGE] == 21 && at[10 * PAGE] == 27);
    CHECK_EQUAL(close(fd), 0); /* the mapping stays */
    CHECK_EQUAL(at[11 * PAGE], 28);
    CHECK_EQUAL(munmap(at, 20 * PAGE), 0);
    fd = open("p", O_RDONLY); /* a private mapping may be written all the same */
    at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    CHECK(at != MAP_FAILED);
    at[0] = 99;
    CHECK_EQUAL(munmap(at, PAGE), 0);
    at = mmap(NULL, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 3 * PAGE);
    CHECK(at != MAP_FAILED && at[0] == 3 && at[PAGE] == 4);
    CHECK_EQUAL(lseek(fd, 0, SEEK_CUR), 0);
    CHECK_EQUAL(munmap(at, 2 * PAGE), 0);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("p"), 0);
}

static void shared_view(void)
{
    int fd = numbered("s");
    char *one = mmap(NULL, 40 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *two = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 5 * PAGE);
    char byte;

    CHECK(one != MAP_FAILED && two != MAP_FAILED);
    CHECK_EQUAL(two[0], 5);
    one[5 * PAGE] = 'o';
    CHECK_EQUAL(two[0], 'o');
    CHECK_EQUAL(pread(fd, &byte, 1, 5 * PAGE), 1);
    CHECK_EQUAL(byte, 'o');
    byte = 'p';
    CHECK_EQUAL(pwrite(fd, &byte, 1, 6 * PAGE), 1);
    CHECK_EQUAL(two[PAGE], 'p');
    CHECK_EQUAL(msync(one, 40 * PAGE, MS_SYNC), 0);
    CHECK_EQUAL(msync(one, PAGE, MS_ASYNC | MS_INVALIDATE), 0);
    CHECK_FAILS(msync(one + 1, PAGE, MS_SYNC), EINVAL);
    CHECK_FAILS(msync(one, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
    CHECK_EQUAL(mprotect(two, PAGE, PROT_READ | PROT_WRITE), 0);
    two[1] = 'q';
    CHECK_EQUAL(one[5 * PAGE + 1], 'q');
    CHECK_EQUAL(posix_madvise(one, PAGE, POSIX_MADV_WILLNEED), 0);
    CHECK_EQUAL(posix_madvise(one, PAGE, 77), EINVAL);
    CHECK_EQUAL(unlink("s"), 0); /* mapped and open */
    CHECK_EQUAL(access("s", F_OK), -1);
    place_write("s", "new");
    CHECK_EQUAL(one[7 * PAGE], 7);
    CHECK_EQUAL(munmap(two, 2 * PAGE), 0);
    CHECK_EQUAL(munmap(one, 40 * PAGE), 0);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("s"), 0);
}

static void beyond_the_end(void)
{
    int fd = open("e", O_RDWR | O_CREAT | O_EXCL, 0666);
    char *at, *other;

    at = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0); /* of an empty file */
    CHECK(at != MAP_FAILED);
    CHECK_EQUAL(munmap(at, PAGE), 0);
    CHECK_EQUAL(write(fd, "abc", 3), 3);
    at = mmap(NULL, 300 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(at != MAP_FAILED);
    CHECK(!memcmp(at, "abc\0\0", 5) && at[PAGE - 1] == 0);
    other = mmap(NULL, 300 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(other != MAP_FAILED && (other >= at + 300 * PAGE || other + 300 * PAGE <= at));
    at[2] = 'C';
    CHECK_EQUAL(munmap(at, 300 * PAGE), 0);
    other[150 * PAGE] = 1;
    CHECK_EQUAL(munmap(other, 300 * PAGE), 0);
    CHECK_EQUAL(close(fd), 0);
    CHECK_TEXT(place_read("e"), "abC");
    CHECK_EQUAL(unlink("e"), 0);
}

/* mmap() fails, and with this errno. */
static void refused(int error, size_t length, int protection, int flags, int fd, off_t offset)
{
    errno = 0;
    CHECK(mmap(NULL, length, protection, flags, fd, offset) == MAP_FAILED);
    CHECK_EQUAL(errno, error);
}

static void refusals(void)
{
    int both = numbered("r"), only_read = open("r", O_RDONLY), only_write = open("r", O_WRONLY);
    int null = open(".", O_RDONLY);
    char *at;

    refused(EINVAL, 0, PROT_READ, MAP_SHARED, both, 0);
    refused(EINVAL, PAGE, PROT_READ, MAP_SHARED, both, 1);
    refused(EINVAL, PAGE, PROT_READ, 0, both, 0);
    refused(EBADF, PAGE, PROT_READ, MAP_SHARED, 99, 0);
    refused(EBADF, PAGE, PROT_READ, MAP_SHARED, -1, 0);
    refused(EACCES, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, only_read, 0);
    refused(EACCES, PAGE, PROT_READ, MAP_SHARED, only_write, 0);
    refused(ENODEV, PAGE, PROT_READ, MAP_SHARED, null, 0);
    refused(ENOMEM, (size_t)-1 - PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    at = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, only_read, 0);
    CHECK(at != MAP_FAILED);
    CHECK_FAILS(mprotect(at, PAGE, PROT_READ | PROT_WRITE), EACCES);
    CHECK_FAILS(mprotect(at + 1, PAGE, PROT_READ), EINVAL);
    CHECK_FAILS(munmap(at + 1, PAGE), EINVAL);
    CHECK_FAILS(munmap(at, 0), EINVAL);
    CHECK_EQUAL(munmap(at, PAGE), 0);
    close(both);
    close(only_read);
    close(only_write);
    close(null);
    CHECK_EQUAL(unlink("r"), 0);
}

/* A file put over the middle of memory, as loaders do. */
static void fixed(void)
{
    int fd = numbered("x");
    char *at = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *over;

    CHECK(at != MAP_FAILED);
    memset(at, 'm', 64 * PAGE);
    over = mmap(at + 10 * PAGE, 3 * PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 7 * PAGE);
    CHECK(over == at + 10 * PAGE && over[0] == 7 && over[2 * PAGE] == 9);
    CHECK(at[10 * PAGE - 1] == 'm' && at[13 * PAGE] == 'm');
    CHECK(mmap(at + 1, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED);
    CHECK_EQUAL(errno, EINVAL);
    CHECK_EQUAL(munmap(at, 64 * PAGE), 0);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("x"), 0);
}

static void by_name(void)
{
    int fd = shm_open("/wherry-test-shm", O_RDWR | O_CREAT, 0600), again;
    char *one, *two;

    CHECK(fd >= 0);
    CHECK_EQUAL(ftruncate(fd, PAGE), 0);
    one = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    again = shm_open("/wherry-test-shm", O_RDWR, 0);
    two = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, again, 0);
    CHECK(one != MAP_FAILED && two != MAP_FAILED);
    one[9] = 9;
    CHECK_EQUAL(two[9], 9);
    CHECK_EQUAL(shm_unlink("/wherry-test-shm"), 0);
    CHECK_FAILS(shm_open("/wherry-test-shm", O_RDWR, 0), ENOENT);
    CHECK_EQUAL(two[9], 9);
    munmap(one, PAGE);
    munmap(two, PAGE);
    close(fd);
    close(again);
    fd = memfd_create("nobody's", MFD_CLOEXEC);
    CHECK_EQUAL(fcntl(fd, F_GETFD), FD_CLOEXEC);
    CHECK_EQUAL(write(fd, "abc", 3), 3);
    one = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
    CHECK(one != MAP_FAILED && !memcmp(one, "abc", 3));
    munmap(one, PAGE);
    close(fd);
}

int main(void)
{
    place_enter();
    memory();
    private_view();
    shared_view();
    beyond_the_end();
    refusals();
    fixed();
    by_name();
    place_leave();
    return check_failures();
}
