/* Who and where: users, the system's name and limits, libraries, random numbers, messages. */
#include "check.h"

#include <dlfcn.h>
#include <endian.h>
#include <err.h>
#include <getopt.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <unistd.h>

static void users(void)
{
    struct passwd *self = getpwuid(getuid()), entry, *found;
    char room[4096], name[256];

    CHECK(self);
    if (!self) {
        return;
    }
    CHECK_EQUAL(self->pw_uid, geteuid());
    CHECK(*self->pw_name && *self->pw_dir && *self->pw_shell);
    CHECK(!strchr(self->pw_dir, '\\'));
    snprintf(name, sizeof name, "%s", self->pw_name);
    CHECK_EQUAL(getpwnam_r(name, &entry, room, sizeof room, &found), 0);
    CHECK(found == &entry && entry.pw_uid == getuid());
    CHECK_TEXT(entry.pw_name, name);
    CHECK_EQUAL(getpwuid_r(getuid(), &entry, room, 2, &found), ERANGE);
    CHECK(!found);
    errno = 0;
    CHECK(!getpwnam("nobody has a name like this"));
    CHECK(!getpwuid(3999999999u));
    setpwent();
    CHECK(getpwent());
    endpwent();
    CHECK_EQUAL(setuid(getuid()), 0);
    CHECK_EQUAL(setgid(getgid()), 0);
}

static void groups(void)
{
    struct group *group = getgrgid(getgid());
    gid_t list[64];

    CHECK(group && *group->gr_name && group->gr_gid == getegid());
    CHECK(!getgrnam("nobody has a group like this"));
    CHECK(getgroups(0, NULL) >= 0 && getgroups(64, list) >= 0);
}

static void names(void)
{
    struct utsname name;

    CHECK_EQUAL(uname(&name), 0);
    CHECK(*name.sysname && *name.nodename && *name.release && *name.version && *name.machine);
}

static void limits(void)
{
    CHECK(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
    CHECK_EQUAL(sysconf(_SC_PAGESIZE), 4096);
    CHECK_EQUAL(sysconf(_SC_PAGE_SIZE), getpagesize());
    CHECK(sysconf(_SC_OPEN_MAX) >= 256 && getdtablesize() >= 256);
    CHECK(sysconf(_SC_CLK_TCK) > 0 && sysconf(_SC_PHYS_PAGES) > 0);
    CHECK(sysconf(_SC_VERSION) >= 200809 && sysconf(_SC_MONOTONIC_CLOCK) != 0);
    CHECK(sysconf(_SC_GETPW_R_SIZE_MAX) > 0 && sysconf(_SC_LINE_MAX) >= 2048);
    CHECK_FAILS(sysconf(-5), EINVAL);
    CHECK(confstr(_CS_PATH, NULL, 0) > 1);
}

static void libraries(void)
{
    void *program = dlopen(NULL, RTLD_NOW);
    const char *words;

    CHECK(program);
    CHECK_EQUAL(dlclose(program), 0);
    CHECK(!dlopen("/no/such/library.so", RTLD_LAZY));
    words = dlerror();
    CHECK(words && strstr(words, "library.so"));
    CHECK(!dlerror());
    program = dlopen(NULL, RTLD_NOW);
    CHECK(!dlsym(program, "no_such_symbol_anywhere"));
    CHECK(dlerror());
    CHECK(dlsym(program, "malloc"));
    dlclose(program);
}

static void chance(void)
{
    unsigned char one[300] = {0}, two[256] = {0};

    CHECK_EQUAL(getrandom(one, sizeof two, 0), sizeof two);
    CHECK_EQUAL(getentropy(two, sizeof two), 0);
    CHECK(memcmp(one, two, sizeof two) != 0);
    CHECK_FAILS(getentropy(one, 257), EIO);
    srandom(1);
    long first = random();
    srandom(1);
    CHECK_EQUAL(random(), first);
    CHECK(first >= 0);
}

static void options(void)
{
    static const struct option known[] = {{"all", no_argument, NULL, 'a'},
                                          {"size", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    char *words[] = {"program", "-ab", "file", "--size=3", "--all", "--", "-x", NULL};
    char seen[16] = "";
    int count = 7, option;

    while ((option = getopt_long(count, words, "abs:", known, NULL)) != -1) {
        seen[strlen(seen)] = (char)option;
        if (option == 's') {
            CHECK_TEXT(optarg, "3");
        }
    }
    CHECK_TEXT(seen, "absa");
    CHECK_EQUAL(optind, 5);
    CHECK_TEXT(words[5], "file");
    CHECK_TEXT(words[6], "-x");
}

static void bytes(void)
{
    uint32_t number = 0x01020304;

    CHECK_EQUAL(be32toh(htobe32(number)), number);
    CHECK_EQUAL(*(unsigned char *)&(uint32_t){htobe32(number)}, 1);
    CHECK_EQUAL(*(unsigned char *)&(uint64_t){htole64(number)}, 4);
}

static void messages(void)
{
    openlog("test", LOG_PID, LOG_USER);
    CHECK_EQUAL(setlogmask(LOG_UPTO(LOG_ERR)), 0xff);
    CHECK_EQUAL(setlogmask(0), LOG_UPTO(LOG_ERR));
    syslog(LOG_DEBUG, "not seen: %s", "words");
    closelog();
    errno = ENOENT;
    warn("this %s is expected", "line");
    warnx("and this one");
}

int main(void)
{
    users();
    groups();
    names();
    limits();
    libraries();
    chance();
    options();
    bytes();
    messages();
    return check_failures();
}
