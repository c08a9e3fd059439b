/* Directories: reading, walking, the current one. */
#include "place.h"

#include <dirent.h>
#include <ftw.h>

static void reading(void)
{
    struct dirent *entry;
    struct stat is;
    int seen[3] = {0}, dots = 0, count = 0;
    DIR *stream;

    CHECK_EQUAL(mkdir("d", 0777), 0);
    CHECK_EQUAL(mkdir("d/sub", 0777), 0);
    place_write("d/file", "");
    place_write("d/gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", "");
    stream = opendir("d");
    CHECK(stream);
    while ((errno = 0, entry = readdir(stream))) {
        CHECK_EQUAL(fstatat(dirfd(stream), entry->d_name, &is, AT_SYMLINK_NOFOLLOW), 0);
        CHECK(entry->d_type == DT_UNKNOWN || (entry->d_type == DT_DIR) == S_ISDIR(is.st_mode));
        dots += !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
        if (strcmp(entry->d_name, "..") != 0) {
            CHECK_EQUAL(entry->d_ino, is.st_ino);
        }
        seen[0] += !strcmp(entry->d_name, "sub") && entry->d_type == DT_DIR;
        seen[1] += !strcmp(entry->d_name, "file") && entry->d_type == DT_REG;
        seen[2] += !strcmp(entry->d_name, "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80");
    }
    CHECK_EQUAL(errno, 0);
    CHECK_EQUAL(dots, 2);
    CHECK(seen[0] == 1 && seen[1] == 1 && seen[2] == 1);
    rewinddir(stream);
    place_write("d/late", "");
    while (readdir(stream)) {
        count++;
    }
    CHECK(count >= 5);
    CHECK_EQUAL(closedir(stream), 0);
    CHECK(!opendir("none") && errno == ENOENT);
    CHECK(!opendir("d/file") && errno == ENOTDIR);
    CHECK(!fdopendir(99) && errno == EBADF);
}

static void positions(void)
{
    DIR *stream = fdopendir(open("d", O_RDONLY | O_DIRECTORY));
    struct dirent *entry;
    char name[256];
    long at;

    CHECK(stream && readdir(stream) && readdir(stream));
    at = telldir(stream);
    entry = readdir(stream);
    CHECK(entry);
    strcpy(name, entry->d_name);
    while (readdir(stream)) {
    }
    seekdir(stream, at);
    entry = readdir(stream);
    CHECK(entry && !strcmp(entry->d_name, name));
    CHECK_EQUAL(closedir(stream), 0);
}

static void removing_while_reading(void)
{
    struct dirent *entry;
    char name[32];
    DIR *stream;
    int removed = 0, open_one;

    CHECK_EQUAL(mkdir("m", 0777), 0);
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "m/file-%d", i);
        place_write(name, "");
    }
    open_one = open("m/file-7", O_RDONLY);
    stream = opendir("m");
    while ((entry = readdir(stream))) {
        if (entry->d_name[0] != '.') {
            CHECK_EQUAL(unlinkat(dirfd(stream), entry->d_name, 0), 0);
            removed++;
        }
    }
    CHECK_EQUAL(removed, 500);
    rewinddir(stream);
    removed = 0;
    while (readdir(stream)) {
        removed++;
    }
    CHECK_EQUAL(removed, 2); /* the open one is not seen either */
    CHECK_EQUAL(closedir(stream), 0);
    CHECK_EQUAL(close(open_one), 0);
    CHECK_EQUAL(rmdir("m"), 0);
}

static int no_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int walked, walked_directories;

static int see(const char *path, const struct stat *is, int type, struct FTW *where)
{
    (void)path;
    CHECK(type == FTW_F || type == FTW_DP);
    CHECK_EQUAL(type == FTW_DP, S_ISDIR(is->st_mode));
    CHECK(where->level >= 0);
    walked++;
    walked_directories += type == FTW_DP;
    return type == FTW_DP ? rmdir(path) : unlink(path);
}

static void sorting_and_walking(void)
{
    struct dirent **list;
    int count = scandir("d", &list, no_dots, alphasort);

    CHECK_EQUAL(count, 4);
    CHECK_TEXT(list[0]->d_name, "file");
    CHECK_TEXT(list[2]->d_name, "late");
    CHECK_TEXT(list[3]->d_name, "sub");
    for (int i = 0; i < count; i++) {
        free(list[i]);
    }
    free(list);
    place_write("d/sub/deep", "");
    CHECK_EQUAL(nftw("d", see, 8, FTW_DEPTH | FTW_PHYS), 0);
    CHECK_EQUAL(walked, 6);
    CHECK_EQUAL(walked_directories, 2);
}

/* The limit is of descriptors, not of levels. */
static void walking_deep(void)
{
    char path[64] = "d";

    for (int i = 0; i < 12; i++) {
        CHECK_EQUAL(mkdir(path, 0777), 0);
        strcat(path, "/d");
    }
    place_write(path, "");
    walked = walked_directories = 0;
    CHECK_EQUAL(nftw("d", see, 3, FTW_DEPTH | FTW_PHYS), 0);
    CHECK_EQUAL(walked, 13);
    CHECK_EQUAL(walked_directories, 12);
}

static void current(void)
{
    char here[4096], there[4096], small[2];
    int fd = open(".", O_RDONLY | O_DIRECTORY);

    CHECK(getcwd(here, sizeof here));
    CHECK(!strchr(here, '\\'));
    CHECK_EQUAL(mkdir("sub", 0777), 0);
    CHECK_EQUAL(chdir("sub"), 0);
    CHECK(getcwd(there, sizeof there));
    CHECK(!strncmp(there, here, strlen(here)) && !strcmp(there + strlen(here), "/sub"));
    place_write("in-sub", "");
    CHECK_EQUAL(access("../sub/in-sub", F_OK), 0);
    CHECK_EQUAL(unlink("in-sub"), 0);
    CHECK_EQUAL(fchdir(fd), 0);
    CHECK_EQUAL(close(fd), 0);
    CHECK(getcwd(there, sizeof there) && !strcmp(here, there));
    CHECK(!getcwd(small, sizeof small) && errno == ERANGE);
    char *made = getcwd(NULL, 0);
    CHECK_TEXT(made, here);
    free(made);
    CHECK_FAILS(chdir("none"), ENOENT);
    place_write("f", "");
    CHECK_FAILS(chdir("f"), ENOTDIR);
    fd = open("f", O_RDONLY);
    CHECK_FAILS(fchdir(fd), ENOTDIR);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("f"), 0);
    CHECK_EQUAL(rmdir("sub"), 0);
    CHECK_FAILS(mkdir(".", 0777), EEXIST);
    CHECK_FAILS(mkdir("none/sub", 0777), ENOENT);
}

static void at_a_descriptor(void)
{
    struct stat is;
    int fd;

    CHECK_EQUAL(mkdir("old", 0777), 0);
    fd = open("old", O_RDONLY | O_DIRECTORY);
    CHECK_EQUAL(mkdirat(fd, "below", 0777), 0);
    CHECK_EQUAL(fstatat(fd, "below", &is, 0), 0);
    CHECK(S_ISDIR(is.st_mode));
    CHECK_EQUAL(faccessat(fd, "below", X_OK, 0), 0);
    CHECK_EQUAL(renameat(fd, "below", fd, "under"), 0);
    CHECK_EQUAL(unlinkat(fd, "under", AT_REMOVEDIR), 0);
    CHECK_FAILS(fstatat(99, "x", &is, 0), EBADF);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(rmdir("old"), 0);
}

int main(void)
{
    place_enter();
    reading();
    positions();
    sorting_and_walking();
    walking_deep();
    removing_while_reading();
    current();
    at_a_descriptor();
    place_leave();
    return check_failures();
}
