#include "capability_internal.h"

#include "wpcap_binding.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* ---- Receiving, by pcap_next_ex() ------------------------------------------------------------ */

enum { UNLIMITED_PACKETS = 1024 }; /* of a dispatch without a limit: what a full buffer may hold */

static const u_char *emulate_next(pcap_t *pcap, struct pcap_pkthdr *header)
{
    struct pcap_pkthdr *found = NULL;
    const u_char *bytes = NULL;
    if (pcap_next_ex(pcap, &found, &bytes) != 1)
        return NULL;
    *header = wherry__pcap_header(found);
    return bytes;
}

static int next_packet(pcap_t *pcap, pcap_handler handler, u_char *user)
{
    struct pcap_pkthdr *header = NULL;
    const u_char *bytes = NULL;
    int status = pcap_next_ex(pcap, &header, &bytes);
    if (status == 1) {
        struct pcap_pkthdr right = wherry__pcap_header(header);
        handler(user, &right, bytes);
    }
    return status;
}

static int emulate_loop(pcap_t *pcap, int count, pcap_handler handler, u_char *user)
{
    for (int done = 0; count <= 0 || done < count;) {
        int status = next_packet(pcap, handler, user);
        if (status < 0)
            return status;
        if (done < INT_MAX)
            done += status;
    }
    return 0;
}

static int emulate_dispatch(pcap_t *pcap, int count, pcap_handler handler, u_char *user)
{
    char text[PCAP_ERRBUF_SIZE];
    int limit = count > 0 ? count : UNLIMITED_PACKETS;
    int status = next_packet(pcap, handler, user);
    if (status != 1)
        return status;
    bool blocks = pcap_getnonblock(pcap, text) == 0;
    int done = 1;
    if (blocks && pcap_setnonblock(pcap, 1, text) != 0)
        return done;
    while (done < limit && (status = next_packet(pcap, handler, user)) == 1)
        done++;
    if (blocks)
        pcap_setnonblock(pcap, 0, text);
    if (status == PCAP_ERROR_BREAK)
        pcap_breakloop(pcap); /* is for the next call: this one has packets to tell of */
    return done;
}

/* ---- A queue to send ------------------------------------------------------------------------- */

static pcap_send_queue *emulate_queue_alloc(u_int size_bytes)
{
    pcap_send_queue *queue = calloc(1, sizeof(*queue));
    if (!queue)
        return NULL;
    queue->maxlen = size_bytes;
    queue->buffer = malloc(size_bytes ? size_bytes : 1);
    if (queue->buffer)
        return queue;
    free(queue);
    return NULL;
}

static void emulate_queue_destroy(pcap_send_queue *queue)
{
    free(queue->buffer);
    free(queue);
}

/* The frame and its header; both count for the length of the queue, as in WinPcap. */
static int emulate_queue(pcap_send_queue *queue, const struct pcap_pkthdr *header,
                         const u_char *bytes)
{
    size_t room = queue->maxlen - queue->len;
    if (room < sizeof(*header) || header->caplen > room - sizeof(*header))
        return -1;
    memcpy(queue->buffer + queue->len, header, sizeof(*header));
    memcpy(queue->buffer + queue->len + sizeof(*header), bytes, header->caplen);
    queue->len += (u_int)sizeof(*header) + header->caplen;
    return 0;
}

static long long time_us(const struct pcap_pkthdr *header)
{
    return (long long)header->ts.tv_sec * 1000000 + header->ts.tv_usec;
}

/* Until so long after the start. Sleep() is coarse: the rest is given to other threads. */
static void wait_until(LARGE_INTEGER start, long long after_us)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceFrequency(&frequency);
    for (;;) {
        QueryPerformanceCounter(&now);
        long long passed_us = (now.QuadPart - start.QuadPart) * 1000000 / frequency.QuadPart;
        if (passed_us >= after_us)
            return;
        Sleep(after_us - passed_us > 2000 ? (DWORD)((after_us - passed_us) / 1000 - 1) : 0);
    }
}

/* How many bytes of the queue were sent, headers and all: less than its length after an error. */
static u_int emulate_transmit(pcap_t *pcap, pcap_send_queue *queue, int synchronous)
{
    struct pcap_pkthdr first, header;
    LARGE_INTEGER start;
    u_int at = 0;
    QueryPerformanceCounter(&start);
    while (at + sizeof(header) <= queue->len) {
        memcpy(&header, queue->buffer + at, sizeof(header));
        if (at == 0)
            first = header;
        if (synchronous)
            wait_until(start, time_us(&header) - time_us(&first));
        const u_char *bytes = (const u_char *)queue->buffer + at + sizeof(header);
        if (pcap_sendpacket(pcap, bytes, (int)header.caplen) != 0)
            break;
        at += (u_int)sizeof(header) + header.caplen;
    }
    return at;
}

/* ---- The table ------------------------------------------------------------------------------- */

#define BY_NEXT_EX(name, substitute)                                                               \
    {                                                                                              \
        wpcap_index_##name, (wherry_function)(substitute), wpcap_index_pcap_next_ex,               \
            "made of pcap_next_ex()"                                                               \
    }
#define BY_SENDPACKET(name, substitute)                                                            \
    {                                                                                              \
        wpcap_index_##name, (wherry_function)(substitute), wpcap_index_pcap_sendpacket,            \
            "made of pcap_sendpacket()"                                                            \
    }

const struct wherry__emulation wherry__emulations[] = {
    BY_NEXT_EX(pcap_next, emulate_next),
    BY_NEXT_EX(pcap_loop, emulate_loop),
    BY_NEXT_EX(pcap_dispatch, emulate_dispatch),
    BY_SENDPACKET(pcap_inject, wherry__emulate_inject),
    BY_SENDPACKET(pcap_sendqueue_alloc, emulate_queue_alloc),
    BY_SENDPACKET(pcap_sendqueue_destroy, emulate_queue_destroy),
    BY_SENDPACKET(pcap_sendqueue_queue, emulate_queue),
    BY_SENDPACKET(pcap_sendqueue_transmit, emulate_transmit),
    {0},
};
