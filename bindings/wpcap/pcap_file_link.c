#include "pcap_file.h"

#include <pcap.h>

/* The kinds that systems number in their own way; all others stand in files by the same number. */
static const struct {
    int datalink, link_type;
} renumbered[] = {
    {DLT_ATM_RFC1483, 100}, {DLT_RAW, 101},      {DLT_SLIP_BSDOS, 102},
    {DLT_PPP_BSDOS, 103},   {DLT_ATM_CLIP, 106},
};

enum { RENUMBERED = sizeof(renumbered) / sizeof(*renumbered) };

int wherry__link_type(int datalink)
{
    for (int i = 0; i < RENUMBERED; i++)
        if (renumbered[i].datalink == datalink)
            return renumbered[i].link_type;
    bool is_same = (datalink >= 0 && datalink <= DLT_FDDI) || datalink == DLT_PPP_SERIAL ||
                   datalink == DLT_PPP_ETHER ||
                   (datalink >= DLT_MATCHING_MIN && datalink <= DLT_MATCHING_MAX);
    return is_same ? datalink : -1;
}

int wherry__datalink(uint32_t link_type)
{
    for (int i = 0; i < RENUMBERED; i++)
        if (renumbered[i].link_type == (int)link_type)
            return renumbered[i].datalink;
    return (int)link_type;
}
