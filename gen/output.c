#include "output.h"

#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output {
    const char *path;
    struct writer *writer;
    char *target;    /* the file itself, behind symbolic links */
    char *temporary; /* while it is being written */
    bool is_device;  /* /dev/null, a pipe: written to, never replaced */
};

struct writer *outputs_add(struct outputs *outputs, struct arena *arena, const char *path)
{
    struct output *output = ARENA_NEW(arena, struct output);
    output->path = path;
    output->writer = writer_new();
    list_add(&outputs->files, output);
    return output->writer;
}

const char *outputs_text(const struct outputs *outputs, size_t i, size_t *length)
{
    const struct output *output = outputs->files.items[i];
    return writer_text(output->writer, length);
}

/* Links and spellings aside; devices may take several outputs. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    if (stat(a, &x) || stat(b, &y))
        return !strcmp(a, b);
    return S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool outputs_clash(const struct outputs *outputs, const struct list *inputs)
{
    FOR_EACH (const struct output *, output, &outputs->files) {
        FOR_EACH (const char *, input, inputs) {
            if (!is_same_file(output->path, input))
                continue;
            diag_error((struct location){.file = output->path},
                       "is read, and cannot be written as well");
            return true;
        }
        for (size_t i = 0; i < output_i; i++) {
            const struct output *other = outputs->files.items[i];
            if (!is_same_file(output->path, other->path))
                continue;
            diag_error((struct location){.file = output->path},
                       "cannot be two outputs at once; choose another name");
            return true;
        }
    }
    return false;
}

static bool is_unchanged(const struct output *output)
{
    size_t length;
    const char *text = writer_text(output->writer, &length);
    FILE *old = fopen(output->path, "rb");
    if (!old)
        return false;
    bool same = true;
    char block[65536];
    for (size_t count; same && (count = fread(block, 1, sizeof block, old));) {
        same = count <= length && !memcmp(block, text, count);
        text += same ? count : 0;
        length -= same ? count : 0;
    }
    same = same && !length && !ferror(old);
    fclose(old);
    return same;
}

static bool fail(const struct output *output, const char *action)
{
    diag_error((struct location){.file = output->path}, "cannot %s: %s", action, strerror(errno));
    return false;
}

/* Every folder of the path that is not there yet. */
static bool make_folders(const char *path)
{
    char *folder = strdup(path);
    bool ok = folder != NULL;
    for (char *slash = folder; ok && (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        ok = mkdir(folder, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    free(folder);
    return ok;
}

static bool write_all(const struct output *output, FILE *out)
{
    size_t length;
    const char *text = writer_text(output->writer, &length);
    return out && fwrite(text, 1, length, out) == length && fflush(out) == 0;
}

static bool write_device(const struct output *output)
{
    FILE *out = fopen(output->path, "wb");
    bool written = write_all(output, out) || fail(output, "be written");
    if (out)
        fclose(out);
    return written;
}

static bool write_temporary(struct output *output)
{
    if (!make_folders(output->path))
        return fail(output, "make its folder");
    output->target = realpath(output->path, NULL);
    if (!output->target) /* not there yet */
        output->target = strdup(output->path);
    if (!output->target || asprintf(&output->temporary, "%s.XXXXXX", output->target) < 0)
        return false;
    int descriptor = mkstemp(output->temporary);
    if (descriptor < 0) {
        free(output->temporary);
        output->temporary = NULL;
        return fail(output, "be written");
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, 0666 & ~mask);
    FILE *out = fdopen(descriptor, "wb");
    bool written = write_all(output, out) || fail(output, "be written");
    if (out)
        fclose(out);
    else
        close(descriptor);
    return written;
}

static void remove_temporaries(const struct outputs *outputs)
{
    FOR_EACH (struct output *, output, &outputs->files) {
        if (output->temporary)
            unlink(output->temporary);
        free(output->temporary);
        free(output->target);
        output->temporary = output->target = NULL;
    }
}

static bool prepare(struct output *output)
{
    struct stat status;
    errno = ENOENT;
    if (!*output->path)
        return fail(output, "be written");
    if (stat(output->path, &status) == 0 && !S_ISREG(status.st_mode)) {
        output->is_device = !S_ISDIR(status.st_mode);
        errno = EISDIR;
        return output->is_device || fail(output, "be written");
    }
    return is_unchanged(output) || write_temporary(output);
}

static bool finish(struct output *output)
{
    if (!output->temporary)
        return true;
    if (rename(output->temporary, output->target) != 0)
        return fail(output, "be replaced");
    free(output->temporary);
    output->temporary = NULL;
    return true;
}

bool outputs_commit(const struct outputs *outputs)
{
    bool ok = true;
    FOR_EACH (struct output *, output, &outputs->files)
        ok = ok && prepare(output);
    FOR_EACH (struct output *, output, &outputs->files) /* may fail, and then no file was touched */
        ok = ok && (!output->is_device || write_device(output));
    FOR_EACH (struct output *, output, &outputs->files)
        ok = ok && finish(output);
    remove_temporaries(outputs);
    return ok;
}

void outputs_release(struct outputs *outputs)
{
    FOR_EACH (struct output *, output, &outputs->files)
        writer_free(output->writer);
    list_release(&outputs->files);
}
