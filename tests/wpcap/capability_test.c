/* What the library that is installed here can do; system_*.c have what is expected of one. */
#include "check.h"
#include "system.h"

#include <wherry/wpcap.h>
#include <wpcap_binding.h>

int failures;

static struct wherry_pcap *inspect(void)
{
    struct wherry_pcap *pcap;
    if (wherry_pcap_inspect(&pcap) != 0)
        fatal("out of memory");
    return pcap;
}

void check_state(const struct wherry_pcap *pcap, const char *name, enum wherry_pcap_state wanted)
{
    const struct wherry_pcap_function *function = wherry_pcap_find(pcap, name);
    if (!function)
        fatal("%s is not in the table", name);
    check(function->state == wanted, "%s is %s (%s), not %s", name,
          wherry_pcap_state_name(function->state), function->reason,
          wherry_pcap_state_name(wanted));
}

static void test_table(void)
{
    static const char *const real[] = {"pcap_create",   "pcap_activate",    "pcap_next_ex",
                                       "pcap_compile",  "pcap_setfilter",   "pcap_sendpacket",
                                       "pcap_close",    "pcap_findalldevs", "pcap_lib_version",
                                       "pcap_breakloop"};
    struct wherry_pcap *pcap = inspect();
    for (size_t i = 0; i < sizeof(real) / sizeof(real[0]); i++)
        check_state(pcap, real[i], WHERRY_PCAP_REAL);
    check(!wherry_pcap_find(pcap, "pcap_no_such_thing"), "unknown");
    check(pcap->function_count > 100, "%zu functions", pcap->function_count);
    system_check_table(pcap);
    wherry_pcap_free(pcap);
    wherry_pcap_free(NULL);
}

static void test_library(void)
{
    struct wherry_pcap *pcap = inspect();
    if (!pcap->path)
        fatal("no library was loaded");
    check(strcmp(pcap->path, wpcap_library()) == 0, "the path");
    check_text(pcap->version, "version");
    check(pcap->candidate_count > 0, "candidates");
    for (size_t i = 0; i + 1 < pcap->candidate_count; i++) {
        const struct wherry_pcap_candidate *candidate = &pcap->candidates[i];
        check(candidate->refused && *candidate->refused, "%s: refused for a reason",
              candidate->name);
    }
    check(!pcap->candidates[pcap->candidate_count - 1].refused, "the last one was loaded");
    wherry_pcap_free(pcap);
}

static void test_explain(void)
{
    struct wherry_pcap *pcap = inspect();
    size_t length = wherry_pcap_explain(pcap, NULL, 0);
    char *text = malloc(length + 1);
    char small[16];
    if (!text)
        fatal("out of memory");
    check(wherry_pcap_explain(pcap, text, length + 1) == length, "the length");
    check(strlen(text) == length, "the whole text");
    check_text(text, pcap->path);
    check_text(text, pcap->version);
    check_text(text, "pcap_remoteact_accept: ");
    system_check_words(text);
    check(wherry_pcap_explain(pcap, small, sizeof(small)) == length, "cut off");
    check(strncmp(small, text, sizeof(small) - 1) == 0 && small[sizeof(small) - 1] == '\0',
          "a part");
    free(text);
    wherry_pcap_free(pcap);
}

static void test_emulation(void)
{
    struct wherry_pcap *before = inspect();
    int replaced = wherry_pcap_emulate();
    check(wherry_pcap_emulate() == 0, "once only");
    struct wherry_pcap *after = inspect();
    int emulated = 0;
    for (size_t i = 0; i < after->function_count; i++) {
        if (after->functions[i].state == WHERRY_PCAP_EMULATED)
            emulated++;
        else
            check(after->functions[i].state == before->functions[i].state, "%s is what it was",
                  after->functions[i].name);
        check(after->functions[i].state != WHERRY_PCAP_EMULATED ||
                  before->functions[i].state != WHERRY_PCAP_REAL,
              "%s is left alone", after->functions[i].name);
    }
    check(emulated == replaced, "%d are called emulated, %d were replaced", emulated, replaced);
    system_check_emulation(after);
    wherry_pcap_free(after);
    wherry_pcap_free(before);
}

/* ---- Traffic through what was replaced ------------------------------------------------------- */

static pcap_t *open_device(const char *wanted)
{
    char text[PCAP_ERRBUF_SIZE] = "";
    pcap_if_t *devices = NULL;
    pcap_t *pcap = NULL;
    check(pcap_findalldevs(&devices, text) == 0, "devices: %s", text);
    for (const pcap_if_t *at = devices; at && !pcap; at = at->next)
        if (strcmp(at->name, wanted) == 0 ||
            (at->description && strcmp(at->description, wanted) == 0))
            pcap = pcap_open_live(at->name, 65535, 1, 1, text);
    pcap_freealldevs(devices);
    if (!pcap)
        fatal("%s: %s", wanted, text);
    return pcap;
}

struct arrivals {
    unsigned count;
    bool in_order;
};

static void count_arrival(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct arrivals *arrivals = (struct arrivals *)(void *)user;
    if (header->caplen != TRAFFIC_BYTES || bytes[14] != (u_char)arrivals->count)
        arrivals->in_order = false;
    arrivals->count++;
}

void make_traffic(uint8_t frame[TRAFFIC_BYTES], unsigned number)
{
    static const uint8_t header[] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5};
    memset(frame, 0, TRAFFIC_BYTES);
    memcpy(frame, header, sizeof(header));
    frame[14] = (uint8_t)number;
}

/* The same program on every system: what a library lacks is made up for. */
static void test_traffic(void)
{
    uint8_t frame[TRAFFIC_BYTES];
    struct arrivals arrivals = {0, true};
    struct pcap_pkthdr header;
    wherry_pcap_emulate();
    pcap_t *sender = open_device("one");
    pcap_t *receiver = open_device("two");
    for (unsigned i = 0; i < 10; i++) {
        make_traffic(frame, i);
        check(pcap_inject(sender, frame, sizeof(frame)) == sizeof(frame), "inject");
    }
    /* A dispatch need not wait for all: the ring hands frames over in blocks, closed by a timer. */
    int first = pcap_dispatch(receiver, 3, count_arrival, (u_char *)&arrivals);
    check(first >= 1 && first <= 3, "a dispatch takes 3 at most, not %d", first);
    check(pcap_loop(receiver, 4, count_arrival, (u_char *)&arrivals) == 0, "a loop");
    check(arrivals.count == (unsigned)first + 4, "a loop takes 4");
    int rest = pcap_dispatch(receiver, -1, count_arrival, (u_char *)&arrivals);
    check(rest >= 1 && rest <= 10 - first - 4,
          "a dispatch without a limit takes what is there, not %d", rest);
    while (arrivals.count < 10)
        pcap_dispatch(receiver, -1, count_arrival, (u_char *)&arrivals);
    check(arrivals.in_order && arrivals.count == 10, "all, in order");
    pcap_inject(sender, frame, sizeof(frame));
    const u_char *bytes;
    while (!(bytes = pcap_next(receiver, &header)))
        ;
    check(header.caplen == sizeof(frame) && memcmp(bytes, frame, sizeof(frame)) == 0, "next");
    arrivals = (struct arrivals){0, true};
    if (system_send_queue(sender)) {
        check(pcap_loop(receiver, QUEUE_FRAMES, count_arrival, (u_char *)&arrivals) == 0, "queue");
        check(arrivals.in_order && arrivals.count == QUEUE_FRAMES, "all that was queued");
    }
    pcap_close(receiver);
    pcap_close(sender);
}

/* A device's frames into a file, and out of it through a filter that the device compiled. */
static void test_file(void)
{
    static const char path[] = "capability_test.pcap";
    enum { SENT = 3 };
    uint8_t frame[TRAFFIC_BYTES];
    char text[PCAP_ERRBUF_SIZE] = "";
    struct bpf_program program;
    wherry_pcap_emulate();
    pcap_t *sender = open_device("one"), *receiver = open_device("two");
    for (unsigned i = 0; i < SENT; i++) {
        make_traffic(frame, i);
        check(pcap_sendpacket(sender, frame, sizeof(frame)) == 0, "%s", pcap_geterr(sender));
    }
    pcap_dumper_t *dumper = pcap_dump_open(receiver, path);
    if (!dumper)
        fatal("no file");
    check(pcap_loop(receiver, SENT, pcap_dump, (u_char *)dumper) == 0, "%s", pcap_geterr(receiver));
    check(pcap_dump_flush(dumper) == 0, "flush");
    pcap_dump_close(dumper);
    pcap_t *file = pcap_open_offline(path, text);
    if (!file)
        fatal("%s", text);
    check(pcap_datalink(file) == DLT_EN10MB && pcap_snapshot(file) == 65535, "the device's");
    if (pcap_compile(receiver, &program, "ether[14] >= 1", 1, 0) != 0)
        fatal("%s", pcap_geterr(receiver));
    check(pcap_setfilter(file, &program) == 0, "%s", pcap_geterr(file));
    pcap_freecode(&program);
    struct arrivals arrivals = {1, true};
    check(pcap_loop(file, -1, count_arrival, (u_char *)&arrivals) == 0, "%s", pcap_geterr(file));
    check(arrivals.count == SENT && arrivals.in_order, "%u", arrivals.count);
    pcap_close(file);
    pcap_close(receiver);
    pcap_close(sender);
    remove(path);
}

int main(int count, char **arguments)
{
    static const struct test tests[] = {
        {"table", test_table},         {"library", test_library}, {"explain", test_explain},
        {"emulation", test_emulation}, {"traffic", test_traffic}, {"file", test_file},
    };
    return run_test(tests, sizeof(tests) / sizeof(tests[0]), count, arguments);
}
