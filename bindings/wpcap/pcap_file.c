#include "pcap_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_BYTES = 24,
    RECORD_BYTES = 16, /* of a packet's own header */
    BUFFER_BYTES = 1 << 20,
    VERSION = 2,
    NEWEST_MINOR = 4
};

/* The file header's magic number, and the block type with which pcapng begins. */
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d, magic_ng = 0x0a0d0d0a;

/* Packets are borrowed right out of the buffer. */
struct wherry__pcap_reader {
    FILE *file;
    char *name;
    struct wherry__pcap_file_header header;
    uint64_t offset; /* in the file, of buffer[start] */
    size_t start, end;
    uint8_t buffer[BUFFER_BYTES];
};

struct wherry__pcap_writer {
    FILE *file;
    char *name;
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

static uint32_t get(const struct wherry__pcap_reader *reader, const uint8_t *bytes)
{
    return reader->header.is_big_endian ? get_big(bytes) : get_little(bytes);
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

void wherry__pcap_file_close(FILE *file)
{
    if (file == stdout)
        fflush(stdout);
    else if (file != stdin)
        fclose(file);
}

#define refuse(error, code, ...) (wherry__say(error, __VA_ARGS__), (code))

/* ---- Reading --------------------------------------------------------------------------------- */

/* Have `wanted` bytes in the buffer, if the file has them. Moves what was borrowed. Of a pipe no
 * more is read than that: more would be waited for. */
static int fill(struct wherry__pcap_reader *reader, size_t wanted, struct wherry__words *error)
{
    size_t held = reader->end - reader->start;
    size_t room = (reader->file == stdin ? wanted : BUFFER_BYTES) - held;
    memmove(reader->buffer, reader->buffer + reader->start, held);
    reader->start = 0;
    errno = 0;
    reader->end = held + fread(reader->buffer + held, 1, room, reader->file);
    if (ferror(reader->file))
        return refuse(error, WHERRY__PCAP_FILE_E_SYSTEM,
                      "%s: cannot be read at offset %" PRIu64 ": %s", reader->name,
                      reader->offset + reader->end, strerror(errno));
    return 0;
}

static void consume(struct wherry__pcap_reader *reader, size_t bytes)
{
    reader->start += bytes;
    reader->offset += bytes;
}

static int read_magic(struct wherry__pcap_reader *reader, const uint8_t *header,
                      struct wherry__words *error)
{
    for (int big = 0; big < 2; big++) {
        uint32_t magic = big ? get_big(header) : get_little(header);
        reader->header.is_big_endian = big;
        reader->header.is_ns = magic == magic_ns;
        if (magic == magic_us || magic == magic_ns)
            return 0;
    }
    if (get_big(header) == magic_ng)
        return refuse(error, WHERRY__PCAP_FILE_E_FORMAT,
                      "%s: a pcapng file; only pcap is read here: convert it with "
                      "'tcpdump -r FILE -w NEW' or 'editcap -F pcap FILE NEW'",
                      reader->name);
    return refuse(error, WHERRY__PCAP_FILE_E_FORMAT,
                  "%s: not a capture file: it begins with %02x %02x %02x %02x", reader->name,
                  header[0], header[1], header[2], header[3]);
}

static int read_header(struct wherry__pcap_reader *reader, struct wherry__words *error)
{
    const uint8_t *header = reader->buffer;
    int code = fill(reader, HEADER_BYTES, error);
    if (code == 0 && reader->end < HEADER_BYTES)
        return refuse(error, WHERRY__PCAP_FILE_E_FORMAT,
                      "%s: not a capture file: it ends after %u bytes, within the header",
                      reader->name, (unsigned)reader->end);
    if (code == 0)
        code = read_magic(reader, header, error);
    if (code < 0)
        return code;
    uint32_t version = get(reader, header + 4); /* two numbers of 16 bits, each in that order */
    if (reader->header.is_big_endian)
        version = version >> 16 | version << 16;
    reader->header.version_minor = (uint16_t)(version >> 16);
    if ((version & 0xffff) != VERSION || reader->header.version_minor > NEWEST_MINOR)
        return refuse(error, WHERRY__PCAP_FILE_E_FORMAT,
                      "%s: version %u.%u of the format; only 2.0 to 2.4 are read", reader->name,
                      version & 0xffff, version >> 16);
    reader->header.snap_length_bytes = get(reader, header + 16);
    reader->header.link = get(reader, header + 20);
    consume(reader, HEADER_BYTES);
    return 0;
}

int wherry__pcap_reader_create(struct wherry__pcap_reader **result, FILE *file, const char *name,
                               struct wherry__words *error)
{
    struct wherry__pcap_reader *reader = calloc(1, sizeof(*reader));
    *result = NULL;
    if (reader)
        reader->name = copy_text(name);
    if (!reader || !reader->name) {
        free(reader);
        return refuse(error, WHERRY__PCAP_FILE_E_MEMORY, "no memory to read %s", name);
    }
    reader->file = file;
    int code = read_header(reader, error);
    if (code < 0) {
        free(reader->name);
        free(reader);
        return code;
    }
    *result = reader;
    return 0;
}

void wherry__pcap_reader_close(struct wherry__pcap_reader *reader)
{
    if (!reader)
        return;
    wherry__pcap_file_close(reader->file);
    free(reader->name);
    free(reader);
}

const struct wherry__pcap_file_header *
wherry__pcap_reader_header(const struct wherry__pcap_reader *reader)
{
    return &reader->header;
}

FILE *wherry__pcap_reader_file(const struct wherry__pcap_reader *reader)
{
    return reader->file;
}

static int cut_off(const struct wherry__pcap_reader *reader, size_t wanted, size_t held,
                   struct wherry__words *error)
{
    bool in_header = held < RECORD_BYTES;
    size_t before = in_header ? 0 : RECORD_BYTES;
    return refuse(error, WHERRY__PCAP_FILE_E_FORMAT,
                  "%s: cut off at offset %" PRIu64 ": %s has %u bytes, and %u are left",
                  reader->name, reader->offset, in_header ? "the header of a frame" : "a frame",
                  (unsigned)(wanted - before), (unsigned)(held - before));
}

/* Until version 2.3 the two lengths stood in the other order; in 2.3 some wrote the one, some the
 * other. */
static void set_record(const struct wherry__pcap_reader *reader, const uint8_t *header,
                       struct wherry__pcap_record *record)
{
    uint32_t first = get(reader, header + 8), second = get(reader, header + 12);
    unsigned minor = reader->header.version_minor;
    bool swapped = minor < 3 || (minor == 3 && first > second);
    *record = (struct wherry__pcap_record){.bytes = header + RECORD_BYTES,
                                           .length_bytes = swapped ? second : first,
                                           .wire_length_bytes = swapped ? first : second,
                                           .time_s = get(reader, header),
                                           .fraction = get(reader, header + 4)};
}

/* One record. Returns 1; 0: not (wholly) in the buffer, and `*missing` bytes are to be filled in
 * first; or an error. */
static int take(struct wherry__pcap_reader *reader, struct wherry__pcap_record *record,
                size_t *missing, struct wherry__words *error)
{
    size_t held = reader->end - reader->start;
    *missing = RECORD_BYTES;
    if (held < RECORD_BYTES)
        return 0;
    set_record(reader, reader->buffer + reader->start, record);
    if (record->length_bytes > WHERRY__PCAP_FILE_PACKET_BYTES)
        return refuse(
            error, WHERRY__PCAP_FILE_E_FORMAT,
            "%s: damaged at offset %" PRIu64 ": a frame of %" PRIu32 " bytes, where %d is the most",
            reader->name, reader->offset, record->length_bytes, WHERRY__PCAP_FILE_PACKET_BYTES);
    *missing = RECORD_BYTES + record->length_bytes;
    if (held < *missing)
        return 0;
    consume(reader, *missing);
    return 1;
}

int wherry__pcap_reader_next(struct wherry__pcap_reader *reader, struct wherry__pcap_record *record,
                             bool may_move, struct wherry__words *error)
{
    for (;;) {
        size_t wanted;
        int code = take(reader, record, &wanted, error);
        if (code != 0 || !may_move)
            return code;
        code = fill(reader, wanted, error);
        if (code < 0)
            return code;
        size_t held = reader->end - reader->start;
        if (held < wanted)
            return held == 0 ? 0 : cut_off(reader, wanted, held, error);
    }
}

/* ---- Writing --------------------------------------------------------------------------------- */

static int cannot_write(const struct wherry__pcap_writer *writer, struct wherry__words *error)
{
    return refuse(error, WHERRY__PCAP_FILE_E_SYSTEM, "%s: cannot be written: %s", writer->name,
                  strerror(errno));
}

static int write_header(struct wherry__pcap_writer *writer,
                        const struct wherry__pcap_file_header *header, struct wherry__words *error)
{
    uint8_t bytes[HEADER_BYTES] = {0};
    put_little(bytes, header->is_ns ? magic_ns : magic_us);
    put_little(bytes + 4, (uint32_t)NEWEST_MINOR << 16 | VERSION);
    put_little(bytes + 16, header->snap_length_bytes);
    put_little(bytes + 20, header->link);
    if (fwrite(bytes, sizeof(bytes), 1, writer->file) != 1)
        return cannot_write(writer, error);
    return wherry__pcap_writer_flush(writer, error);
}

int wherry__pcap_writer_create(struct wherry__pcap_writer **result, FILE *file, const char *name,
                               const struct wherry__pcap_file_header *header,
                               struct wherry__words *error)
{
    struct wherry__pcap_writer *writer = calloc(1, sizeof(*writer));
    *result = NULL;
    if (writer)
        writer->name = copy_text(name);
    if (!writer || !writer->name) {
        free(writer);
        return refuse(error, WHERRY__PCAP_FILE_E_MEMORY, "no memory to write %s", name);
    }
    writer->file = file;
    (void)setvbuf(file, NULL, _IOFBF, BUFFER_BYTES); /* or a smaller one */
    int code = write_header(writer, header, error);
    if (code < 0) {
        free(writer->name);
        free(writer);
        return code;
    }
    *result = writer;
    return 0;
}

void wherry__pcap_writer_close(struct wherry__pcap_writer *writer)
{
    if (!writer)
        return;
    wherry__pcap_file_close(writer->file);
    free(writer->name);
    free(writer);
}

FILE *wherry__pcap_writer_file(const struct wherry__pcap_writer *writer)
{
    return writer->file;
}

int wherry__pcap_writer_write(struct wherry__pcap_writer *writer,
                              const struct wherry__pcap_record *record, struct wherry__words *error)
{
    uint8_t header[RECORD_BYTES];
    put_little(header, record->time_s);
    put_little(header + 4, record->fraction);
    put_little(header + 8, record->length_bytes);
    put_little(header + 12, record->wire_length_bytes);
    if (fwrite(header, sizeof(header), 1, writer->file) != 1 ||
        fwrite(record->bytes, 1, record->length_bytes, writer->file) != record->length_bytes)
        return cannot_write(writer, error);
    return 0;
}

int wherry__pcap_writer_flush(struct wherry__pcap_writer *writer, struct wherry__words *error)
{
    return fflush(writer->file) == 0 ? 0 : cannot_write(writer, error);
}
