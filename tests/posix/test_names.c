/* Names that come, change and go, of files that are open meanwhile too. */
#include "place.h"

static void of_open_files(void)
{
    char text[8];
    struct stat is;
    int fd;

    place_write("f", "old");
    fd = open("f", O_RDWR);
    CHECK_EQUAL(unlink("f"), 0);
    CHECK_FAILS(stat("f", &is), ENOENT);
    CHECK_FAILS(unlink("f"), ENOENT);
    place_write("f", "new"); /* the name is free at once */
    CHECK_EQUAL(read(fd, text, sizeof text), 3);
    CHECK(!memcmp(text, "old", 3));
    CHECK_EQUAL(pwrite(fd, "OLD", 3, 0), 3);
    CHECK_TEXT(place_read("f"), "new");
    CHECK_EQUAL(close(fd), 0);
    CHECK_TEXT(place_read("f"), "new");
    CHECK_EQUAL(unlink("f"), 0);
}

static void renaming_open_files(void)
{
    char text[8];
    int source, target;

    place_write("a", "aaa");
    place_write("b", "bbb");
    source = open("a", O_RDONLY);
    target = open("b", O_RDWR);
    CHECK_EQUAL(rename("a", "b"), 0);
    CHECK_EQUAL(access("a", F_OK), -1);
    CHECK_TEXT(place_read("b"), "aaa");
    CHECK_EQUAL(read(source, text, 8), 3);
    CHECK(!memcmp(text, "aaa", 3));
    CHECK_EQUAL(read(target, text, 8), 3);
    CHECK(!memcmp(text, "bbb", 3));
    CHECK_EQUAL(close(target), 0);
    CHECK_EQUAL(close(source), 0);
    CHECK_TEXT(place_read("b"), "aaa");
    place_write("c", "ccc");
    CHECK_EQUAL(chmod("b", 0444), 0);
    CHECK_EQUAL(rename("c", "b"), 0);
    CHECK_TEXT(place_read("b"), "ccc");
    CHECK_EQUAL(rename("b", "B"), 0); /* also where both are one to the file system */
    CHECK_TEXT(place_read("B"), "ccc");
    CHECK_EQUAL(rename("B", "B"), 0);
    CHECK_EQUAL(remove("B"), 0);
}

static void renaming_directories(void)
{
    int fd;

    CHECK_EQUAL(mkdir("d", 0777), 0);
    CHECK_EQUAL(mkdir("e", 0777), 0);
    place_write("d/f", "f");
    place_write("g", "g");
    CHECK_EQUAL(rename("d", "e"), 0); /* over an empty directory */
    CHECK_TEXT(place_read("e/f"), "f");
    CHECK_EQUAL(mkdir("d", 0777), 0);
    CHECK_FAILS(rename("d", "e"), ENOTEMPTY);
    CHECK_FAILS(rename("e", "e/below"), EINVAL);
    CHECK_FAILS(rename("e", "g"), ENOTDIR);
    CHECK_FAILS(rename("g", "d"), EISDIR);
    CHECK_FAILS(rename("none", "d"), ENOENT);
    CHECK_FAILS(rename("g", "none/g"), ENOENT);
    CHECK_FAILS(rename("g", "new/"), ENOTDIR);
    CHECK_FAILS(rename("g/", "new"), ENOTDIR);
    CHECK_FAILS(rename("g", ""), ENOENT);
    CHECK_EQUAL(rename("d/", "h/"), 0);
    fd = open("e", O_RDONLY);
    CHECK_EQUAL(renameat(fd, "f", AT_FDCWD, "h/i"), 0);
    CHECK_TEXT(place_read("h/i"), "f");
    CHECK_EQUAL(close(fd), 0);
    CHECK_FAILS(rmdir("h"), ENOTEMPTY);
    CHECK_FAILS(rmdir("g"), ENOTDIR);
    CHECK_FAILS(rmdir("."), EINVAL);
    CHECK_FAILS(rmdir("none"), ENOENT);
    CHECK_FAILS(unlink("h"), EISDIR);
    CHECK_FAILS(unlink("g/"), ENOTDIR);
    CHECK_FAILS(unlinkat(AT_FDCWD, "g", 64), EINVAL);
    CHECK_EQUAL(unlink("h/i"), 0);
    CHECK_EQUAL(remove("h"), 0);
    CHECK_EQUAL(unlinkat(AT_FDCWD, "e/", AT_REMOVEDIR), 0);
    CHECK_EQUAL(remove("g"), 0);
    CHECK_FAILS(remove("g"), ENOENT);
}

static void hard_links(void)
{
    struct stat one, two;

    place_write("one", "x");
    CHECK_EQUAL(link("one", "two"), 0);
    CHECK_EQUAL(stat("one", &one), 0);
    CHECK_EQUAL(stat("two", &two), 0);
    CHECK_EQUAL(one.st_ino, two.st_ino);
    CHECK_EQUAL(two.st_nlink, 2);
    CHECK_EQUAL(rename("one", "two"), 0); /* one file: nothing happens */
    CHECK_EQUAL(access("one", F_OK), 0);
    CHECK_FAILS(link("one", "two"), EEXIST);
    CHECK_FAILS(link("none", "three"), ENOENT);
    CHECK_FAILS(link(".", "three"), EPERM);
    CHECK_EQUAL(unlink("one"), 0);
    CHECK_TEXT(place_read("two"), "x");
    CHECK_EQUAL(stat("two", &two), 0);
    CHECK_EQUAL(two.st_nlink, 1);
    CHECK_EQUAL(linkat(AT_FDCWD, "two", AT_FDCWD, "three", 0), 0);
    CHECK_EQUAL(unlink("two"), 0);
    CHECK_EQUAL(unlink("three"), 0);
}

static void symbolic_links(void)
{
    char target[64];
    struct stat is;
    int error;

    place_write("to", "there");
    CHECK_FAILS(readlink("to", target, sizeof target), EINVAL);
    CHECK_FAILS(readlink("none", target, sizeof target), ENOENT);
    if (symlink("to", "from") < 0) {
        error = errno;
        printf("symbolic links: not shown here (%s)\n", strerror(error));
        CHECK(error == EPERM || error == ENOSYS);
        CHECK_FAILS(lstat("from", &is), ENOENT);
        CHECK_EQUAL(unlink("to"), 0);
        return;
    }
    CHECK_EQUAL(readlink("from", target, sizeof target), 2);
    CHECK(!memcmp(target, "to", 2));
    CHECK_EQUAL(readlink("from", target, 1), 1);
    CHECK_EQUAL(lstat("from", &is), 0);
    CHECK(S_ISLNK(is.st_mode) && is.st_size == 2);
    CHECK_EQUAL(stat("from", &is), 0);
    CHECK(S_ISREG(is.st_mode) && is.st_size == 5);
    CHECK_TEXT(place_read("from"), "there");
    CHECK_FAILS(open("from", O_RDONLY | O_NOFOLLOW), ELOOP);
    CHECK_FAILS(symlink("to", "from"), EEXIST);
    CHECK_EQUAL(unlink("to"), 0);
    CHECK_FAILS(stat("from", &is), ENOENT);
    CHECK_EQUAL(unlink("from"), 0);
    CHECK_EQUAL(symlink("loop", "loop"), 0);
    CHECK_FAILS(open("loop", O_RDONLY), ELOOP);
    CHECK_EQUAL(unlink("loop"), 0);
}

int main(void)
{
    place_enter();
    of_open_files();
    renaming_open_files();
    renaming_directories();
    hard_links();
    symbolic_links();
    place_leave();
    return check_failures();
}
