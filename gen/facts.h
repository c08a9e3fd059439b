/* facts.h: what headers do not say about functions, as the notes gave it and the back ends see it.
 * docs/NOTES.md says what each means. */
#ifndef WHERRY_GEN_FACTS_H
#define WHERRY_GEN_FACTS_H

#include "base.h"
#include "diag.h"

/* A word of the notes and where it stands; `text` NULL: it was not given. */
struct note {
    struct location location;
    const char *text;
};

/* X(fact, its key) in the order of the JSON. */
#define FACTS(X)                                                                                   \
    X(OPTIONAL, "optional")                                                                        \
    X(FAILURE, "failure")                                                                          \
    X(BLOCKING, "blocking")                                                                        \
    X(RENAME, "rename")                                                                            \
    X(DIRECTION, "direction")                                                                      \
    X(NULLABLE, "nullable")                                                                        \
    X(TERMINATED, "terminated")                                                                    \
    X(LENGTH, "length")                                                                            \
    X(LENGTH_BYTES, "length_bytes")                                                                \
    X(OWNERSHIP, "ownership")                                                                      \
    X(RELEASE, "release")                                                                          \
    X(HANDLE, "handle")                                                                            \
    X(USER, "user")                                                                                \
    X(LIFETIME, "lifetime")                                                                        \
    X(UNTIL, "until")                                                                              \
    X(DESTROY, "destroy")                                                                          \
    X(IN, "in")                                                                                    \
    X(WHEN, "when")                                                                                \
    X(CODE, "code")                                                                                \
    X(TEXT, "text")                                                                                \
    X(BUFFER, "buffer")                                                                            \
    X(INVALID, "invalid")

enum fact {
#define FACT_ENUMERATOR(fact, key) FACT_##fact,
    FACTS(FACT_ENUMERATOR)
#undef FACT_ENUMERATOR
        FACT_COUNT
};

/* The facts of one thing. */
struct facts {
    struct note given[FACT_COUNT];
};

struct parameter_facts {
    struct note parameter; /* its name, or its number from 1 */
    struct note callback_place, value_place;
    struct facts own;
    struct facts callback; /* of the function that the argument points to */
    struct facts value;    /* of what comes out through the argument */
};

struct function_facts {
    struct facts own;
    struct facts result;
    struct facts error;
    struct note result_place, error_place;
    struct parameter_facts *parameters; /* one per parameter of the first target that has it */
    size_t parameter_count;
};

struct handle_note {
    struct note type; /* as C spells it: "pcap_t *" */
    struct facts facts;
};

/* Another library's binding, to which the declarations of some headers belong. */
struct import_note {
    struct note file; /* its notes, and where they are imported */
    struct note name;
    struct list headers; /* struct note *, patterns */
};

const char *fact_key(enum fact fact);
bool facts_are_given(const struct facts *facts);

#endif
