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
    char *temporary; /* while it is being written */
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

static bool write_temporary(struct output *output)
{
    if (!make_folders(output->path))
        return fail(output, "make its folder");
    if (asprintf(&output->temporary, "%s.XXXXXX", output->path) < 0)
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
    size_t length;
    const char *text = writer_text(output->writer, &length);
    FILE *out = fdopen(descriptor, "wb");
    bool written = out && fwrite(text, 1, length, out) == length && fflush(out) == 0;
    if (!written)
        fail(output, "be written");
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
        output->temporary = NULL;
    }
}

bool outputs_commit(const struct outputs *outputs)
{
    bool ok = true;
    FOR_EACH (struct output *, output, &outputs->files) {
        struct stat status;
        if (stat(output->path, &status) == 0 && S_ISDIR(status.st_mode)) {
            errno = EISDIR;
            ok = fail(output, "be written");
        }
        if (ok && !is_unchanged(output))
            ok = write_temporary(output);
    }
    FOR_EACH (struct output *, output, &outputs->files) {
        if (!ok || !output->temporary)
            continue;
        ok = rename(output->temporary, output->path) == 0 || fail(output, "be replaced");
        if (ok) {
            free(output->temporary);
            output->temporary = NULL;
        }
    }
    remove_temporaries(outputs);
    return ok;
}

void outputs_release(struct outputs *outputs)
{
    FOR_EACH (struct output *, output, &outputs->files)
        writer_free(output->writer);
    list_release(&outputs->files);
}
