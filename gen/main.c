/* wherry: the generator. This file is the pipeline; each stage is a file of its own. */
#include "base.h"
#include "call.h"
#include "emit.h"
#include "library.h"
#include "merge.h"
#include "notes.h"
#include "options.h"
#include "output.h"
#include "parse.h"
#include "report.h"
#include "select.h"
#include "supervise.h"
#include "verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct run {
    const struct options *options;
    struct arena *arena;
};

/* ---- Stages that are a few lines ------------------------------------------------------------- */

static bool has_compilers(const struct options *options)
{
    for (size_t t = 0; t < options->target_count; t++)
        if (!target_compiler(options->targets[t]))
            return false;
    return true;
}

static bool parse_all(const struct options *options, const struct notes *notes, struct api *apis,
                      struct arena *arena, struct types *types, struct parse_progress *progress)
{
    bool ok = true;
    for (size_t t = 0; ok && t < options->target_count; t++) { /* most errors are all targets' */
        struct list own = {0};
        FOR_EACH (const struct target_argument *, row, &options->target_arguments)
            if (row->target == options->targets[t])
                list_add(&own, row->argument);
        struct parse_input input = {.target = options->targets[t],
                                    .target_bit = 1u << t,
                                    .headers = &options->headers,
                                    .compiler = options_compiler(options, options->targets[t]),
                                    .thunks = &notes->thunks,
                                    .arguments = {&options->clang_arguments, &own}};
        api_init(&apis[t], options->targets[t]);
        ok = parse(&apis[t], &input, arena, types, progress);
        list_release(&own);
    }
    return ok;
}

/* A header given as a file is included by the rest of its path behind the -I that leads to it. */
static const char *include_text(const struct options *options, struct arena *arena,
                                const char *header, bool is_file)
{
    if (!is_file)
        return intern_format(arena, "<%s>", header);
    const char *rest = strrchr(header, '/') ? strrchr(header, '/') + 1 : header;
    FOR_EACH (const char *, argument, &options->clang_arguments) {
        const char *folder = !strncmp(argument, "-I", 2) ? argument + 2 : "";
        if (!strcmp(argument, "-I") && argument_i + 1 < options->clang_arguments.count)
            folder = options->clang_arguments.items[argument_i + 1];
        size_t length = strlen(folder);
        while (length && folder[length - 1] == '/')
            length--;
        if (length && !strncmp(header, folder, length) && header[length] == '/')
            rest = header + length + 1;
    }
    return intern_format(arena, "\"%s\"", rest);
}

static void make_binding(struct binding *binding, const struct options *options,
                         const struct model *model, const struct notes *notes, struct arena *arena)
{
    *binding = (struct binding){.name = options->name,
                                .prefix = options->prefix,
                                .out_dir = options->out_dir,
                                .callbacks_each = options->callbacks_each,
                                .model = model,
                                .arena = arena};
    FOR_EACH (const char *, header, &options->headers) {
        FILE *file = fopen(header, "r");
        list_add(&binding->includes, include_text(options, arena, header, file != NULL));
        if (file)
            fclose(file);
    }
    for (size_t t = 0; t < model->target_count; t++) {
        const struct target *target = model->targets[t];
        struct list *names = &binding->libraries[t];
        FOR_EACH (const char *, word, &options->libraries)
            library_names(names, arena, target, word);
        const struct list *noted =
            target->format == FORMAT_PE ? &notes->windows_libraries : &notes->linux_libraries;
        FOR_EACH (const char *, name, noted)
            list_add(names, name);
        if (!names->count)
            library_names(names, arena, target, options->name);
    }
}

static void release_binding(struct binding *binding)
{
    list_release(&binding->includes);
    for (size_t t = 0; t < TARGET_MAX; t++)
        list_release(&binding->libraries[t]);
}

static bool emit_all(const struct options *options, const struct binding *binding,
                     struct outputs *outputs)
{
    const struct model *model = binding->model;
    bool ok = true;
    FOR_EACH (const char *, language, &options->languages)
        ok &= backend_find(language)->emit(binding, outputs);
    if (options->ledger_file)
        report_ledger(model, binding->arena,
                      outputs_add(outputs, binding->arena, options->ledger_file));
    if (options->report_file)
        report_portability(model, binding->arena,
                           outputs_add(outputs, binding->arena, options->report_file));
    if (options->depfile && ok && outputs->files.count)
        report_depfile(model,
                       options->depfile_target ? options->depfile_target
                                               : binding_path(binding, "_binding.c"),
                       options->notes_file, outputs_add(outputs, binding->arena, options->depfile));
    return ok;
}

static bool clashes(const struct options *options, const struct model *model,
                    const struct outputs *outputs)
{
    struct list inputs = {0};
    for (size_t t = 0; t < model->target_count; t++)
        FOR_EACH (const char *, path, &model->apis[t].dependencies)
            list_add(&inputs, path);
    if (options->notes_file)
        list_add(&inputs, options->notes_file);
    bool clash = outputs_clash(outputs, &inputs);
    list_release(&inputs);
    return clash;
}

static void print(struct writer *writer, FILE *out)
{
    size_t length;
    const char *text = writer_text(writer, &length);
    fwrite(text, 1, length, out);
    writer_free(writer);
}

static bool is_complete(const struct options *options, const struct model *model,
                        struct arena *arena)
{
    if (!options->strict || !model->skipped.count)
        return true;
    struct writer *ledger = writer_new();
    report_ledger(model, arena, ledger);
    print(ledger, stderr);
    size_t count = model->skipped.count;
    diag_error(NOWHERE, "--strict: %zu declaration%s not bound; --exclude what is not wanted",
               count, count == 1 ? " is" : "s are");
    return false;
}

/* What was to be printed may not have been: a full disk behind standard output. */
static bool is_printed(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    diag_error(NOWHERE, "cannot print: %s", strerror(errno));
    return false;
}

/* ---- The pipeline ---------------------------------------------------------------------------- */

static int bind(void *data, struct parse_progress *progress)
{
    const struct run *run = data;
    const struct options *options = run->options;
    struct arena *arena = run->arena;
    struct types *types = types_new(arena);
    struct api apis[TARGET_MAX] = {0};
    struct model model = {0};
    struct notes notes = {0};
    struct binding binding = {0};
    struct outputs outputs = {0};

    bool ok = notes_read(&notes, options->notes_file, arena) && has_compilers(options);
    struct verifier *verifier = ok ? verify_start(options, arena, progress) : NULL;
    ok = verifier && parse_all(options, &notes, apis, arena, types, progress);
    if (ok) {
        merge(&model, apis, options->target_count, arena, types);
        ok = notes_apply(&notes, options->name, &model, arena) &&
             select_entities(&model, options, &notes, arena) &&
             verify(verifier, &model, apis, &notes) && is_complete(options, &model, arena);
    }
    if (ok && options->dump_model) {
        struct writer *dump = writer_new();
        report_model(&model, arena, dump);
        print(dump, stdout);
    } else if (ok) {
        make_binding(&binding, options, &model, &notes, arena);
        ok = emit_all(options, &binding, &outputs) && !clashes(options, &model, &outputs) &&
             outputs_commit(&outputs);
    }

    if (verifier)
        verify_end(verifier);
    outputs_release(&outputs);
    release_binding(&binding);
    notes_release(&notes);
    model_release(&model);
    for (size_t t = 0; t < options->target_count; t++)
        api_release(&apis[t]);
    types_free(types);
    return ok && is_printed() ? 0 : 1;
}

static int call_function(void *data, struct parse_progress *progress)
{
    const struct run *run = data;
    return call(run->options, run->arena, progress);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct options options;
    options_parse(&options, arena, argc, argv);
    struct run run = {&options, arena};
    int status = 2;
    switch (options.command) {
    case COMMAND_BIND:
        status = supervise(bind, &run, options.timeout_s);
        break;
    case COMMAND_CALL:
        status = supervise(call_function, &run, options.timeout_s);
        break;
    case COMMAND_DONE:
        status = 0;
        break;
    case COMMAND_WRONG:
        status = 2;
        break;
    }
    options_release(&options);
    arena_free(arena);
    return is_printed() ? status : 1;
}
