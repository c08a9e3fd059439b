/* account.h: an account of Windows' as pwd.h and grp.h need it (account.c). */
#ifndef WHERRY_POSIX_ACCOUNT_H
#define WHERRY_POSIX_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

struct account {
    uint32_t number;
    char *name; /* from malloc() */
};

/* The user who runs the program, or the primary group. */
bool wherry__account_own(bool group, struct account *account);

/* By name; false, with errno as it was, when there is none. */
bool wherry__account_find(bool group, const char *name, struct account *account);

uint32_t wherry__account_number(void *sid);

#endif
