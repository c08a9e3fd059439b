#include "capture_internal.h"

#include "capability_internal.h"
#include "wpcap_binding.h"

#include <stdlib.h>
#include <string.h>

enum {
    READ_PACKETS = 1024, /* what one read collects, so that a burst's memory has a limit */
    FIRST_PACKETS = 64,
    FIRST_BYTES = 65536,
    ALIGNMENT = 16,
    AHEAD = 8, /* packets that are fetched into the cache before they are read */
    CACHE_LINE = 64,
    SHIFT_BYTES = 2 /* puts what follows the 14 bytes of an Ethernet header on the alignment */
};

void wherry__burst_release(struct wherry__burst *burst)
{
    free(burst->packets);
    free(burst->bytes);
    *burst = (struct wherry__burst){0};
}

void wherry__burst_clear(struct wherry__burst *burst)
{
    burst->count = burst->taken = 0;
    burst->used_bytes = burst->taken_bytes = 0;
    burst->failed = 0;
}

static bool grow_packets(struct wherry__burst *burst)
{
    unsigned capacity = burst->capacity ? burst->capacity * 2 : FIRST_PACKETS;
    void *packets = realloc(burst->packets, capacity * sizeof(*burst->packets));
    if (!packets)
        return false;
    burst->packets = packets;
    burst->capacity = capacity;
    return true;
}

static bool grow_bytes(struct wherry__burst *burst, size_t needed_bytes)
{
    size_t size_bytes = burst->size_bytes ? burst->size_bytes : FIRST_BYTES;
    while (size_bytes < needed_bytes)
        size_bytes *= 2;
    void *bytes = realloc(burst->bytes, size_bytes);
    if (!bytes)
        return false;
    burst->bytes = bytes;
    burst->size_bytes = size_bytes;
    return true;
}

static bool refuse(struct wherry__burst *burst, int code)
{
    burst->failed = code;
    return false;
}

/* The offset of a packet follows from those before it, so only the next one's has to be kept. */
static size_t next_offset(size_t offset, uint32_t length_bytes)
{
    return (offset + SHIFT_BYTES + length_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* In a ring with a place per packet they lie far apart, where no processor guesses the next: two to
 * a page, so that each is as far from the last but one as that is from the one before. A prefetch
 * reads nothing, so that it may lie beyond the ring. */
static void fetch_ahead(struct wherry__burst *burst, const u_char *bytes)
{
    const uintptr_t here = (uintptr_t)bytes;
    const uintptr_t ahead = here + AHEAD / 2 * (here - burst->last_places[1]);
    burst->last_places[1] = burst->last_places[0];
    burst->last_places[0] = here;
    __builtin_prefetch((const void *)(ahead - CACHE_LINE)); /* the library's header */
    __builtin_prefetch((const void *)ahead);
    __builtin_prefetch((const void *)(ahead + CACHE_LINE));
}

bool wherry__burst_add(struct wherry__burst *burst, const struct pcap_pkthdr *header,
                       const u_char *bytes)
{
    if (burst->failed)
        return false;
    if (header->caplen > header->len || header->caplen > WHERRY__LENGTH_LIMIT_BYTES) {
        burst->refused = *header;
        return refuse(burst, WHERRY_CAPTURE_E_LENGTH);
    }
    size_t offset = burst->used_bytes + SHIFT_BYTES;
    size_t end = offset + header->caplen;
    if ((burst->count == burst->capacity && !grow_packets(burst)) ||
        (end > burst->size_bytes && !grow_bytes(burst, end)))
        return refuse(burst, WHERRY_CAPTURE_E_MEMORY);
    fetch_ahead(burst, bytes);
    memcpy(burst->bytes + offset, bytes, header->caplen);
    /* tv_sec has 32 bits on Windows and is unsigned in practice: it ends in 2106, not in 2038. */
    uint64_t seconds = (uint64_t)header->ts.tv_sec;
    if (sizeof(header->ts.tv_sec) == 4)
        seconds &= UINT32_MAX;
    burst->packets[burst->count++] = (struct wherry_packet){
        .length_bytes = header->caplen,
        .wire_length_bytes = header->len,
        .time_ns = seconds * 1000000000 + (uint64_t)header->ts.tv_usec * burst->unit_ns,
    };
    burst->used_bytes = next_offset(burst->used_bytes, header->caplen);
    return true;
}

static void add_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    wherry__burst_add((struct wherry__burst *)(void *)user, header, bytes);
}

unsigned wherry__burst_take(struct wherry__burst *burst, struct wherry_packet *packets,
                            unsigned count)
{
    unsigned left = burst->count - burst->taken;
    if (count > left)
        count = left;
    for (unsigned i = 0; i < count; i++) {
        packets[i] = burst->packets[burst->taken++];
        packets[i].bytes = burst->bytes + burst->taken_bytes + SHIFT_BYTES;
        burst->taken_bytes = next_offset(burst->taken_bytes, packets[i].length_bytes);
    }
    return count;
}

int wherry__capture_fill(struct wherry_capture *capture, unsigned count)
{
    struct wherry__burst *burst = &capture->burst;
    wherry__burst_clear(burst);
    if (count > READ_PACKETS)
        count = READ_PACKETS;
    int status = pcap_dispatch(capture->pcap, (int)count, add_packet, (u_char *)burst);
    if (burst->count > 0)
        return (int)burst->count; /* an error behind them will come again */
    if (burst->failed)
        return wherry__capture_fail_burst(capture, burst);
    if (status < 0 && status != PCAP_ERROR_BREAK)
        return wherry__capture_fail_pcap(capture, "cannot receive");
    return 0;
}
