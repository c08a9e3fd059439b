#include "capture_file.h"
#include "netdev_system.h"

#include "../pcap_file.h"

#include <wherry/netdev_driver.h>

#include <stdlib.h>
#include <string.h>

enum { ETHERNET = 1 }; /* LINKTYPE_ETHERNET */

struct wherry__capture_reader {
    struct wherry__pcap_reader *file;
    uint32_t ns_per_fraction;
    uint32_t fcs_bytes;
    uint64_t runts;
};

static struct wherry__words words_of(char *error)
{
    return wherry__words_begin(error, WHERRY_NETDEV_ERROR_BYTES);
}

static int netdev_error(int code)
{
    switch ((enum wherry__pcap_file_error)code) {
    case WHERRY__PCAP_FILE_E_MEMORY:
        return WHERRY_NETDEV_E_MEMORY;
    case WHERRY__PCAP_FILE_E_OPEN:
        return WHERRY_NETDEV_E_DEVICE;
    case WHERRY__PCAP_FILE_E_SYSTEM:
        return WHERRY_NETDEV_E_SYSTEM;
    case WHERRY__PCAP_FILE_E_FORMAT:
        return WHERRY_NETDEV_E_FORMAT;
    }
    return code;
}

static FILE *open_file(const char *path, const char *mode, char *error)
{
    struct wherry__words words = words_of(error);
    wherry__say(&words, "%s: ", path);
    return wherry__pcap_file_open(path, mode, true, &words);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static int take_header(struct wherry__capture_reader *reader, const char *path, char *error)
{
    const struct wherry__pcap_file_header *header = wherry__pcap_reader_header(reader->file);
    uint32_t type = header->link & WHERRY__PCAP_FILE_LINK_TYPE;
    if (type != ETHERNET)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: link type %u; only Ethernet, type 1, is read", path,
                                    (unsigned)type);
    reader->ns_per_fraction = header->is_ns ? 1 : 1000;
    if (header->link & WHERRY__PCAP_FILE_FCS_PRESENT)
        reader->fcs_bytes = (header->link >> WHERRY__PCAP_FILE_FCS_SHIFT) * 2;
    return 0;
}

int wherry__capture_reader_open(struct wherry__capture_reader **result, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    *result = NULL;
    FILE *file = open_file(path, "rb", error);
    if (!file)
        return WHERRY_NETDEV_E_DEVICE;
    struct wherry__words words = words_of(error);
    struct wherry__capture_reader *reader = calloc(1, sizeof(*reader));
    if (!reader) {
        fclose(file);
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory to read %s", path);
    }
    int code = netdev_error(wherry__pcap_reader_create(&reader->file, file, path, &words));
    if (code < 0)
        fclose(file);
    else
        code = take_header(reader, path, error);
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
    wherry__pcap_reader_close(reader->file);
    free(reader);
}

static void set_frame(const struct wherry__capture_reader *reader,
                      const struct wherry__pcap_record *record, struct wherry_netdev_frame *frame)
{
    uint32_t length = record->length_bytes, wire_length = record->wire_length_bytes;
    if (wire_length < length) /* written by those who take one for the other */
        wire_length = length;
    if (wire_length == length && length >= reader->fcs_bytes)
        length -= reader->fcs_bytes;
    if (wire_length >= reader->fcs_bytes)
        wire_length -= reader->fcs_bytes;
    *frame = (struct wherry_netdev_frame){.bytes = record->bytes,
                                          .length_bytes = length,
                                          .wire_length_bytes = wire_length,
                                          .time_ns =
                                              record->time_s * (uint64_t)1000000000 +
                                              record->fraction * (uint64_t)reader->ns_per_fraction};
}

/* Frames are borrowed out of the file's buffer: it is filled again with the first of a read. */
int wherry__capture_reader_read(struct wherry__capture_reader *reader,
                                struct wherry_netdev_frame *frames, unsigned count,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct wherry__pcap_record record;
    unsigned done = 0;
    while (done < count) {
        struct wherry__words words = words_of(error);
        int code = wherry__pcap_reader_next(reader->file, &record, done == 0, &words);
        if (code <= 0)
            return done > 0 ? (int)done : netdev_error(code);
        set_frame(reader, &record, &frames[done]);
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

static struct wherry__pcap_writer *file_of(struct wherry__capture_writer *writer)
{
    return (struct wherry__pcap_writer *)writer;
}

int wherry__capture_writer_open(struct wherry__capture_writer **result, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES])
{
    return wherry__capture_writer_open_link(result, path, ETHERNET, error);
}

int wherry__capture_writer_open_link(struct wherry__capture_writer **result, const char *path,
                                     int datalink, char error[WHERRY_NETDEV_ERROR_BYTES])
{
    int link_type = wherry__link_type(datalink);
    const struct wherry__pcap_file_header header = {.is_ns = true,
                                                    .snap_length_bytes =
                                                        WHERRY__CAPTURE_FRAME_BYTES,
                                                    .link = (uint32_t)link_type};
    struct wherry__pcap_writer *writer = NULL;
    *result = NULL;
    if (link_type < 0)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_FORMAT,
                                    "%s: a capture file has no link type for DLT %d", path,
                                    datalink);
    FILE *file = open_file(path, "wb", error);
    if (!file)
        return WHERRY_NETDEV_E_SYSTEM;
    struct wherry__words words = words_of(error);
    int code = wherry__pcap_writer_create(&writer, file, path, &header, &words);
    if (code < 0)
        fclose(file);
    *result = (struct wherry__capture_writer *)writer;
    return netdev_error(code);
}

void wherry__capture_writer_close(struct wherry__capture_writer *writer)
{
    wherry__pcap_writer_close(file_of(writer));
}

int wherry__capture_writer_write(struct wherry__capture_writer *writer, const uint8_t *bytes,
                                 uint32_t length_bytes, uint32_t wire_length_bytes,
                                 uint64_t time_ns, char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct wherry__words words = words_of(error);
    if (time_ns == 0)
        time_ns = wherry__netdev_time_ns();
    if (length_bytes > WHERRY__CAPTURE_FRAME_BYTES)
        length_bytes = WHERRY__CAPTURE_FRAME_BYTES;
    const struct wherry__pcap_record record = {.bytes = bytes,
                                               .length_bytes = length_bytes,
                                               .wire_length_bytes = wire_length_bytes,
                                               .time_s = (uint32_t)(time_ns / 1000000000),
                                               .fraction = (uint32_t)(time_ns % 1000000000)};
    return netdev_error(wherry__pcap_writer_write(file_of(writer), &record, &words));
}

int wherry__capture_writer_flush(struct wherry__capture_writer *writer,
                                 char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct wherry__words words = words_of(error);
    return netdev_error(wherry__pcap_writer_flush(file_of(writer), &words));
}
