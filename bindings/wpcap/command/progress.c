#include "progress.h"

#include "clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { PERIOD_US = 500000 };

void progress_scaled(char text[32], double value, const char *unit)
{
    static const char *const prefixes[] = {"", "k", "M", "G", "T"};
    size_t i = 0;
    for (; value >= 1000 && i + 1 < sizeof prefixes / sizeof *prefixes; i++)
        value /= 1000;
    snprintf(text, 32, i ? "%.1f %s%s" : "%.0f %s%s", value, prefixes[i], unit);
}

void progress_begin(struct progress *progress, bool is_wanted)
{
    uint64_t now = clock_us();
    *progress = (struct progress){.is_shown = is_wanted && isatty(STDERR_FILENO),
                                  .begun_us = now,
                                  .last_us = now,
                                  .next_us = now + PERIOD_US};
}

void progress_show(struct progress *progress, uint64_t frames, uint64_t bytes)
{
    uint64_t now = progress->is_shown ? clock_us() : 0;
    if (!progress->is_shown || now < progress->next_us)
        return;
    double seconds = (double)(now - progress->last_us) / 1e6;
    char total[32], rate[32];
    progress_scaled(total, (double)bytes, "B");
    progress_scaled(rate, (double)(bytes - progress->last_bytes) * 8 / seconds, "bit/s");
    fprintf(stderr, "\r  %" PRIu64 " frames  %s  %.0f frames/s  %s\033[K", frames, total,
            (double)(frames - progress->last_frames) / seconds, rate);
    fflush(stderr);
    progress->last_us = now;
    progress->next_us = now + PERIOD_US;
    progress->last_frames = frames;
    progress->last_bytes = bytes;
}

void progress_end(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
}
