/* A wpcap.dll that waits as Npcap's and WinPcap's do, over a cable in memory, so that what is made
 * for them runs under Wine, where their drivers do not. After pcap-npf.c of libpcap:
 *
 *   - a packet goes to the driver's buffer; the read event is set when that holds enough
 *   - a read takes the whole buffer and resets the event; its packets are handed out one by one
 *   - pcap_setnonblock() makes reads not wait; otherwise they wait for the event or the time-out
 *   - pcap_breakloop() sets a flag, and the event
 *
 * WINPCAP: what WinPcap 4.1.3 lacks is left out. */
#include <winsock2.h>

#include <pcap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __declspec(dllexport)

enum { DEVICES = 2, BUFFER_BYTES = 16 << 20, MIN_TO_COPY_BYTES = 16000 };

/* In the driver's buffer and in the reader's: this, then the bytes. */
struct record {
    struct pcap_pkthdr header;
};

struct pcap {
    struct pcap *next; /* open captures */
    int device;
    bool active, immediate, nonblocking, breaking;
    DWORD timeout_ms;
    size_t min_to_copy_bytes;
    HANDLE event;
    char *kernel; /* the driver's buffer; under `lock` */
    size_t kernel_bytes;
    char *user; /* the reader's */
    size_t user_bytes, at;
    unsigned dropped;
    char error[PCAP_ERRBUF_SIZE];
};

static SRWLOCK lock = SRWLOCK_INIT;
static struct pcap *captures;

static const char *const names[DEVICES] = {"\\Device\\NPF_{00000001-1111-4000-8000-000000000001}",
                                           "\\Device\\NPF_{00000002-1111-4000-8000-000000000002}"};

EXPORT const char *pcap_lib_version(void)
{
    return "a double of Npcap, version 0";
}

EXPORT int pcap_findalldevs(pcap_if_t **devices, char *error)
{
    static pcap_if_t list[DEVICES + 2] = {
        {.next = &list[1], .description = "without a name"},
        {.next = &list[2], .description = "one"},
        {.next = &list[3], .description = "two"},
        {.description = "Netzwerkger\xe4t", .name = "\\Device\\NPF_{00000003}"}};
    *error = '\0';
    for (int i = 0; i < DEVICES; i++)
        list[i + 1].name = (char *)(uintptr_t)names[i];
    *devices = list;
    return 0;
}

EXPORT void pcap_freealldevs(pcap_if_t *devices)
{
    (void)devices;
}

EXPORT pcap_t *pcap_create(const char *name, char *error)
{
    for (int i = 0; i < DEVICES; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        struct pcap *pcap = calloc(1, sizeof(*pcap));
        pcap->device = i;
        pcap->min_to_copy_bytes = MIN_TO_COPY_BYTES;
        return pcap;
    }
    snprintf(error, PCAP_ERRBUF_SIZE, "Error opening adapter");
    return NULL;
}

EXPORT int pcap_set_snaplen(pcap_t *pcap, int length)
{
    (void)pcap;
    return length > 0 ? 0 : PCAP_ERROR;
}

EXPORT int pcap_set_promisc(pcap_t *pcap, int on)
{
    (void)pcap;
    (void)on;
    return 0;
}

/* 0 would be "for ever", which nobody here wants. */
EXPORT int pcap_set_timeout(pcap_t *pcap, int timeout_ms)
{
    pcap->timeout_ms = (DWORD)timeout_ms;
    return timeout_ms > 0 ? 0 : PCAP_ERROR;
}

/* Grants less than it is asked for first, as a driver short of memory does. */
EXPORT int pcap_set_buffer_size(pcap_t *pcap, int size_bytes)
{
    pcap->kernel_bytes = (size_t)size_bytes;
    return 0;
}

#ifndef WINPCAP
EXPORT int pcap_set_immediate_mode(pcap_t *pcap, int on)
{
    pcap->immediate = on;
    return 0;
}
#endif

EXPORT int pcap_activate(pcap_t *pcap)
{
    if (pcap->kernel_bytes > BUFFER_BYTES) {
        snprintf(pcap->error, sizeof(pcap->error), "driver error: not enough memory");
        return PCAP_ERROR;
    }
    pcap->kernel = malloc(BUFFER_BYTES);
    pcap->user = malloc(BUFFER_BYTES);
    pcap->kernel_bytes = 0;
    pcap->event = CreateEventW(NULL, TRUE, FALSE, NULL);
    pcap->active = true;
    if (pcap->immediate)
        pcap->min_to_copy_bytes = 0;
    AcquireSRWLockExclusive(&lock);
    pcap->next = captures;
    captures = pcap;
    ReleaseSRWLockExclusive(&lock);
    return 0;
}

EXPORT void pcap_close(pcap_t *pcap)
{
    AcquireSRWLockExclusive(&lock);
    for (struct pcap **at = &captures; *at; at = &(*at)->next) {
        if (*at == pcap) {
            *at = pcap->next;
            break;
        }
    }
    ReleaseSRWLockExclusive(&lock);
    if (pcap->event)
        CloseHandle(pcap->event);
    free(pcap->kernel);
    free(pcap->user);
    free(pcap);
}

EXPORT int pcap_setmintocopy(pcap_t *pcap, int size_bytes)
{
    pcap->min_to_copy_bytes = (size_t)size_bytes;
    return 0;
}

EXPORT HANDLE pcap_getevent(pcap_t *pcap)
{
    return pcap->event;
}

EXPORT int pcap_setnonblock(pcap_t *pcap, int on, char *error)
{
    *error = '\0';
    pcap->nonblocking = on;
    return 0;
}

EXPORT void pcap_breakloop(pcap_t *pcap)
{
    pcap->breaking = true;
    SetEvent(pcap->event);
}

EXPORT int pcap_datalink(pcap_t *pcap)
{
    (void)pcap;
    return DLT_EN10MB;
}

EXPORT char *pcap_geterr(pcap_t *pcap)
{
    return pcap->error;
}

EXPORT int pcap_stats(pcap_t *pcap, struct pcap_stat *statistics)
{
    *statistics = (struct pcap_stat){.ps_drop = pcap->dropped};
    return 0;
}

/* A filter that lets everything through is all there is. */
EXPORT int pcap_compile(pcap_t *pcap, struct bpf_program *program, const char *text, int optimize,
                        bpf_u_int32 netmask)
{
    (void)optimize;
    (void)netmask;
    memset(program, 0, sizeof(*program));
    snprintf(pcap->error, sizeof(pcap->error), "syntax error");
    return *text ? PCAP_ERROR : 0;
}

EXPORT int pcap_setfilter(pcap_t *pcap, struct bpf_program *program)
{
    (void)pcap;
    (void)program;
    return 0;
}

EXPORT void pcap_freecode(struct bpf_program *program)
{
    (void)program;
}

/* ---- Packets --------------------------------------------------------------------------------- */

static size_t aligned(size_t size_bytes)
{
    return (size_bytes + 7) / 8 * 8;
}

static void set_time(struct pcap_pkthdr *header)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    ULONGLONG units = ((ULONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime);
    ULONGLONG us = units / 10 - 11644473600000000ULL; /* from 1601 to 1970 */
    header->ts.tv_sec = (long)(us / 1000000);
    header->ts.tv_usec = (long)(us % 1000000);
}

/* With the lock. */
static void deliver(struct pcap *pcap, const u_char *bytes, int length_bytes)
{
    struct record record = {
        .header = {.caplen = (bpf_u_int32)length_bytes, .len = (bpf_u_int32)length_bytes}};
    size_t size_bytes = aligned(sizeof(record) + (size_t)length_bytes);
    if (size_bytes > BUFFER_BYTES - pcap->kernel_bytes) {
        pcap->dropped++;
        return;
    }
    set_time(&record.header);
    memcpy(pcap->kernel + pcap->kernel_bytes, &record, sizeof(record));
    memcpy(pcap->kernel + pcap->kernel_bytes + sizeof(record), bytes, (size_t)length_bytes);
    pcap->kernel_bytes += size_bytes;
    if (pcap->kernel_bytes > pcap->min_to_copy_bytes)
        SetEvent(pcap->event);
}

EXPORT int pcap_sendpacket(pcap_t *pcap, const u_char *bytes, int length_bytes)
{
    AcquireSRWLockExclusive(&lock);
    for (struct pcap *at = captures; at; at = at->next)
        if (at->device != pcap->device)
            deliver(at, bytes, length_bytes);
    ReleaseSRWLockExclusive(&lock);
    return 0;
}

/* PacketReceivePacket(): the reader's buffer must be used up. */
static void read_driver(struct pcap *pcap)
{
    if (!pcap->nonblocking)
        WaitForSingleObject(pcap->event, pcap->timeout_ms);
    AcquireSRWLockExclusive(&lock);
    char *emptied = pcap->user;
    pcap->user = pcap->kernel;
    pcap->user_bytes = pcap->kernel_bytes;
    pcap->at = 0;
    memset(emptied, 0xdd, pcap->kernel_bytes); /* who keeps what was there sees it */
    pcap->kernel = emptied;
    pcap->kernel_bytes = 0;
    ResetEvent(pcap->event);
    ReleaseSRWLockExclusive(&lock);
}

EXPORT int pcap_dispatch(pcap_t *pcap, int count, pcap_handler handler, u_char *user)
{
    int done = 0;
    if (pcap->at == pcap->user_bytes && !pcap->breaking)
        read_driver(pcap);
    while (pcap->at < pcap->user_bytes && !pcap->breaking && (count <= 0 || done < count)) {
        struct record *record = (struct record *)(void *)(pcap->user + pcap->at);
        handler(user, &record->header, (u_char *)(record + 1));
        pcap->at += aligned(sizeof(*record) + record->header.caplen);
        done++;
    }
    if (pcap->breaking && done == 0) {
        pcap->breaking = false;
        return PCAP_ERROR_BREAK;
    }
    return done;
}

struct one {
    struct pcap_pkthdr *header;
    const u_char *bytes;
};

static void keep_one(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    *(struct one *)(void *)user = (struct one){(struct pcap_pkthdr *)(uintptr_t)header, bytes};
}

EXPORT int pcap_next_ex(pcap_t *pcap, struct pcap_pkthdr **header, const u_char **bytes)
{
    struct one one = {0};
    int status = pcap_dispatch(pcap, 1, keep_one, (u_char *)&one);
    *header = one.header;
    *bytes = one.bytes;
    return status;
}
