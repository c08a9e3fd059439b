/* Names of every kind: long, foreign, and such as Windows keeps for itself. */
#include "place.h"

#include <dirent.h>
#include <limits.h>

/* Made, seen in the directory under just this name, and gone. */
static void whole_life(const char *name)
{
    struct dirent *entry;
    char target[64];
    int seen = 0;
    DIR *stream;

    place_write(name, name);
    CHECK_TEXT(place_read(name), name);
    stream = opendir(".");
    while ((entry = readdir(stream))) {
        seen += !strcmp(entry->d_name, name);
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, name) != 0) {
            printf("an entry \"%s\" instead of \"%s\"\n", entry->d_name, name);
        }
    }
    CHECK_EQUAL(seen, 1);
    CHECK_EQUAL(closedir(stream), 0);
    CHECK_FAILS(readlink(name, target, sizeof target), EINVAL);
    CHECK_EQUAL(rename(name, "plain"), 0);
    CHECK_EQUAL(rename("plain", name), 0);
    CHECK_EQUAL(unlink(name), 0);
    CHECK_EQUAL(mkdir(name, 0777), 0);
    CHECK_EQUAL(chdir(name), 0);
    place_write("inside", "");
    CHECK_EQUAL(unlink("inside"), 0);
    CHECK_EQUAL(chdir(".."), 0);
    CHECK_EQUAL(rmdir(name), 0);
}

static void strange(void)
{
    static const char *const names[] = {
        "aux",
        "con.txt",
        "nul",
        "com1.c",
        "a:b",
        "ab:c",
        "x?",
        "<*|\">",
        "dot.",
        "space ",
        "...",
        " lead",
        "%s",
        "~",
        "-",
        "tab\tnew\nline",
        "\xc3\xa4\xe4\xb8\x89",
        "\xf0\x9f\x98\x80",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        whole_life(names[i]);
    }
}

static void long_ones(void)
{
    char name[300], deep[2048] = "", here[4096];
    int levels = 0;

    memset(name, 'n', sizeof name);
    name[255] = 0;
    whole_life(name);
    name[255] = 'n';
    name[299] = 0;
    CHECK_FAILS(open(name, O_WRONLY | O_CREAT, 0666), ENAMETOOLONG);
    CHECK_FAILS(mkdir(name, 0777), ENAMETOOLONG);
    name[100] = 0;
    for (; levels < 12; levels++) {
        strcat(strcat(deep, levels ? "/" : ""), name);
        CHECK_EQUAL(mkdir(deep, 0777), 0);
    }
    CHECK_EQUAL(chdir(deep), 0);
    CHECK(getcwd(here, sizeof here) && strlen(here) > 1200);
    place_write("bottom", "deep");
    CHECK_TEXT(place_read("../../bottom"), "(none)");
    CHECK_TEXT(place_read("./bottom"), "deep");
    CHECK_EQUAL(rename("bottom", "../up"), 0);
    CHECK_TEXT(place_read("../up"), "deep");
    CHECK_EQUAL(unlink("../up"), 0);
    CHECK_EQUAL(chdir(place_name), 0);
    for (; levels > 0; levels--) {
        CHECK_EQUAL(rmdir(deep), 0);
        deep[(levels - 1) * 101 - (levels > 1)] = 0;
    }
}

static void real(void)
{
    char here[PATH_MAX], there[PATH_MAX];

    CHECK(getcwd(here, sizeof here));
    CHECK(realpath(".", there) && !strcmp(here, there));
    CHECK_EQUAL(mkdir("sub", 0777), 0);
    place_write("sub/f", "");
    CHECK(realpath("sub/../sub//./f", there));
    CHECK(!strncmp(there, here, strlen(here)) && !strcmp(there + strlen(here), "/sub/f"));
    char *made = realpath("sub/", NULL);
    CHECK(made && !strcmp(made + strlen(here), "/sub"));
    free(made);
    CHECK(!realpath("none", there) && errno == ENOENT);
    CHECK(!realpath("sub/f/", there) && errno == ENOTDIR);
    CHECK(!realpath("", there) && errno == ENOENT);
    CHECK_EQUAL(unlink("sub/f"), 0);
    CHECK_EQUAL(rmdir("sub"), 0);
}

static void absolute(void)
{
    char here[PATH_MAX], name[PATH_MAX + 8];

    CHECK(getcwd(here, sizeof here));
    snprintf(name, sizeof name, "%s/f", here);
    place_write(name, "abs");
    CHECK_TEXT(place_read("f"), "abs");
    snprintf(name, sizeof name, "%s/./f", place_name); /* below /tmp */
    CHECK_TEXT(place_read(name), "abs");
    snprintf(name, sizeof name, "%s/../%s//f", place_name, strrchr(place_name, '/') + 1);
    CHECK_TEXT(place_read(name), "abs");
    CHECK_EQUAL(unlink("f"), 0);
    CHECK_FAILS(open("/nowhere/at/all", O_RDONLY), ENOENT);
    CHECK_EQUAL(access("/", X_OK), 0);
    CHECK_EQUAL(access("/tmp/", W_OK), 0);
}

int main(void)
{
    place_enter();
    strange();
    long_ones();
    real();
    absolute();
    place_leave();
    return check_failures();
}
