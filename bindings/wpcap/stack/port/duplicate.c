/* Which acknowledgement is a duplicate: RFC 6675 2.
 *
 * After three of them lwIP sends again what is missing, without waiting for a time-out. It counts
 * those whose window is what it was (RFC 5681 2). But others let their window grow with all that
 * comes, behind a gap as well, so that none would count. One that reports a gap by a block of
 * RFC 2018 is a duplicate whatever its window says; the next one that is none says it again. */
#include "hooks.h"

#include <lwip/priv/tcp_priv.h>
#include <string.h>

enum { OPTION_END = 0, OPTION_NOTHING = 1, OPTION_SACK = 5, SACK_BYTES = 10 };

/* Does a block lie beyond what is acknowledged? Others report what came twice (RFC 2883). */
static int reports_gap(const uint8_t *options, unsigned length_bytes, uint32_t acknowledged)
{
    for (unsigned at = 0; at + SACK_BYTES <= length_bytes && options[at] != OPTION_END;) {
        uint32_t first;
        if (options[at] == OPTION_NOTHING) {
            at++;
            continue;
        }
        if (options[at] == OPTION_SACK && options[at + 1] >= SACK_BYTES) {
            memcpy(&first, options + at + 2, sizeof first);
            return TCP_SEQ_GT(lwip_ntohl(first), acknowledged);
        }
        if (options[at + 1] < 2)
            return 0;
        at += options[at + 1];
    }
    return 0;
}

err_t wherry__tcp_input(struct tcp_pcb *tcp, struct tcp_hdr *header, const uint8_t *options,
                        uint16_t options_bytes, const struct pbuf *data)
{
    if (tcp->state >= ESTABLISHED && tcp->unacked && data->tot_len == 0 &&
        TCPH_FLAGS(header) == TCP_ACK && header->ackno == tcp->lastack &&
        (uint32_t)SND_WND_SCALE(tcp, (uint32_t)header->wnd) > tcp->snd_wnd &&
        reports_gap(options, options_bytes, header->ackno))
        header->wnd = (uint16_t)(tcp->snd_wnd >> tcp->snd_scale);
    return ERR_OK;
}
