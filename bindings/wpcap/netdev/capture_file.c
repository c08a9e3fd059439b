#include "capture_file.h"
#include "netdev_system.h"

#include <wherry/netdev_driver.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_BYTES = 24,
    RECORD_BYTES = 16, /* of a frame's own header */
    BUFFER_BYTES = 1 << 20,
    ETHERNET = 1, /* LINKTYPE_ETHERNET */
    REASON_BYTES = 256
};

/* The file header's magic number, and the block type with which pcapng begins. */
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d, magic_ng = 0x0a0d0d0a;

/* The header's last word: LINKTYPE, and the length of a frame check sequence, if F is set. */
static const uint32_t linktype_bits = 0x03ffffff, fcs_present = 0x04000000;
enum { FCS_SHIFT = 28 };

/* Frames are borrowed right out of the buffer: it is filled again with the first of a read. */
struct wherry__capture_reader {
    FILE *file;
    char *path;
    int is_big_endian;
    uint32_t ns_per_fraction;
    uint32_t fcs_bytes;
    uint64_t offset; /* in the file, of buffer[start] */
    uint64_t runts;
    size_t start, end;
    uint8_t buffer[BUFFER_BYTES];
};

struct wherry__capture_writer {
    FILE *file;
    char *path;
};

/* ---- Bytes ----------------------------------------------------------------------------------- */

static uint32_t get_little(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static uint32_t get_big(const uint8_t *bytes)
{
    return bytes[3] | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[0] << 24;
}

static uint32_t get(const struct wherry__capture_reader *reader, const uint8_t *bytes)
{
    return reader->is_big_endian ? get_big(bytes) : get_little(bytes);
}

static void put_little(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

static char *copy_text(const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *copy = malloc(bytes);
    if (copy)
        memcpy(copy, text, bytes);
    return copy;
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Have `wanted` bytes in the buffer, if the file has them. Moves what was borrowed. */
static int fill(struct wherry__capture_reader *reader, size_t wanted, char *error)
{
    size_t held = reader->end - reader->start;
    if (held >= wanted)
        return 0;
    memmove(reader->buffer, reader->buffer + reader->start, held);
    reader->start = 0;
    errno = 0;
    reader->end = held + fread(reader->buffer + held, 1, BUFFER_BYTES - held, reader->file);
    if (ferror(reader->file))
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_SYSTEM,
                                    "%s: cannot be read at offset %" PRIu64 ": %s", reader->path,
                                    reader->offset + reader->end, strerror(errno));
    return 0;
}

static void consume(struct wherry__capture_reader *reader, size_t bytes)
{
    reader->start += bytes;
    reader->offset += bytes;
}

static int read_magic(struct wherry__capture_reader *reader, const uint8_t *header, char *error)
{
    for (int big = 0; big < 2; big++) {
        uint32_t magic = big ? get_big(header) : get_little(header);
        reader->is_big_endian = big;
        if (magic == magic_us || magic == magic_ns) {
            reader->ns_per_fraction = magic == magic_us ? 1000 : 1;
            return 0;
        }
    }
    if (get_big(header) == magic_ng)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: a pcapng file; only pcap is read here: convert it with "
                                    "'tcpdump -r FILE -w NEW' or 'editcap -F pcap FILE NEW'",
                                    reader->path);
    return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                "%s: not a capture file: it begins with %02x %02x %02x %02x",
                                reader->path, header[0], header[1], header[2], header[3]);
}

static int read_header(struct wherry__capture_reader *reader, char *error)
{
    const uint8_t *header = reader->buffer;
    uint32_t version, link;
    int code = fill(reader, HEADER_BYTES, error);
    if (code == 0 && reader->end < HEADER_BYTES)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: not a capture file: it ends after %u bytes, within the "
                                    "header",
                                    reader->path, (unsigned)reader->end);
    if (code == 0)
        code = read_magic(reader, header, error);
    if (code < 0)
        return code;
    version = get(reader, header + 4); /* two numbers of 16 bits, each in the file's byte order */
    if (reader->is_big_endian)
        version = version >> 16 | version << 16;
    if (version != (4U << 16 | 2))
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: version %u.%u of the format; only 2.4 is read",
                                    reader->path, version & 0xffff, version >> 16);
    link = get(reader, header + 20);
    if ((link & linktype_bits) != ETHERNET)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: link type %u; only Ethernet, type 1, is read",
                                    reader->path, (unsigned)(link & linktype_bits));
    reader->fcs_bytes = link & fcs_present ? (link >> FCS_SHIFT) * 2 : 0;
    consume(reader, HEADER_BYTES);
    return 0;
}

int wherry__capture_reader_open(struct wherry__capture_reader **result, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    char reason[REASON_BYTES];
    struct wherry__capture_reader *reader = calloc(1, sizeof(*reader));
    int code;
    *result = NULL;
    if (reader)
        reader->path = copy_text(path);
    if (!reader || !reader->path) {
        free(reader);
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory to read %s", path);
    }
    reader->file = wherry__netdev_file_open(path, "rb", reason, sizeof(reason));
    code = reader->file
               ? read_header(reader, error)
               : wherry_netdev_refuse(error, WHERRY_NETDEV_E_DEVICE, "%s: %s", path, reason);
    if (code < 0) {
        wherry__capture_reader_close(reader);
        return code;
    }
    *result = reader;
    return 0;
}

void wherry__capture_reader_close(struct wherry__capture_reader *reader)
{
    if (!reader)
        return;
    if (reader->file)
        fclose(reader->file);
    free(reader->path);
    free(reader);
}

static int cut_off(const struct wherry__capture_reader *reader, const char *what, size_t wanted,
                   size_t left, char *error)
{
    return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                "%s: cut off at offset %" PRIu64 ": %s has %u bytes, and %u are "
                                "left",
                                reader->path, reader->offset, what, (unsigned)wanted,
                                (unsigned)left);
}

static void set_frame(const struct wherry__capture_reader *reader, const uint8_t *record,
                      struct wherry_netdev_frame *frame)
{
    uint32_t length = get(reader, record + 8), wire_length = get(reader, record + 12);
    if (wire_length < length) /* written by those who take one for the other */
        wire_length = length;
    if (wire_length == length && length >= reader->fcs_bytes)
        length -= reader->fcs_bytes;
    if (wire_length >= reader->fcs_bytes)
        wire_length -= reader->fcs_bytes;
    *frame = (struct wherry_netdev_frame){.bytes = record + RECORD_BYTES,
                                          .length_bytes = length,
                                          .wire_length_bytes = wire_length,
                                          .time_ns = get(reader, record) * (uint64_t)1000000000 +
                                                     get(reader, record + 4) *
                                                         (uint64_t)reader->ns_per_fraction};
}

/* One record. Returns 1; 0: not (wholly) in the buffer, and `*missing` bytes are to be filled in
 * first; or an error. */
static int read_record(struct wherry__capture_reader *reader, struct wherry_netdev_frame *frame,
                       size_t *missing, char *error)
{
    const uint8_t *record = reader->buffer + reader->start;
    size_t held = reader->end - reader->start;
    uint32_t length;
    *missing = RECORD_BYTES;
    if (held < RECORD_BYTES)
        return 0;
    length = get(reader, record + 8);
    if (length > WHERRY__CAPTURE_FRAME_BYTES)
        return wherry_netdev_refuse(
            error, WHERRY_NETDEV_E_FORMAT,
            "%s: damaged at offset %" PRIu64 ": a frame of %" PRIu32 " bytes, where %d is the most",
            reader->path, reader->offset, length, WHERRY__CAPTURE_FRAME_BYTES);
    *missing = RECORD_BYTES + length;
    if (held < *missing)
        return 0;
    set_frame(reader, record, frame);
    consume(reader, *missing);
    return 1;
}

/* The first record of a read, for which the buffer may be filled. 0: the end of the file. */
static int read_first(struct wherry__capture_reader *reader, struct wherry_netdev_frame *frame,
                      char *error)
{
    size_t wanted, held;
    for (;;) {
        int code = read_record(reader, frame, &wanted, error);
        if (code == 0)
            code = fill(reader, wanted, error) < 0 ? WHERRY_NETDEV_E_SYSTEM : 0;
        if (code != 0)
            return code;
        held = reader->end - reader->start;
        if (held >= wanted)
            continue;
        if (held == 0)
            return 0;
        return held < RECORD_BYTES
                   ? cut_off(reader, "the header of a frame", wanted, held, error)
                   : cut_off(reader, "a frame", wanted - RECORD_BYTES, held - RECORD_BYTES, error);
    }
}

int wherry__capture_reader_read(struct wherry__capture_reader *reader,
                                struct wherry_netdev_frame *frames, unsigned count,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    unsigned done = 0;
    while (done < count) {
        size_t missing;
        int code = done == 0 ? read_first(reader, &frames[done], error)
                             : read_record(reader, &frames[done], &missing, error);
        if (code <= 0)
            return done > 0 ? (int)done : code;
        if (frames[done].length_bytes < WHERRY_NETDEV_HEADER_BYTES)
            reader->runts++;
        else
            done++;
    }
    return (int)done;
}

uint64_t wherry__capture_reader_runts(const struct wherry__capture_reader *reader)
{
    return reader->runts;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static int cannot_write(const struct wherry__capture_writer *writer, char *error)
{
    return wherry_netdev_refuse(error, WHERRY_NETDEV_E_SYSTEM, "%s: cannot be written: %s",
                                writer->path, strerror(errno));
}

/* A file's LINKTYPE_… is the DLT_…, but for a few that had several numbers before there were files
 * that all systems read. */
static uint32_t linktype_of(int datalink)
{
    static const struct {
        int datalink;
        uint32_t linktype;
    } others[] = {
        {11, 100}, /* ATM_RFC1483 */
        {12, 101}, /* RAW: IP without a header before it */
        {15, 102}, /* SLIP_BSDOS */
        {16, 103}, /* PPP_BSDOS */
        {19, 106}, /* ATM_CLIP */
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (others[i].datalink == datalink)
            return others[i].linktype;
    return (uint32_t)datalink;
}

static int write_header(struct wherry__capture_writer *writer, int datalink, char *error)
{
    uint8_t header[HEADER_BYTES] = {0};
    put_little(header, magic_ns);
    put_little(header + 4, 4U << 16 | 2);
    put_little(header + 16, WHERRY__CAPTURE_FRAME_BYTES);
    put_little(header + 20, linktype_of(datalink));
    if (fwrite(header, sizeof(header), 1, writer->file) != 1)
        return cannot_write(writer, error);
    return wherry__capture_writer_flush(writer, error);
}

int wherry__capture_writer_open(struct wherry__capture_writer **result, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    return wherry__capture_writer_open_link(result, path, ETHERNET, error);
}

int wherry__capture_writer_open_link(struct wherry__capture_writer **result, const char *path,
                                     int datalink, char error[WHERRY_NETDEV_ERROR_BYTES])
{
    char reason[REASON_BYTES];
    struct wherry__capture_writer *writer = calloc(1, sizeof(*writer));
    int code;
    *result = NULL;
    if (writer)
        writer->path = copy_text(path);
    if (!writer || !writer->path) {
        free(writer);
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory to write %s", path);
    }
    writer->file = wherry__netdev_file_open(path, "wb", reason, sizeof(reason));
    if (writer->file)
        (void)setvbuf(writer->file, NULL, _IOFBF, BUFFER_BYTES); /* or a smaller one */
    code = writer->file
               ? write_header(writer, datalink, error)
               : wherry_netdev_refuse(error, WHERRY_NETDEV_E_SYSTEM, "%s: %s", path, reason);
    if (code < 0) {
        wherry__capture_writer_close(writer);
        return code;
    }
    *result = writer;
    return 0;
}

void wherry__capture_writer_close(struct wherry__capture_writer *writer)
{
    if (!writer)
        return;
    if (writer->file)
        fclose(writer->file);
    free(writer->path);
    free(writer);
}

int wherry__capture_writer_write(struct wherry__capture_writer *writer, const uint8_t *bytes,
                                 uint32_t length_bytes, uint32_t wire_length_bytes,
                                 uint64_t time_ns, char error[WHERRY_NETDEV_ERROR_BYTES])
{
    uint8_t record[RECORD_BYTES];
    if (time_ns == 0)
        time_ns = wherry__netdev_time_ns();
    if (length_bytes > WHERRY__CAPTURE_FRAME_BYTES)
        length_bytes = WHERRY__CAPTURE_FRAME_BYTES;
    put_little(record, (uint32_t)(time_ns / 1000000000));
    put_little(record + 4, (uint32_t)(time_ns % 1000000000));
    put_little(record + 8, length_bytes);
    put_little(record + 12, wire_length_bytes);
    if (fwrite(record, sizeof(record), 1, writer->file) != 1 ||
        fwrite(bytes, 1, length_bytes, writer->file) != length_bytes)
        return cannot_write(writer, error);
    return 0;
}

int wherry__capture_writer_flush(struct wherry__capture_writer *writer,
                                 char error[WHERRY_NETDEV_ERROR_BYTES])
{
    return fflush(writer->file) == 0 ? 0 : cannot_write(writer, error);
}
