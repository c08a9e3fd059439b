/* passwd.c: pwd.h. */

#include "../core/internal.h"
#include "account.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The user's folder, as programs name files. */
static char *home(void)
{
    const char *profile = getenv("USERPROFILE");
    wchar_t *wide = profile ? wherry__wide(profile) : NULL;
    char *path = wide ? wherry__path_back(wide) : NULL;

    free(wide);
    return path ? path : strdup("/");
}

/* All texts in one buffer: name, password, full name, folder, shell. */
static int fill(struct passwd *entry, char *room, size_t size, const struct account *account,
                bool own)
{
    char *folder = own ? home() : strdup("/");
    int length = snprintf(room, size, "%s%cx%c%s%c%s%c/bin/sh", account->name, 0, 0, account->name,
                          0, folder ? folder : "/", 0);

    free(folder);
    if (length < 0 || (size_t)length >= size) {
        return ERANGE;
    }
    *entry = (struct passwd){.pw_uid = account->number, .pw_gid = getgid(), .pw_name = room};
    entry->pw_passwd = room + strlen(room) + 1;
    entry->pw_gecos = entry->pw_passwd + 2;
    entry->pw_dir = entry->pw_gecos + strlen(entry->pw_gecos) + 1;
    entry->pw_shell = entry->pw_dir + strlen(entry->pw_dir) + 1;
    return 0;
}

static int answer(struct passwd *entry, char *room, size_t size, struct passwd **result,
                  struct account *account, bool own)
{
    int error = fill(entry, room, size, account, own);

    *result = error ? NULL : entry;
    free(account->name);
    return error;
}

int getpwuid_r(uid_t user, struct passwd *entry, char *room, size_t size, struct passwd **result)
{
    struct account account;

    *result = NULL;
    if (!wherry__account_own(false, &account)) {
        return ENOMEM;
    }
    if (account.number != user) {
        free(account.name);
        return 0;
    }
    return answer(entry, room, size, result, &account, true);
}

int getpwnam_r(const char *name, struct passwd *entry, char *room, size_t size,
               struct passwd **result)
{
    struct account account;
    bool own;

    *result = NULL;
    if (!wherry__account_own(false, &account)) {
        return ENOMEM;
    }
    own = !strcasecmp(account.name, name);
    if (!own) {
        free(account.name);
        if (!wherry__account_find(false, name, &account)) {
            return 0;
        }
    }
    return answer(entry, room, size, result, &account, own);
}

static struct passwd entry;
static char room[4096];
static bool listed; /* the one whom getpwent() knows */

struct passwd *getpwuid(uid_t user)
{
    struct passwd *result;
    int error = getpwuid_r(user, &entry, room, sizeof room, &result);

    errno = error ? error : errno;
    return result;
}

struct passwd *getpwnam(const char *name)
{
    struct passwd *result;
    int error = getpwnam_r(name, &entry, room, sizeof room, &result);

    errno = error ? error : errno;
    return result;
}

void setpwent(void)
{
    listed = false;
}

void endpwent(void)
{
    listed = false;
}

struct passwd *getpwent(void)
{
    bool before = listed;

    listed = true;
    return before ? NULL : getpwuid(getuid());
}
