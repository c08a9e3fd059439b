#include "facts.h"

const char *fact_key(enum fact fact)
{
    static const char *const keys[] = {
#define FACT_KEY(fact, key) [FACT_##fact] = key,
        FACTS(FACT_KEY)
#undef FACT_KEY
    };
    return keys[fact];
}

bool facts_are_given(const struct facts *facts)
{
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (facts->given[i].text)
            return true;
    return false;
}
