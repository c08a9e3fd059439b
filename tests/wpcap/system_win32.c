#include "system.h"

#include "check.h"

#include <wpcap_binding.h>

#include <windows.h>

/* What Wine raises in a stub: EXCEPTION_WINE_STUB. */
static const DWORD wine_stub = 0x80000100;

static void *landing[5];
static bool raised;

static void land(void)
{
    __builtin_longjmp(landing, 1);
}

static LONG CALLBACK catch_stub(EXCEPTION_POINTERS *exception)
{
    if (exception->ExceptionRecord->ExceptionCode != wine_stub)
        return EXCEPTION_CONTINUE_SEARCH;
    raised = true;
#ifdef _WIN64
    exception->ContextRecord->Rip = (uintptr_t)land;
#else
    exception->ContextRecord->Eip = (uintptr_t)land;
#endif
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Call a function that is said to be a stub: it must raise before it looks at any argument. */
static bool raises(wherry_function function)
{
    raised = false;
    if (__builtin_setjmp(landing) == 0)
        function();
    return raised;
}

static void check_stubs(const struct wherry_pcap *pcap)
{
    PVOID handler = AddVectoredExceptionHandler(1, catch_stub);
    for (size_t i = 0; i < pcap->function_count; i++) {
        const struct wherry_pcap_function *function = &pcap->functions[i];
        wherry_function address;
        if (function->state == WHERRY_PCAP_STUB &&
            wherry_function_address(&wpcap_binding, (uint32_t)i, &address) == 0)
            check(raises(address), "%s is a stub", function->name);
    }
    RemoveVectoredExceptionHandler(handler);
}

static const char *const stubs[] = {
    "pcap_getevent",        "pcap_setmintocopy",       "pcap_setmode",
    "pcap_stats_ex",        "pcap_sendqueue_alloc",    "pcap_sendqueue_destroy",
    "pcap_sendqueue_queue", "pcap_sendqueue_transmit", "pcap_open_offline",
    "pcap_open_dead",       "pcap_dump_close",         "pcap_fileno",
    "pcap_live_dump",       "pcap_remoteact_accept",   "bpf_filter"};

void system_check_table(const struct wherry_pcap *pcap)
{
    if (!pcap->wine) {
        puts("not Wine's wpcap.dll: what it lacks is not known to this test");
        return;
    }
    for (size_t i = 0; i < sizeof(stubs) / sizeof(stubs[0]); i++)
        check_state(pcap, stubs[i], WHERRY_PCAP_STUB);
    check_stubs(pcap);
    check_state(pcap, "pcap_set_immediate_mode", WHERRY_PCAP_ABSENT);
    check_state(pcap, "pcap_inject", WHERRY_PCAP_ABSENT);
    check_state(pcap, "pcap_set_protocol_linux", WHERRY_PCAP_ABSENT);
    check_state(pcap, "pcap_dispatch", WHERRY_PCAP_WRONG);
    check_state(pcap, "pcap_loop", WHERRY_PCAP_WRONG);
    check_state(pcap, "pcap_stats", WHERRY_PCAP_WRONG);
    check_state(pcap, "pcap_get_airpcap_handle", WHERRY_PCAP_REAL);
}

void system_check_words(const char *text)
{
    check_text(text, "refused: ");
    check_text(text, "Npcap");
    check_text(text, "wpcap.dll, of Wine ");
    check_text(text, "pcap_getevent: stub: Wine exports it, and raises an exception\n");
    check_text(text, "pcap_loop: wrong: in Wine 8 it returns -1 at once\n");
    check_text(text, "pcap_inject: absent: the library does not export it\n");
}

void system_check_emulation(const struct wherry_pcap *pcap)
{
    static const char *const emulated[] = {"pcap_inject",
                                           "pcap_next",
                                           "pcap_loop",
                                           "pcap_dispatch",
                                           "pcap_sendqueue_alloc",
                                           "pcap_sendqueue_destroy",
                                           "pcap_sendqueue_queue",
                                           "pcap_sendqueue_transmit",
                                           "pcap_open_offline",
                                           "pcap_open_dead_with_tstamp_precision",
                                           "pcap_dump_open",
                                           "pcap_dump_close",
                                           "pcap_offline_filter",
                                           "pcap_init"};
    for (size_t i = 0; i < sizeof(emulated) / sizeof(emulated[0]); i++)
        check_state(pcap, emulated[i], WHERRY_PCAP_EMULATED);
    check_state(pcap, "pcap_getevent", WHERRY_PCAP_STUB);
    check_state(pcap, "pcap_close", WHERRY_PCAP_REAL); /* hands on */
    check_state(pcap, "pcap_stats", WHERRY_PCAP_WRONG);
    check_text(wherry_pcap_find(pcap, "pcap_compile")->reason, "not for capture files");
}

bool system_send_queue(pcap_t *sender)
{
    uint8_t frame[TRAFFIC_BYTES];
    enum { RECORD_BYTES = sizeof(struct pcap_pkthdr) + TRAFFIC_BYTES };
    pcap_send_queue *queue = pcap_sendqueue_alloc(QUEUE_FRAMES * RECORD_BYTES);
    if (!queue)
        fatal("no queue");
    struct pcap_pkthdr header = {.caplen = TRAFFIC_BYTES, .len = TRAFFIC_BYTES};
    for (unsigned i = 0; i < QUEUE_FRAMES; i++) {
        make_traffic(frame, i);
        header.ts.tv_usec = (long)i * 3000;
        check(pcap_sendqueue_queue(queue, &header, frame) == 0, "queued");
    }
    check(pcap_sendqueue_queue(queue, &header, frame) == -1, "full");

    u_int sent = pcap_sendqueue_transmit(sender, queue, 1);
    check(sent == QUEUE_FRAMES * RECORD_BYTES, "%u bytes sent", sent);

    pcap_sendqueue_destroy(queue);
    return true;
}
