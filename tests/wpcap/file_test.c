/* Capture files through pcap.h: the same results from libpcap, and from what stands in for a
 * library that has no capture files. */
#include "check.h"
#include "local_name.h"

#include <wherry/wpcap.h>

#include <pcap.h>
#include <stdint.h>

int failures;

enum { HEADER = 24, RECORD = 16, FRAME = 60, FRAMES = 3, CONTENT = 4096 };

static const char path[] = "content.pcap";
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d;

/* ---- Files ----------------------------------------------------------------------------------- */

/* The content of a file, and how numbers are put into it. */
static struct {
    bool big;
    uint8_t bytes[CONTENT];
    size_t length;
} content;

static void set_number(size_t at, uint32_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        content.bytes[at + (content.big ? size - 1 - i : i)] = (uint8_t)(value >> (8 * i));
}

static void put_number(uint32_t value, size_t size)
{
    set_number(content.length, value, size);
    content.length += size;
}

static void begin_file(bool big, uint32_t magic, unsigned minor, uint32_t snap_length,
                       uint32_t link)
{
    content.big = big;
    content.length = 0;
    put_number(magic, 4);
    put_number(2, 2);
    put_number(minor, 2);
    put_number(0, 4);
    put_number(0, 4);
    put_number(snap_length, 4);
    put_number(link, 4);
}

static void put_frame(uint32_t number, uint32_t fraction, uint32_t first, uint32_t second)
{
    put_number(number, 4);
    put_number(fraction, 4);
    put_number(first, 4);
    put_number(second, 4);
    memset(content.bytes + content.length, (int)number, FRAME);
    content.length += FRAME;
}

static void put_frames(void)
{
    for (uint32_t i = 1; i <= FRAMES; i++)
        put_frame(i, 1000 * i, FRAME, FRAME + i);
}

static void write_file(const char *name, size_t length)
{
    FILE *file = fopen(name, "wb");
    if (!file || fwrite(content.bytes, 1, length, file) != length || fclose(file) != 0)
        fatal("%s cannot be written", name);
}

static pcap_t *open_file(const char *name)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = pcap_open_offline(name, error);
    if (!pcap)
        fatal("%s: %s", name, error);
    return pcap;
}

static pcap_t *open_content(size_t length)
{
    write_file(path, length);
    return open_file(path);
}

static pcap_t *open_usual(void)
{
    begin_file(false, magic_us, 4, 65535, DLT_EN10MB);
    put_frames();
    return open_content(content.length);
}

static void expect_frame(pcap_t *pcap, long seconds, long fraction, unsigned length,
                         unsigned wire_length)
{
    struct pcap_pkthdr *header;
    const u_char *bytes;
    int status = pcap_next_ex(pcap, &header, &bytes);
    if (status != 1)
        fatal("no packet but %d: %s", status, pcap_geterr(pcap));
    check(header->ts.tv_sec == seconds && header->ts.tv_usec == fraction, "time %ld.%ld",
          (long)header->ts.tv_sec, (long)header->ts.tv_usec);
    check(header->caplen == length && header->len == wire_length, "%u bytes of %u", header->caplen,
          header->len);
    for (unsigned i = 0; i < length && i < FRAME; i++)
        check(bytes[i] == (u_char)seconds, "byte %u is %u", i, bytes[i]);
}

static void expect_status(pcap_t *pcap, int wanted)
{
    struct pcap_pkthdr *header;
    const u_char *bytes;
    int status = pcap_next_ex(pcap, &header, &bytes);
    check(status == wanted, "status %d, not %d", status, wanted);
    if (wanted == PCAP_ERROR)
        check(*pcap_geterr(pcap), "no text");
}

static void expect_refused(size_t length)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    write_file(path, length);
    pcap_t *pcap = pcap_open_offline(path, error);
    check(!pcap, "%zu bytes are opened", length);
    check(pcap || *error, "no text");
    if (pcap)
        pcap_close(pcap);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static void read_format(bool big, bool is_ns, u_int precision)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    bool wants_ns = precision == PCAP_TSTAMP_PRECISION_NANO;
    begin_file(big, is_ns ? magic_ns : magic_us, 4, 65535, DLT_EN10MB);
    put_frames();
    write_file(path, content.length);
    pcap_t *pcap = pcap_open_offline_with_tstamp_precision(path, precision, error);
    if (!pcap)
        fatal("%s", error);
    check(pcap_is_swapped(pcap) == big, "byte order");
    check(pcap_major_version(pcap) == 2 && pcap_minor_version(pcap) == 4, "version");
    check(pcap_snapshot(pcap) == 65535 && pcap_datalink(pcap) == DLT_EN10MB, "header");
    check(pcap_get_tstamp_precision(pcap) == (int)precision, "precision");
    for (int i = 1; i <= FRAMES; i++) {
        int unit = is_ns == wants_ns ? 1000 : is_ns ? 1 : 1000000;
        expect_frame(pcap, i, (long)i * unit, FRAME, (unsigned)(FRAME + i));
    }
    expect_status(pcap, PCAP_ERROR_BREAK);
    expect_status(pcap, PCAP_ERROR_BREAK);
    pcap_close(pcap);
}

static void test_formats(void)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    for (int i = 0; i < 4; i++) {
        read_format(i & 1, i & 2, PCAP_TSTAMP_PRECISION_MICRO);
        read_format(i & 1, i & 2, PCAP_TSTAMP_PRECISION_NANO);
    }
    check(!pcap_open_offline_with_tstamp_precision(path, 7, error) && *error, "precision 7");
}

/* Two numbers changed places with version 2.3. */
static void test_versions(void)
{
    for (unsigned minor = 0; minor <= 4; minor++) {
        begin_file(minor % 2, magic_us, minor, 65535, DLT_EN10MB);
        put_frame(1, 0, minor < 3 ? 100 : FRAME, minor < 3 ? FRAME : 100);
        if (minor == 3)
            put_frame(2, 0, 100, FRAME);
        pcap_t *pcap = open_content(content.length);
        check(pcap_minor_version(pcap) == (int)minor, "version 2.%u", minor);
        expect_frame(pcap, 1, 0, FRAME, 100);
        if (minor == 3)
            expect_frame(pcap, 2, 0, FRAME, 100);
        expect_status(pcap, PCAP_ERROR_BREAK);
        pcap_close(pcap);
    }
}

static void test_refused(void)
{
    static const size_t cut[] = {0, 3, 4, 23};
    static const uint32_t other[] = {0x12345678, 0x0a0d0d0a, 0x00088b1f};
    char error[PCAP_ERRBUF_SIZE] = "";
    begin_file(false, magic_us, 4, 65535, DLT_EN10MB);
    for (size_t i = 0; i < sizeof(cut) / sizeof(*cut); i++)
        expect_refused(cut[i]);
    for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
        set_number(0, other[i], 4);
        expect_refused(HEADER);
    }
    begin_file(false, magic_us, 5, 65535, DLT_EN10MB);
    expect_refused(HEADER);
    for (uint32_t major = 1; major <= 3; major += 2) {
        begin_file(true, magic_ns, 4, 65535, DLT_EN10MB);
        set_number(4, major, 2);
        expect_refused(HEADER);
    }
    check(!pcap_open_offline("no/such.pcap", error) && *error, "no such file");
    check(!pcap_open_offline(".", error) && *error, "a folder");
    check(!pcap_open_offline(NULL, error) && *error, "no name");
}

/* What stands before the damage is read. */
static void test_damage(void)
{
    static const size_t left[] = {1, 15, 16, 17, RECORD + FRAME - 1};
    for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++) {
        begin_file(i % 2, magic_us, 4, 65535, DLT_EN10MB);
        put_frames();
        pcap_t *pcap = open_content(HEADER + RECORD + FRAME + left[i]);
        expect_frame(pcap, 1, 1000, FRAME, FRAME + 1);
        expect_status(pcap, PCAP_ERROR);
        pcap_close(pcap);
    }
    begin_file(true, magic_us, 4, 65535, DLT_EN10MB);
    put_frame(1, 0, FRAME, FRAME);
    put_frame(2, 0, 262145, FRAME);
    pcap_t *pcap = open_content(content.length);
    expect_frame(pcap, 1, 0, FRAME, FRAME);
    expect_status(pcap, PCAP_ERROR);
    expect_status(pcap, PCAP_ERROR);
    pcap_close(pcap);
}

/* Headers that do not fit their packets. */
static void test_lies(void)
{
    static const uint32_t snap_lengths[] = {10, 0, UINT32_MAX, 262145};
    static const int told[] = {10, 262144, 262144, 262145};
    for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
        begin_file(false, magic_us, 4, snap_lengths[i], DLT_EN10MB);
        put_frames();
        pcap_t *pcap = open_content(content.length);
        check(pcap_snapshot(pcap) == told[i], "%d", pcap_snapshot(pcap));
        for (int k = 1; k <= FRAMES; k++)
            expect_frame(pcap, k, 1000L * k, told[i] < FRAME ? (unsigned)told[i] : FRAME,
                         (unsigned)(FRAME + k));
        expect_status(pcap, PCAP_ERROR_BREAK);
        pcap_close(pcap);
    }
    begin_file(true, magic_us, 4, 65535, DLT_EN10MB);
    put_frame(1, 5000000, FRAME, 20); /* more than there was, in more than a second */
    put_frame(2, 0, 0, 0);
    content.length -= FRAME;
    put_frame(3, 0, FRAME, FRAME);
    pcap_t *pcap = open_content(content.length);
    expect_frame(pcap, 1, 5000000, FRAME, 20);
    expect_frame(pcap, 2, 0, 0, 0);
    expect_frame(pcap, 3, 0, FRAME, FRAME);
    pcap_close(pcap);
}

static void test_links(void)
{
    static const struct {
        uint32_t link;
        int datalink;
    } links[] = {{0, DLT_NULL},        {1, DLT_EN10MB},  {101, DLT_RAW}, {100, 11},
                 {113, DLT_LINUX_SLL}, {147, DLT_USER0}, {5000, 5000},   {0x14000001, DLT_EN10MB}};
    for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
        begin_file(i % 2, magic_us, 4, 65535, links[i].link);
        pcap_t *pcap = open_content(content.length);
        check(pcap_datalink(pcap) == links[i].datalink, "link type %u is DLT %d", links[i].link,
              pcap_datalink(pcap));
        check(pcap_datalink_ext(pcap) == (int)(links[i].link & ~0x03ffffffU), "extension %x",
              (unsigned)pcap_datalink_ext(pcap));
        pcap_close(pcap);
    }
}

/* ---- Ways to read ---------------------------------------------------------------------------- */

struct count {
    pcap_t *pcap;
    unsigned seen, break_at;
};

static void count_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct count *count = (struct count *)(void *)user;
    count->seen++;
    check(header->ts.tv_sec == (long)count->seen && bytes[0] == count->seen, "in order");
    if (count->seen == count->break_at)
        pcap_breakloop(count->pcap);
}

static void test_ways(void)
{
    struct count count = {.pcap = open_usual()};
    u_char *user = (u_char *)(void *)&count;
    struct pcap_pkthdr header;
    check(pcap_dispatch(count.pcap, 1, count_packet, user) == 1, "one");
    const u_char *bytes = pcap_next(count.pcap, &header);
    check(bytes && bytes[0] == 2 && header.ts.tv_sec == 2 && header.caplen == FRAME, "next");
    count.seen++;
    check(pcap_dispatch(count.pcap, 5, count_packet, user) == 1, "the rest");
    check(pcap_dispatch(count.pcap, -1, count_packet, user) == 0, "the end");
    check(!pcap_next(count.pcap, &header), "nothing next");
    check(pcap_loop(count.pcap, 0, count_packet, user) == 0 && count.seen == FRAMES, "no more");
    pcap_close(count.pcap);

    static const int unlimited[] = {0, -1};
    for (int i = 0; i < 2; i++) {
        count = (struct count){.pcap = open_usual()};
        check(pcap_dispatch(count.pcap, unlimited[i], count_packet, user) == FRAMES, "all");
        pcap_close(count.pcap);
        count = (struct count){.pcap = open_usual()};
        check(pcap_loop(count.pcap, unlimited[i], count_packet, user) == 0, "loop");
        check(count.seen == FRAMES, "all");
        pcap_close(count.pcap);
    }
    count = (struct count){.pcap = open_usual()};
    check(pcap_loop(count.pcap, 2, count_packet, user) == 0 && count.seen == 2, "two");
    pcap_close(count.pcap);
}

static void test_break(void)
{
    struct count count = {.pcap = open_usual(), .break_at = 2};
    u_char *user = (u_char *)(void *)&count;
    check(pcap_loop(count.pcap, -1, count_packet, user) == PCAP_ERROR_BREAK, "loop");
    check(count.seen == 2, "after the second");
    expect_frame(count.pcap, 3, 3000, FRAME, FRAME + 3);
    pcap_close(count.pcap);

    count = (struct count){.pcap = open_usual(), .break_at = 2};
    check(pcap_dispatch(count.pcap, -1, count_packet, user) == 2, "dispatch tells of the packets");
    check(pcap_dispatch(count.pcap, -1, count_packet, user) == PCAP_ERROR_BREAK, "then of that");
    check(pcap_dispatch(count.pcap, -1, count_packet, user) == 1, "once");
    pcap_close(count.pcap);

    count = (struct count){.pcap = open_usual()};
    pcap_breakloop(count.pcap);
    expect_status(count.pcap, PCAP_ERROR_BREAK);
    expect_frame(count.pcap, 1, 1000, FRAME, FRAME + 1);
    pcap_close(count.pcap);
}

/* What capture files, and pcap_open_dead(), cannot do. */
static void test_cannot(void)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    struct bpf_program program = {0};
    struct pcap_stat statistics;
    pcap_t *dead = pcap_open_dead(DLT_EN10MB, 100), *file = open_usual();
    pcap_t *both[] = {dead, file};
    if (!dead)
        fatal("not even dead");
    for (int i = 0; i < 2; i++) {
        check(pcap_stats(both[i], &statistics) == PCAP_ERROR && *pcap_geterr(both[i]), "stats");
        check(pcap_setnonblock(both[i], 1, error) == PCAP_ERROR && *error, "setnonblock");
        check(pcap_setfilter(both[i], &program) == PCAP_ERROR, "setfilter");
        check(pcap_set_datalink(both[i], DLT_RAW) == PCAP_ERROR, "another link");
        check(pcap_set_datalink(both[i], DLT_EN10MB) == 0, "the same link");
        check(pcap_activate(both[i]) == PCAP_ERROR_ACTIVATED, "activate");
        check(pcap_set_snaplen(both[i], 10) == PCAP_ERROR_ACTIVATED, "set_snaplen");
        check(pcap_set_promisc(both[i], 1) == PCAP_ERROR_ACTIVATED, "set_promisc");
        check(pcap_set_timeout(both[i], 1) == PCAP_ERROR_ACTIVATED, "set_timeout");
        check(pcap_set_buffer_size(both[i], 1) == PCAP_ERROR_ACTIVATED, "set_buffer_size");
        check(pcap_sendpacket(both[i], content.bytes, FRAME) == PCAP_ERROR, "sendpacket");
        check(pcap_inject(both[i], content.bytes, FRAME) == PCAP_ERROR, "inject");
    }
    check(pcap_getnonblock(file, error) == 0, "getnonblock");
    check(pcap_getnonblock(dead, error) == PCAP_ERROR, "getnonblock");
    expect_frame(file, 1, 1000, FRAME, FRAME + 1);
    expect_status(dead, PCAP_ERROR);
    check(pcap_dispatch(dead, 1, count_packet, NULL) == PCAP_ERROR, "dispatch");
    check(pcap_loop(dead, 1, count_packet, NULL) == PCAP_ERROR, "loop");
    check(pcap_snapshot(dead) == 100 && pcap_datalink(dead) == DLT_EN10MB, "dead");
    check(pcap_get_tstamp_precision(dead) == PCAP_TSTAMP_PRECISION_MICRO, "microseconds");
    check(!pcap_is_swapped(dead) && !pcap_major_version(dead) && !pcap_file(dead), "no file");
    pcap_close(file);
    pcap_close(dead);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* What was written is what `content` holds. */
static void compare_file(const char *name)
{
    uint8_t bytes[CONTENT];
    FILE *file = fopen(name, "rb");
    size_t length = file ? fread(bytes, 1, sizeof(bytes), file) : 0;
    check(file && length == content.length && memcmp(bytes, content.bytes, length) == 0,
          "%s: %zu bytes, not %zu", name, length, content.length);
    if (file)
        fclose(file);
}

static void write_packets(pcap_t *pcap, const char *name, long fraction)
{
    uint8_t frame[FRAME];
    pcap_dumper_t *dumper = pcap_dump_open(pcap, name);
    if (!dumper)
        fatal("%s: %s", name, pcap_geterr(pcap));
    for (int i = 1; i <= FRAMES; i++) {
        struct pcap_pkthdr header = {.caplen = FRAME, .len = (bpf_u_int32)(FRAME + i)};
        header.ts.tv_sec = i;
        header.ts.tv_usec = i * fraction;
        memset(frame, i, sizeof(frame));
        check(pcap_dump_ftell(dumper) == HEADER + (RECORD + FRAME) * (i - 1), "%ld",
              pcap_dump_ftell(dumper));
        pcap_dump((u_char *)dumper, &header, frame);
    }
    check(pcap_dump_flush(dumper) == 0, "flush");
    compare_file(name);
    check(pcap_dump_ftell64(dumper) == HEADER + (RECORD + FRAME) * FRAMES, "ftell64");
    check(pcap_dump_file(dumper) != NULL, "file");
    pcap_dump_close(dumper);
    compare_file(name);
}

static void test_dump(void)
{
    for (u_int precision = 0; precision < 2; precision++) {
        pcap_t *pcap = pcap_open_dead_with_tstamp_precision(DLT_RAW, 1234, precision);
        begin_file(false, precision ? magic_ns : magic_us, 4, 1234, 101);
        put_frames();
        write_packets(pcap, "dumped.pcap", 1000);
        pcap_close(pcap);
    }
}

/* From one file into another, as a filter of files does. */
static void test_copy(void)
{
    pcap_t *pcap = open_usual();
    pcap_dumper_t *dumper = pcap_dump_open(pcap, "copy.pcap");
    if (!dumper)
        fatal("%s", pcap_geterr(pcap));
    check(pcap_loop(pcap, -1, pcap_dump, (u_char *)dumper) == 0, "loop");
    pcap_dump_close(dumper);
    pcap_close(pcap);
    compare_file("copy.pcap");
}

/* Of files that are open; they are pcap's from then on. */
static void test_streams(void)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *dead = pcap_open_dead(DLT_EN10MB, 65535);
    pcap_dumper_t *dumper = pcap_dump_fopen(dead, fopen("stream.pcap", "wb"));
    if (!dumper)
        fatal("%s", pcap_geterr(dead));
    pcap_t *usual = open_usual();
    check(pcap_loop(usual, -1, pcap_dump, (u_char *)dumper) == 0, "loop");
    pcap_dump_close(dumper);
    pcap_close(usual);
    pcap_close(dead);
    compare_file("stream.pcap");
    pcap_t *pcap = pcap_fopen_offline(fopen("stream.pcap", "rb"), error);
    if (!pcap)
        fatal("%s", error);
    for (int i = 1; i <= FRAMES; i++)
        expect_frame(pcap, i, 1000L * i, FRAME, (unsigned)(FRAME + i));
    expect_status(pcap, PCAP_ERROR_BREAK);
    pcap_close(pcap);
    write_file(path, HEADER - 1);
    FILE *refused = fopen(path, "rb");
    check(!pcap_fopen_offline(refused, error) && *error, "cut off");
    fclose(refused); /* remains the caller's */
}

static void test_dump_refused(void)
{
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 100), *unknown = pcap_open_dead(9999, 100);
    check(!pcap_dump_open(pcap, "no/such.pcap") && *pcap_geterr(pcap), "no folder");
    check(!pcap_dump_open(pcap, NULL) && *pcap_geterr(pcap), "no name");
    check(!pcap_dump_open(unknown, "dumped.pcap") && *pcap_geterr(unknown), "no link type");
    pcap_close(unknown);
    pcap_close(pcap);
}

/* ---- Filters --------------------------------------------------------------------------------- */

static void test_filter(void)
{
    struct bpf_insn code[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 14),
                              BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 2, 0, 1),
                              BPF_STMT(BPF_RET | BPF_K, 65535), BPF_STMT(BPF_RET | BPF_K, 0)};
    struct bpf_program program = {4, code};
    struct pcap_pkthdr header = {.caplen = FRAME, .len = FRAME};
    pcap_t *pcap = open_usual();
    check(bpf_validate(code, 4) && !bpf_validate(code, 2) && !bpf_validate(code, 0), "validate");
    check(bpf_filter(code, content.bytes + HEADER + RECORD, FRAME, FRAME) == 0, "the first");
    const u_char *second = content.bytes + HEADER + 2 * RECORD + FRAME;
    check(pcap_offline_filter(&program, &header, second) == 65535, "the second");
    header.caplen = 14;
    check(pcap_offline_filter(&program, &header, second) == 0, "beyond the end");
    check(pcap_setfilter(pcap, &program) == 0, "%s", pcap_geterr(pcap));
    memset(code, 0xff, sizeof(code)); /* is the handle's own by now */
    expect_frame(pcap, 2, 2000, FRAME, FRAME + 2);
    expect_frame(pcap, 3, 3000, FRAME, FRAME + 3);
    expect_status(pcap, PCAP_ERROR_BREAK);
    check(pcap_setfilter(pcap, &program) == PCAP_ERROR && *pcap_geterr(pcap), "nonsense");
    pcap_close(pcap);
}

/* ---- Names ----------------------------------------------------------------------------------- */

/* Read, and found by the C library's name for it. */
static void use_name(const char *name)
{
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 100);
    begin_file(false, magic_us, 4, 100, DLT_EN10MB);
    put_frames();
    write_packets(pcap, name, 1000);
    pcap_close(pcap);
    pcap = open_file(name);
    expect_frame(pcap, 1, 1000, FRAME, FRAME + 1);
    pcap_close(pcap);
}

static void test_names(void)
{
    static const char utf8_name[] = "gr\xc3\xbc\xc3\x9f\x65.pcap";
    char error[PCAP_ERRBUF_SIZE] = "";
    remove(local_name);
    use_name(local_name);
    remove(local_name);
    if (pcap_init(PCAP_CHAR_ENC_UTF_8, error) != 0)
        fatal("%s", error);
    check(pcap_init(PCAP_CHAR_ENC_UTF_8, error) == 0, "%s", error);
    *error = '\0';
    check(pcap_init(PCAP_CHAR_ENC_LOCAL, error) == PCAP_ERROR && *error, "not both");
    check(pcap_init(9, error) == PCAP_ERROR, "no such option");
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 100);
    pcap_dumper_t *dumper = pcap_dump_open(pcap, utf8_name);
    if (!dumper)
        fatal("%s", pcap_geterr(pcap));
    pcap_dump_close(dumper);
    pcap_close(pcap);
    pcap_close(open_file(utf8_name));
    FILE *file = fopen(local_name, "rb");
    check(file, "it is not called %s", local_name);
    if (file)
        fclose(file);
}

/* `wpcap_file_test real|emulated`: whose functions are to be tested. */
int main(int count, char **arguments)
{
    if (count != 2)
        fatal("usage: %s real|emulated", arguments[0]);
    bool emulated = strcmp(arguments[1], "emulated") == 0;
    int replaced = wherry_pcap_emulate();
    struct wherry_pcap *pcap;
    check(wherry_pcap_inspect(&pcap) == 0, "memory");
    check(wherry_pcap_find(pcap, "pcap_open_offline")->state ==
              (emulated ? WHERRY_PCAP_EMULATED : WHERRY_PCAP_REAL),
          "not %s", arguments[1]);
    check(emulated == (replaced > 0), "%d were replaced", replaced);
    check(wherry_pcap_emulate() == 0, "once only");
    wherry_pcap_free(pcap);
    test_formats();
    test_versions();
    test_refused();
    test_damage();
    test_lies();
    test_links();
    test_ways();
    test_break();
    test_cannot();
    test_dump();
    test_copy();
    test_streams();
    test_dump_refused();
    test_filter();
    test_names();
    return failures > 0;
}
