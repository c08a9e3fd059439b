#include "transmit.h"

#include "clock.h"
#include "command.h"
#include "interrupt.h"
#include "json.h"

#include <wherry/device.h>

#include <inttypes.h>
#include <stdio.h>

static void wake(void *nothing) /* who sends looks whether it came */
{
    (void)nothing;
}

bool transmit_begin(struct transmit *transmit, const char *device, uint64_t rate, bool is_shown)
{
    static const struct wherry_capture_options options = {.only_own = 1};
    char error[WHERRY_DEVICE_ERROR_BYTES];
    *transmit = (struct transmit){.rate = rate};
    if (wherry_device_open(&transmit->capture, device, &options, error) < 0)
        return complain("%s", error), false;
    interrupt_catch(wake, NULL);
    progress_begin(&transmit->progress, is_shown);
    return true;
}

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

static void summarise(const struct transmit *transmit, bool as_json)
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

void transmit_end(struct transmit *transmit, bool as_json)
{
    progress_end(&transmit->progress);
    interrupt_catch(NULL, NULL);
    summarise(transmit, as_json);
    wherry_capture_close(transmit->capture);
}
