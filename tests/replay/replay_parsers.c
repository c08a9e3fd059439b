/* replay_parsers: changed bytes into everything that reads what others wrote, and a line for every
 * 100 of them: frames into the trace's line and the checksums, requests into the web server's
 * parser, addresses into the stack's options, and whole files into the reader of captures.
 *
 *   replay_parsers --seed 1 --frames 50000 CAPTURE... >answers
 *
 * It writes replay_parsers.tmp into the current folder. Everything that is read stands in memory of
 * exactly its length, for the sanitizer. */
#include "capture_file.h"
#include "frame_describe.h"
#include "http_request.h"
#include "http_text.h"
#include "internal.h"
#include "mutate.h"
#include "options.h"
#include "samples.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINE_CASES = 100, FILE_CASES = 64, FILE_BYTES_MAX = 32768 };

static const char file_name[] = "replay_parsers.tmp";

struct parsers {
    struct options options;
    struct samples samples;
    struct random random;
    uint64_t digest;
    uint64_t requests, plans, files, frames; /* that were taken for good */
};

static void add(struct parsers *parsers, const void *bytes, size_t length_bytes)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length_bytes; i++)
        parsers->digest = (parsers->digest ^ at[i]) * 0x100000001b3;
}

static void add_text(struct parsers *parsers, const char *text)
{
    add(parsers, text ? text : "(none)", text ? strlen(text) : 6);
}

static void add_number(struct parsers *parsers, uint64_t number)
{
    for (int i = 0; i < 8; i++) {
        uint8_t byte = (uint8_t)(number >> (8 * i));
        add(parsers, &byte, 1);
    }
}

static void *exact(const void *bytes, size_t length_bytes)
{
    void *copy = malloc(length_bytes ? length_bytes : 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, length_bytes);
    return copy;
}

static void change(struct parsers *parsers, struct frame *frame, const struct frame *other)
{
    uint32_t count = random_below(&parsers->random, 4);
    for (uint32_t i = 0; i < count; i++)
        mutate_bytes(frame, other, &parsers->random);
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static const struct frame *any_frame(struct parsers *parsers)
{
    uint32_t i = random_below(&parsers->random, (uint32_t)parsers->samples.count);
    return &parsers->samples.all[i].frame;
}

static void try_checksums(struct parsers *parsers, const struct frame *frame)
{
    uint8_t *bytes = exact(frame->bytes, frame->length_bytes);
    add_number(parsers, (uint64_t)wherry__frame_fill_partial_checksum(bytes, frame->length_bytes));
    add_number(parsers, (uint64_t)wherry__frame_fill_checksum(bytes, frame->length_bytes));
    add(parsers, bytes, frame->length_bytes);
    free(bytes);
}

static void try_frame(struct parsers *parsers)
{
    char line[WHERRY__LINE_BYTES];
    struct frame frame = *any_frame(parsers);
    change(parsers, &frame, any_frame(parsers));
    if (random_percent(&parsers->random, 50))
        mutate_fields(&frame, &parsers->random);
    if (frame.length_bytes < WHERRY_NETDEV_HEADER_BYTES)
        frame.length_bytes = WHERRY_NETDEV_HEADER_BYTES;
    uint32_t cut =
        random_percent(&parsers->random, 10) ? 1 + random_below(&parsers->random, 99) : 0;
    uint8_t *bytes = exact(frame.bytes, frame.length_bytes);
    wherry__frame_describe(bytes, frame.length_bytes, frame.length_bytes + cut, "in", line);
    add_text(parsers, line);
    free(bytes);
    try_checksums(parsers, &frame);
}

/* ---- Requests -------------------------------------------------------------------------------- */

static struct frame text_frame(const char *text)
{
    struct frame frame = {.length_bytes = (uint32_t)strlen(text)};
    assert(frame.length_bytes <= FRAME_BYTES_MAX);
    memcpy(frame.bytes, text, frame.length_bytes);
    return frame;
}

/* folder_is_name() differs between systems on purpose: whether the path is refused does not count.
 */
static void try_path(struct parsers *parsers, const char *target)
{
    size_t room = 1 + random_below(&parsers->random, 64);
    char *path = malloc(room);
    if (!path)
        abort();
    int status = http_path_decode(target, path, room);
    if (status == 0 || status == 403)
        add_text(parsers, path);
    struct http_text text = {0};
    http_text_add_html(&text, target);
    http_text_add_path(&text, target);
    add(parsers, text.bytes, text.length_bytes);
    http_text_release(&text);
    add_text(parsers, http_content_type(target));
    free(path);
}

static void try_request(struct parsers *parsers)
{
    static const char *const heads[] = {
        "GET /hello.txt HTTP/1.1\r\nHost: 192.0.2.1\r\nRange: bytes=100-199\r\n\r\n",
        "HEAD http://peer/a%20b/../%2e%2e/?x#y HTTP/1.0\r\nConnection: keep-alive, x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n12345",
        "\r\nGET // HTTP/1.1\nHost:\tb \nIf-Range: \"x\"\nrange: bytes=-18446744073709551616\n\n",
        "GET /%41%zz%00 HTTP/2.0\r\nhost: c\r\nconnection: close\r\nIf-Modified-Since: x\r\n\r\n",
    };
    enum { HEADS = sizeof heads / sizeof *heads };
    struct frame frame = text_frame(heads[random_below(&parsers->random, HEADS)]);
    struct frame other = text_frame(heads[random_below(&parsers->random, HEADS)]);
    change(parsers, &frame, &other);
    char *bytes = exact(frame.bytes, frame.length_bytes);
    size_t length = http_head_length(bytes, frame.length_bytes);
    add_number(parsers, length);
    add_number(parsers, (uint64_t)http_request_too_long(bytes, frame.length_bytes));
    free(bytes);
    if (length == 0)
        return;
    struct http_request request;
    uint64_t first = 0, count = 0;
    bytes = exact(frame.bytes, length);
    http_request_parse(&request, bytes, length);
    add_number(parsers, (uint64_t)request.status);
    add_text(parsers, request.target);
    add_text(parsers, request.if_range);
    add_text(parsers, request.if_modified_since);
    add_number(parsers, (uint64_t)http_range_parse(request.range, 1000, &first, &count));
    add_number(parsers, first + count);
    try_path(parsers, request.target);
    parsers->requests += request.status == 0;
    free(bytes);
}

/* ---- Addresses ------------------------------------------------------------------------------- */

static char *any_text(struct parsers *parsers)
{
    static const char *const texts[] = {"192.0.2.10/24", "192.0.2.1",  "2001:db8::10/64",
                                        "fe80::1",       "1.2.3.4,::", "::ffff:192.0.2.1%1/64"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    struct frame frame = text_frame(texts[random_below(&parsers->random, TEXTS)]);
    struct frame other = text_frame(texts[random_below(&parsers->random, TEXTS)]);
    if (random_percent(&parsers->random, 50))
        mutate_bytes(&frame, &other, &parsers->random);
    frame.length_bytes = frame.length_bytes < 200 ? frame.length_bytes : 200;
    frame.bytes[frame.length_bytes] = 0;
    return exact(frame.bytes, strlen((char *)frame.bytes) + 1);
}

static void try_plan(struct parsers *parsers)
{
    char error[WHERRY_STACK_ERROR_BYTES] = "";
    struct wherry_stack_options options = {0};
    struct plan plan;
    char *text = any_text(parsers);
    const char **const members[] = {&options.address4, &options.gateway4, &options.address6,
                                    &options.gateway6, &options.dns};
    *members[random_below(&parsers->random, 5)] = text;
    int code = wherry__plan(&plan, &options, error);
    add_number(parsers, (uint64_t)code);
    add_text(parsers, error);
    add_number(parsers, ip4_addr_get_u32(&plan.address4) ^ ip4_addr_get_u32(&plan.gateway4));
    add(parsers, plan.address6.addr, sizeof plan.address6.addr);
    parsers->plans += code == 0;
    free(text);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static void write_file(const uint8_t *bytes, size_t length_bytes)
{
    FILE *file = fopen(file_name, "wb");
    if (!file || fwrite(bytes, 1, length_bytes, file) != length_bytes || fclose(file) != 0) {
        perror(file_name);
        exit(1);
    }
}

/* Damage is mostly in headers: those of frames are found by reading on from the first. */
static void damage_file(struct parsers *parsers, uint8_t *bytes, size_t length)
{
    struct random *random = &parsers->random;
    uint32_t count = 1 + random_below(random, 4);
    for (uint32_t i = 0; i < count && length > 40; i++) {
        uint32_t at = random_below(random, random_percent(random, 50) ? 40 : (uint32_t)length);
        if (random_percent(random, 50))
            bytes[at] = (uint8_t)random_next(random);
        else
            bytes[at] ^= (uint8_t)(1u << random_below(random, 8));
    }
}

static void read_file(struct parsers *parsers)
{
    enum { BURST = 16 };
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev_frame frames[BURST];
    struct wherry__capture_reader *reader;
    int code = wherry__capture_reader_open(&reader, file_name, error);
    while (code >= 0) {
        unsigned burst = 1 + random_below(&parsers->random, BURST);
        code = wherry__capture_reader_read(reader, frames, burst, error);
        for (int i = 0; i < code; i++) {
            add_number(parsers, frames[i].time_ns);
            add_number(parsers, frames[i].wire_length_bytes);
            add(parsers, frames[i].bytes, frames[i].length_bytes);
        }
        parsers->frames += code > 0 ? (unsigned)code : 0;
        if (code <= 0)
            break;
    }
    add_number(parsers, (uint64_t)code);
    add_text(parsers, error);
    if (reader)
        add_number(parsers, wherry__capture_reader_runts(reader));
    parsers->files += code == 0;
    wherry__capture_reader_close(reader);
}

static size_t load_bytes(const char *path, uint8_t bytes[FILE_BYTES_MAX])
{
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, FILE_BYTES_MAX, file) : 0;
    if (file)
        fclose(file);
    return length;
}

static void try_file(struct parsers *parsers)
{
    static uint8_t bytes[FILE_BYTES_MAX];
    uint32_t which = random_below(&parsers->random, (uint32_t)parsers->samples.files);
    size_t length = load_bytes(parsers->options.paths[which], bytes);
    damage_file(parsers, bytes, length);
    if (random_percent(&parsers->random, 20))
        length = random_below(&parsers->random, (uint32_t)length + 1);
    write_file(bytes, length);
    read_file(parsers);
}

/* ---- All ------------------------------------------------------------------------------------- */

int main(int argc, char **arguments)
{
    static const uint8_t nobody[WHERRY_NETDEV_MAC_BYTES];
    static struct parsers parsers;
    (void)argc;
    if (options_read(&parsers.options, arguments) != 0)
        return 2;
    for (char **path = parsers.options.paths; *path; path++) {
        if (samples_load(&parsers.samples, *path, nobody) != 0)
            return 1;
    }
    parsers.random.state = parsers.options.seed;
    for (uint64_t i = 1; i <= parsers.options.frames; i++) {
        try_frame(&parsers);
        try_request(&parsers);
        try_plan(&parsers);
        if (i % FILE_CASES == 0)
            try_file(&parsers);
        if (i % LINE_CASES == 0)
            printf("%" PRIu64 " %016" PRIx64 "\n", i, parsers.digest);
    }
    fprintf(stderr,
            "replay: seed %" PRIu64 ": %" PRIu64 " frames, requests and addresses each; taken for "
            "good: %" PRIu64 " requests, %" PRIu64 " addresses, %" PRIu64 " files, %" PRIu64
            " frames of files\n",
            parsers.options.seed, parsers.options.frames, parsers.requests, parsers.plans,
            parsers.files, parsers.frames);
    remove(file_name);
    samples_release(&parsers.samples);
    return fflush(stdout) == 0 ? 0 : 1;
}
