/* account.c: users and groups. The number of one is the last part of its security identifier (SID),
 * which a machine or a domain gives once. What is known of others than the one who runs the program
 * is that they exist. */

#include "account.h"
#include "../core/internal.h"

#include <lmcons.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint32_t wherry__account_number(PSID sid)
{
    return *GetSidSubAuthority(sid, (DWORD)(*GetSidSubAuthorityCount(sid) - 1));
}

/* What the process' token says of its user or its primary group; 0: free of what cannot be. */
static bool own_sid(TOKEN_INFORMATION_CLASS what, void *room, DWORD size)
{
    HANDLE token;
    bool done;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) {
        return false;
    }
    done = GetTokenInformation(token, what, room, size, &size);
    CloseHandle(token);
    return done;
}

/* The union sees to the alignment; a SID has 68 bytes at most. */
union token {
    TOKEN_USER user;
    TOKEN_PRIMARY_GROUP group;
    char room[256];
};

bool wherry__account_own(bool group, struct account *account)
{
    union token token;
    wchar_t name[UNLEN + 1], domain[UNLEN + 1];
    DWORD name_size = UNLEN + 1, domain_size = UNLEN + 1;
    SID_NAME_USE use;
    PSID sid;

    if (!own_sid(group ? TokenPrimaryGroup : TokenUser, &token, sizeof token)) {
        return false;
    }
    sid = group ? token.group.PrimaryGroup : token.user.User.Sid;
    account->number = wherry__account_number(sid);
    account->name = LookupAccountSidW(NULL, sid, name, &name_size, domain, &domain_size, &use)
                        ? wherry__utf8(name)
                        : NULL;
    if (!account->name && !group) {
        name_size = UNLEN + 1;
        account->name = GetUserNameW(name, &name_size) ? wherry__utf8(name) : NULL;
    }
    account->name = account->name ? account->name : strdup(group ? "users" : "user");
    return account->name != NULL;
}

bool wherry__account_find(bool group, const char *wanted, struct account *account)
{
    wchar_t *wide = wherry__wide(wanted), domain[UNLEN + 1];
    union token sid;
    DWORD size = sizeof sid, domain_size = UNLEN + 1;
    SID_NAME_USE use;
    bool found = wide && LookupAccountNameW(NULL, wide, &sid, &size, domain, &domain_size, &use) &&
                 (use == SidTypeUser) == !group && use != SidTypeDomain;

    free(wide);
    if (found) {
        account->number = wherry__account_number(&sid);
        account->name = strdup(wanted);
    }
    return found && account->name;
}

static uint32_t own_number(bool group)
{
    union token token;

    if (!own_sid(group ? TokenPrimaryGroup : TokenUser, &token, sizeof token)) {
        return 65534; /* nobody */
    }
    return wherry__account_number(group ? token.group.PrimaryGroup : token.user.User.Sid);
}

uid_t getuid(void)
{
    return own_number(false);
}

uid_t geteuid(void)
{
    return own_number(false);
}

gid_t getgid(void)
{
    return own_number(true);
}

gid_t getegid(void)
{
    return own_number(true);
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
    *real = *effective = *saved = getuid();
    return 0;
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
    *real = *effective = *saved = getgid();
    return 0;
}

/* To what one is already, or not at all. */
static int become(uint32_t wanted, uint32_t is)
{
    return wanted == is ? 0 : wherry__error(EPERM);
}

int setuid(uid_t user)
{
    return become(user, getuid());
}

int seteuid(uid_t user)
{
    return become(user, getuid());
}

int setgid(gid_t group)
{
    return become(group, getgid());
}

int setegid(gid_t group)
{
    return become(group, getgid());
}

int issetugid(void)
{
    return 0;
}

int getgroups(int room, gid_t *list)
{
    if (room < 0) {
        return wherry__error(EINVAL);
    }
    if (room > 0) {
        list[0] = getgid();
    }
    return 1;
}

int getlogin_r(char *name, size_t size)
{
    struct account account;
    int result = 0;

    if (!wherry__account_own(false, &account)) {
        return ENXIO;
    }
    if (strlen(account.name) < size) {
        strcpy(name, account.name);
    } else {
        result = ERANGE;
    }
    free(account.name);
    return result;
}

char *getlogin(void)
{
    static char name[UNLEN * 3 + 1];
    int error = getlogin_r(name, sizeof name);

    errno = error ? error : errno;
    return error ? NULL : name;
}
