/* options.h: what the user asked for. */
#ifndef WHERRY_GEN_OPTIONS_H
#define WHERRY_GEN_OPTIONS_H

#include "base.h"
#include "target.h"

enum command { COMMAND_BIND, COMMAND_CALL, COMMAND_DONE, COMMAND_WRONG };

struct target_argument {
    const struct target *target;
    const char *argument;
};

struct options {
    enum command command;

    /* wherry bind */
    const char *name;
    const struct target *targets[TARGET_MAX];
    size_t target_count;
    struct list languages;        /* const char * */
    struct list libraries;        /* const char * */
    struct list headers;          /* const char * */
    struct list clang_arguments;  /* const char *, for every target */
    struct list target_arguments; /* struct target_argument * */
    struct list compilers;        /* struct target_argument *: whom to ask */
    bool no_verify;
    const char *report_file;
    struct list include; /* const char *, patterns */
    struct list exclude; /* const char *, patterns */
    const char *notes_file;
    const char *prefix;
    const char *out_dir;
    const char *depfile;
    const char *depfile_target;
    const char *ledger_file;
    bool strict;
    bool dump_model;
    unsigned callbacks_each;
    unsigned timeout_s;

    /* wherry call; and headers, clang_arguments, timeout_s */
    const char *call_library;
    const char *call_declaration; /* or, with headers, a name */
    bool call_errno;
    char **call_arguments;
    size_t call_argument_count;
};

/* Read the command line. COMMAND_DONE: --help or --version was answered, exit 0.
 * COMMAND_WRONG: the mistake was named, exit 2. */
void options_parse(struct options *options, struct arena *arena, int argc, char **argv);
/* The compiler of a target that verifies: --compiler, or the target's own. */
const char *options_compiler(const struct options *options, const struct target *target);
void options_release(struct options *options);

#endif
