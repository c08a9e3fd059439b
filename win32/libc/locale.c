/* locale.c: the locales that there are: C, and everything else, which is C with UTF-8. */

#include "locale_impl.h"

#include <stdlib.h>
#include <string.h>

volatile int __locale_lock[1];

const char *__lctrans_impl(const char *message, const struct __locale_map *map)
{
    (void)map;
    return message;
}

/* The name of a category by POSIX's rules: what was asked, else LC_ALL, LC_category, LANG. */
static const char *wanted(int category, const char *name)
{
    static const char *const variables[] = {"LC_CTYPE",   "LC_NUMERIC",  "LC_TIME",
                                            "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES"};
    const char *const order[] = {"LC_ALL", variables[category], "LANG"};

    for (size_t i = 0; !*name && i < sizeof order / sizeof *order; i++) {
        const char *value = getenv(order[i]);

        name = value ? value : name;
    }
    return *name ? name : "C.UTF-8";
}

const struct __locale_map *__get_locale(int category, const char *name)
{
    name = wanted(category, name);
    if (!strcmp(name, "C") || !strcmp(name, "POSIX")) {
        return NULL;
    }
    return category == LC_CTYPE ? &__c_dot_utf8 : NULL;
}
