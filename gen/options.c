#include "options.h"

#include "diag.h"
#include "emit.h"
#include "version.h"

#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One row per option of `wherry bind`: the table is the parser and the help. */
#define BIND_OPTIONS(X)                                                                            \
    X(NAME, "name", "NAME", "name of the binding, a C identifier (required)")                      \
    X(TARGET, "target", "T", "make it for target T; repeat for several (default: this host)")      \
    X(LANG, "lang", "L", "what to write; repeat for several (default: c and json)")                \
    X(LIBRARY, "library", "L",                                                                     \
      "library that exports the functions: sqlite3 means libsqlite3.so or\n"                       \
      "sqlite3.dll; a file name (libz.so.1, zlib1.dll) is taken as it is;\n"                       \
      "tried in order")                                                                            \
    X(NOTES, "notes", "FILE", "facts that headers do not say (YAML, docs/NOTES.md)")               \
    X(PREFIX, "prefix", "P", "put P before each stub's name, for names the program already has")   \
    X(OUT, "out", "DIR", "folder for the output (default: .)")                                     \
    X(INCLUDE, "include", "PATTERN",                                                               \
      "bind this as well: a declaration's name, or, with a '/' or '.', the path\n"                 \
      "of a header")                                                                               \
    X(EXCLUDE, "exclude", "PATTERN",                                                               \
      "do not bind this; a name is stronger than a header, and then --exclude\n"                   \
      "than --include: --exclude '*.h' --include MulDiv binds one function")                       \
    X(TARGET_ARG, "target-arg", "T=ARG", "compiler argument ARG for target T alone")               \
    X(COMPILER, "compiler", "T=PROGRAM",                                                           \
      "the compiler of target T that every fact is verified with\n"                                \
      "(default: its gcc)")                                                                        \
    X(NO_VERIFY, "no-verify", NULL, "believe libclang; the output says so")                        \
    X(REPORT, "report", "FILE",                                                                    \
      "write what differs between the targets, and where the target's compiler\n"                  \
      "and libclang did")                                                                          \
    X(DEPFILE, "depfile", "FILE", "write a Make rule naming every header that was read")           \
    X(DEPFILE_TARGET, "depfile-target", "FILE",                                                    \
      "the target of that rule (default: the first output)")                                       \
    X(LEDGER, "ledger", "FILE", "write what is not bound, where it stands, why, and what to do")   \
    X(CALLBACKS, "callbacks", "K",                                                                 \
      "compile K callbacks for each way to pass a function pointer's arguments;\n"                 \
      "libffi makes more at run time (default: 4)")                                                \
    X(STRICT, "strict", NULL, "fail when anything is not bound")                                   \
    X(DUMP, "dump", "model", "print the merged model for people and write nothing else")           \
    X(TIMEOUT, "timeout", "SECONDS", "give up when reading takes longer (default: 300)")           \
    X(HELP, "help", NULL, "this text")

enum option_id {
    OPTION_BASE = 255,
#define OPTION_ENUMERATOR(id, name, argument, help) OPTION_##id,
    BIND_OPTIONS(OPTION_ENUMERATOR)
#undef OPTION_ENUMERATOR
};

/* required_argument is 1 and no_argument 0. */
#define HAS_ARGUMENT(argument) ((const void *)(argument) != NULL)

static const struct option bind_options[] = {
#define OPTION_ROW(id, name, argument, help) {name, HAS_ARGUMENT(argument), NULL, OPTION_##id},
    BIND_OPTIONS(OPTION_ROW)
#undef OPTION_ROW
        {NULL, 0, NULL, 0}};

static const char main_help[] =
    "wherry: bindings for C libraries, for several targets at once\n"
    "\n"
    "  wherry bind   read C headers, write a binding      wherry bind --help\n"
    "  wherry call   call one function of a library now   wherry call --help\n"
    "  wherry --version\n";

static const char call_help[] =
    "usage: wherry call [OPTION]... LIBRARY DECLARATION [ARGUMENT]... [-- CLANG-ARGUMENT...]\n"
    "\n"
    "Call one function and print its result. LIBRARY is what the dynamic linker finds;\n"
    "DECLARATION is the C declaration of the function or, with -H, its name.\n"
    "\n"
    "  -H, --header HEADER     read types, functions and constants from it; repeat for several\n"
    "  --errno                 print errno after the call, which sets it to 0 before\n"
    "  --timeout SECONDS       give up when reading and the call take longer (default: 300)\n"
    "  --help                  this text\n"
    "\n"
    "arguments:\n"
    "  42 -0x2a 0b101 1.5f     numbers as C spells them, and true and false\n"
    "  'c' '\\n'               characters\n"
    "  SQLITE_OK O_RDWR|4      with -H: enumerators and macros, integers joined by '|'\n"
    "  text                    where the parameter points to char: a copy, which may be written\n"
    "  '\"a\\tb\"'               the same with C's escapes; also for unsigned char and void\n"
    "  null                    the null pointer\n"
    "  out                     an object of the type that the parameter points to, all zero;\n"
    "                          it is printed after the call\n"
    "  out:64                  a buffer of 64 bytes, printed as text or as bytes\n"
    "  inout:VALUE             an object with that value, printed after the call\n"
    "  in:VALUE                the same, not printed\n"
    "further arguments of a variadic function are int or long, double or text by their spelling\n"
    "\n"
    "  wherry call libm.so.6 'double cos(double)' 0.5\n"
    "  wherry call libc.so.6 'unsigned long strlen(const char *)' wherry\n"
    "  wherry call -H math.h libm.so.6 frexp 48 out\n"
    "  wherry call -H stdlib.h libc.so.6 div 17 5\n"
    "  wherry call -H stdio.h libc.so.6 printf '\"%d %s\\n\"' 7 words\n"
    "  wherry call -H fcntl.h --errno libc.so.6 open missing O_RDONLY\n"
    "  wherry call -H sqlite3.h libsqlite3.so.0 sqlite3_open :memory: out\n";

static void print_option(const char *name, const char *argument, const char *help)
{
    char column[40];
    snprintf(column, sizeof column, "--%s%s%s", name, argument ? " " : "",
             argument ? argument : "");
    printf("  %-23s ", column);
    for (; *help; help++) {
        putchar(*help);
        if (*help == '\n')
            printf("%26s", "");
    }
    putchar('\n');
}

static void print_bind_help(void)
{
    puts("usage: wherry bind --name NAME [OPTION]... HEADER... [-- CLANG-ARGUMENT...]\n"
         "\n"
         "Read HEADERs once per target and write one binding for all of them: NAME_binding.h and\n"
         "NAME_binding.c (compile and link them in place of the library) and NAME.json. A HEADER\n"
         "is a file, or is searched for as #include <HEADER> would.\n");
#define PRINT_OPTION(id, name, argument, help) print_option(name, argument, help);
    BIND_OPTIONS(PRINT_OPTION)
#undef PRINT_OPTION
    puts("\ntargets:");
    for (size_t i = 0; target_at(i); i++)
        printf("  %s\n", target_at(i)->triple);
    puts("\nlanguages:");
    for (size_t i = 0; backend_at(i); i++)
        printf("  %-8s %s\n", backend_at(i)->name, backend_at(i)->help);
    puts(
        "\n"
        "bound by default: what the named HEADERs declare and the headers below their library's\n"
        "own folder; never the compiler's own headers nor, unless named, the system's. Types that\n"
        "a bound function uses follow, unless the notes import them from another binding.\n"
        "\n"
        "exit status: 0 done, 1 the input is wrong (nothing was written), 2 wrong usage\n"
        "\n"
        "  wherry bind --name sqlite --library sqlite3 sqlite3.h\n"
        "  wherry bind --name zlib --target x86_64-linux-gnu --target x86_64-w64-mingw32 \\\n"
        "      --library libz.so.1 --library zlib1.dll --out gen zlib.h -- -Iinclude");
}

static enum command usage_error(const char *command, const char *format, const char *word)
{
    fputs("wherry: error: ", stderr);
    fprintf(stderr, format, word);
    fprintf(stderr, "\n'wherry%s --help' explains.\n", command);
    return COMMAND_WRONG;
}

static bool is_identifier(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_')
        return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && *text != '_')
            return false;
    return true;
}

static bool add_target(struct options *options, const char *triple)
{
    const struct target *target = target_find(triple);
    if (!target) {
        fprintf(stderr, "wherry: error: unknown target '%s'; known are:", triple);
        for (size_t i = 0; target_at(i); i++)
            fprintf(stderr, " %s", target_at(i)->triple);
        fputc('\n', stderr);
        return false;
    }
    for (size_t i = 0; i < options->target_count; i++)
        if (options->targets[i] == target)
            return true;
    options->targets[options->target_count++] = target; /* the table is shorter than the array */
    return true;
}

static bool add_target_argument(struct list *list, struct arena *arena, const char *option,
                                const char *word, const char *text)
{
    const char *equals = strchr(text, '=');
    const struct target *target =
        equals ? target_find(intern_bytes(arena, text, (size_t)(equals - text))) : NULL;
    if (!target) {
        fprintf(stderr, "wherry: error: %s takes TARGET=%s, not '%s'\n", option, word, text);
        return false;
    }
    struct target_argument *row = ARENA_NEW(arena, struct target_argument);
    *row = (struct target_argument){target, equals + 1};
    list_add(list, row);
    return true;
}

static bool set_timeout(struct options *options, const char *text)
{
    char *end;
    unsigned long seconds = strtoul(text, &end, 10);
    if (end == text || *end || !seconds || seconds > 86400) {
        fprintf(stderr, "wherry: error: --timeout takes whole seconds, not '%s'\n", text);
        return false;
    }
    options->timeout_s = (unsigned)seconds;
    return true;
}

static bool set_callbacks(struct options *options, const char *text)
{
    char *end;
    unsigned long count = strtoul(text, &end, 10);
    if (end == text || *end || count > 1000) {
        fprintf(stderr, "wherry: error: --callbacks takes a number from 0 to 1000, not '%s'\n",
                text);
        return false;
    }
    options->callbacks_each = (unsigned)count;
    return true;
}

static bool add_language(struct options *options, const char *language)
{
    if (backend_find(language)) {
        list_add(&options->languages, language);
        return true;
    }
    fprintf(stderr, "wherry: error: unknown language '%s'; known are:", language);
    for (size_t i = 0; backend_at(i); i++)
        fprintf(stderr, " %s", backend_at(i)->name);
    fputc('\n', stderr);
    return false;
}

static bool set_name(const char **name, const char *option, const char *text)
{
    if (!is_identifier(text)) {
        fprintf(stderr, "wherry: error: %s takes a C identifier, not '%s'\n", option, text);
        return false;
    }
    if (!strcmp(text, "wherry")) {
        fprintf(stderr, "wherry: error: %s wherry: that name is the runtime's own\n", option);
        return false;
    }
    *name = text;
    return true;
}

static bool apply_option(struct options *options, struct arena *arena, enum option_id id,
                         const char *value)
{
    switch (id) {
    case OPTION_NAME:
        return set_name(&options->name, "--name", value);
    case OPTION_PREFIX:
        return set_name(&options->prefix, "--prefix", value);
    case OPTION_TARGET:
        return add_target(options, value);
    case OPTION_LANG:
        return add_language(options, value);
    case OPTION_TARGET_ARG:
        return add_target_argument(&options->target_arguments, arena, "--target-arg", "ARGUMENT",
                                   value);
    case OPTION_COMPILER:
        return add_target_argument(&options->compilers, arena, "--compiler", "PROGRAM", value);
    case OPTION_TIMEOUT:
        return set_timeout(options, value);
    case OPTION_CALLBACKS:
        return set_callbacks(options, value);
    case OPTION_LIBRARY:
        list_add(&options->libraries, value);
        return true;
    case OPTION_INCLUDE:
        list_add(&options->include, value);
        return true;
    case OPTION_EXCLUDE:
        list_add(&options->exclude, value);
        return true;
    case OPTION_NOTES:
        options->notes_file = value;
        return true;
    case OPTION_OUT:
        options->out_dir = value;
        return true;
    case OPTION_DEPFILE:
        options->depfile = value;
        return true;
    case OPTION_DEPFILE_TARGET:
        options->depfile_target = value;
        return true;
    case OPTION_LEDGER:
        options->ledger_file = value;
        return true;
    case OPTION_REPORT:
        options->report_file = value;
        return true;
    case OPTION_NO_VERIFY:
        options->no_verify = true;
        return true;
    case OPTION_STRICT:
        options->strict = true;
        return true;
    case OPTION_DUMP:
        options->dump_model = !strcmp(value, "model");
        break;
    case OPTION_HELP:
    case OPTION_BASE:
        return true;
    }
    if (!options->dump_model)
        fprintf(stderr, "wherry: error: --dump knows only 'model', not '%s'\n", value);
    return options->dump_model;
}

/* What stands before "--" is ours, the rest is the compiler's. */
static int split_arguments(struct options *options, int argc, char **argv)
{
    int own = 0;
    while (own < argc && strcmp(argv[own], "--"))
        own++;
    for (int i = own + 1; i < argc; i++)
        list_add(&options->clang_arguments, argv[i]);
    return own;
}

static enum command option_error(const char *command, struct arena *arena, int id, char **argv)
{
    const char *word = optopt > 0 && optopt <= UCHAR_MAX && id == '?'
                           ? arena_format(arena, "-%c", optopt)
                           : argv[optind - 1];
    return usage_error(command, id == '?' ? "unknown option '%s'" : "'%s' needs a value", word);
}

static enum command parse_bind(struct options *options, struct arena *arena, int argc, char **argv)
{
    int own = split_arguments(options, argc, argv);
    opterr = 0;
    for (int id; (id = getopt_long(own, argv, ":", bind_options, NULL)) != -1;) {
        if (id == OPTION_HELP) {
            print_bind_help();
            return COMMAND_DONE;
        }
        if (id == '?' || id == ':')
            return option_error(" bind", arena, id, argv);
        if (!apply_option(options, arena, (enum option_id)id, optarg))
            return COMMAND_WRONG;
    }
    for (int i = optind; i < own; i++) {
        if (!*argv[i])
            return usage_error(" bind", "%s is empty", "the name of a HEADER");
        list_add(&options->headers, argv[i]);
    }

    if (!options->name)
        return usage_error(" bind", "%s is missing", "--name NAME");
    if (!options->headers.count)
        return usage_error(" bind", "%s is missing", "the HEADER to read");
    if (!options->target_count)
        options->targets[options->target_count++] = target_host();
    if (!options->languages.count) {
        list_add(&options->languages, "c");
        list_add(&options->languages, "json");
    }
    return COMMAND_BIND;
}

enum { CALL_HEADER = 'H', CALL_ERRNO = 256, CALL_TIMEOUT, CALL_HELP };

static const struct option call_options[] = {{"header", required_argument, NULL, CALL_HEADER},
                                             {"errno", no_argument, NULL, CALL_ERRNO},
                                             {"timeout", required_argument, NULL, CALL_TIMEOUT},
                                             {"help", no_argument, NULL, CALL_HELP},
                                             {NULL, 0, NULL, 0}};

static enum command parse_call(struct options *options, struct arena *arena, int argc, char **argv)
{
    int own = split_arguments(options, argc, argv);
    opterr = 0;
    for (int id; (id = getopt_long(own, argv, "+:H:", call_options, NULL)) != -1;) {
        switch (id) { /* options end at LIBRARY: an argument may be negative */
        case CALL_HEADER:
            list_add(&options->headers, optarg);
            break;
        case CALL_ERRNO:
            options->call_errno = true;
            break;
        case CALL_TIMEOUT:
            if (!set_timeout(options, optarg))
                return COMMAND_WRONG;
            break;
        case CALL_HELP:
            fputs(call_help, stdout);
            return COMMAND_DONE;
        default:
            return option_error(" call", arena, id, argv);
        }
    }
    if (own - optind < 2)
        return usage_error(" call", "%s", "LIBRARY and DECLARATION are missing");
    options->call_library = argv[optind];
    options->call_declaration = argv[optind + 1];
    options->call_arguments = argv + optind + 2;
    options->call_argument_count = (size_t)(own - optind - 2);
    return COMMAND_CALL;
}

void options_parse(struct options *options, struct arena *arena, int argc, char **argv)
{
    *options =
        (struct options){.prefix = "", .out_dir = ".", .callbacks_each = 4, .timeout_s = 300};
    const char *word = argc > 1 ? argv[1] : "";
    if (!strcmp(word, "bind")) {
        options->command = parse_bind(options, arena, argc - 1, argv + 1);
    } else if (!strcmp(word, "call")) {
        options->command = parse_call(options, arena, argc - 1, argv + 1);
    } else if (!strcmp(word, "--version")) {
        puts("wherry " WHERRY_GEN_VERSION);
        options->command = COMMAND_DONE;
    } else if (!strcmp(word, "--help")) {
        fputs(main_help, stdout);
        options->command = COMMAND_DONE;
    } else if (argc < 2) {
        fputs(main_help, stderr);
        options->command = COMMAND_WRONG;
    } else {
        options->command = usage_error("", "unknown command '%s'", word);
    }
}

const char *options_compiler(const struct options *options, const struct target *target)
{
    const char *chosen = NULL;
    FOR_EACH (const struct target_argument *, row, &options->compilers)
        if (row->target == target)
            chosen = row->argument;
    return chosen ? chosen : target_compiler(target);
}

void options_release(struct options *options)
{
    list_release(&options->languages);
    list_release(&options->libraries);
    list_release(&options->headers);
    list_release(&options->clang_arguments);
    list_release(&options->target_arguments);
    list_release(&options->compilers);
    list_release(&options->include);
    list_release(&options->exclude);
}
