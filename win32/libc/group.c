/* group.c: grp.h. Members are not told. */

#include "../core/internal.h"
#include "account.h"

#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int answer(struct group *entry, char *room, size_t size, struct group **result,
                  struct account *account)
{
    static char *nobody[] = {NULL};
    static char password[] = "x";
    bool fits = strlen(account->name) < size;

    if (fits) {
        *entry = (struct group){.gr_name = strcpy(room, account->name),
                                .gr_passwd = password,
                                .gr_gid = account->number,
                                .gr_mem = nobody};
    }
    *result = fits ? entry : NULL;
    free(account->name);
    return fits ? 0 : ERANGE;
}

int getgrgid_r(gid_t group, struct group *entry, char *room, size_t size, struct group **result)
{
    struct account account;

    *result = NULL;
    if (!wherry__account_own(true, &account)) {
        return ENOMEM;
    }
    if (account.number != group) {
        free(account.name);
        return 0;
    }
    return answer(entry, room, size, result, &account);
}

int getgrnam_r(const char *name, struct group *entry, char *room, size_t size,
               struct group **result)
{
    struct account account;

    *result = NULL;
    if (!wherry__account_own(true, &account)) {
        return ENOMEM;
    }
    if (strcasecmp(account.name, name) != 0) {
        free(account.name);
        if (!wherry__account_find(true, name, &account)) {
            return 0;
        }
    }
    return answer(entry, room, size, result, &account);
}

static struct group entry;
static char room[1024];
static bool listed;

struct group *getgrgid(gid_t group)
{
    struct group *result;
    int error = getgrgid_r(group, &entry, room, sizeof room, &result);

    errno = error ? error : errno;
    return result;
}

struct group *getgrnam(const char *name)
{
    struct group *result;
    int error = getgrnam_r(name, &entry, room, sizeof room, &result);

    errno = error ? error : errno;
    return result;
}

void setgrent(void)
{
    listed = false;
}

void endgrent(void)
{
    listed = false;
}

struct group *getgrent(void)
{
    bool before = listed;

    listed = true;
    return before ? NULL : getgrgid(getgid());
}

int getgrouplist(const char *user, gid_t group, gid_t *list, int *count)
{
    int had = *count;

    (void)user;
    *count = 1;
    if (had < 1) {
        return -1;
    }
    *list = group;
    return 1;
}

/* The groups that one has, and no others. */
int initgroups(const char *user, gid_t group)
{
    (void)user;
    return group == getgid() ? 0 : wherry__error(EPERM);
}
