/* exit.c: what stdio leaves to do at the end of the program. */

#include "../core/internal.h"
#include "stdio_impl.h"

static void finish(FILE *file)
{
    if (!file) {
        return;
    }
    if (file->wpos != file->wbase) {
        file->write(file, 0, 0);
    }
    if (file->rpos != file->rend) { /* the next reader of a shared descriptor goes on from here */
        file->seek(file, file->rpos - file->rend, SEEK_CUR);
    }
}

void wherry__stdio_flush(void)
{
    for (FILE *file = *__ofl_lock(); file; file = file->next) {
        finish(file);
    }
    __ofl_unlock();
    finish(__stdin_used);
    finish(__stdout_used);
    finish(__stderr_used);
}

/* musl's streams ask for this by name, so that the linker brings it. */
void __stdio_exit_needed(void)
{
}
