#include "transmit.h"

#include "clock.h"
#include "command.h"
#include "json.h"

#include <inttypes.h>
#include <stdio.h>

bool transmit(struct transmit *transmit, const void *bytes, uint32_t length_bytes)
{
    if (transmit->rate)
        clock_wait(transmit->progress.begun_us + transmit->sent * 1000000 / transmit->rate);
    if (wherry_capture_send(transmit->capture, bytes, length_bytes) < 0) {
        complain("frame %" PRIu64 ": %s", transmit->sent + 1,
                 wherry_capture_error(transmit->capture));
        return false;
    }
    transmit->sent++;
    transmit->bytes += length_bytes;
    progress_show(&transmit->progress, transmit->sent, transmit->bytes);
    return true;
}

void transmit_summarise(const struct transmit *transmit, bool as_json)
{
    double seconds = (double)(clock_us() - transmit->progress.begun_us) / 1e6;
    if (!as_json) {
        fprintf(stderr, "%" PRIu64 " frames, %" PRIu64 " bytes sent in %.3f s\n", transmit->sent,
                transmit->bytes, seconds);
        return;
    }
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_number(&json, "frames", transmit->sent);
    json_number(&json, "bytes", transmit->bytes);
    json_real(&json, "seconds", seconds);
    json_close(&json, '}');
    json_end(&json);
}
