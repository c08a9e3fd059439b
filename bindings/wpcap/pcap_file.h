/* pcap_file.h: capture files in pcap's format (draft-ietf-opsawg-pcap): times in micro- or
 * nanoseconds, either byte order, any link type. pcapng is another format, and refused in words.
 *
 * Functions return 0 or a count, or an enum wherry__pcap_file_error, and then `error` has the text:
 * the file, what is wrong and at which offset. */
#ifndef WHERRY_PCAP_FILE_H
#define WHERRY_PCAP_FILE_H

#include "words.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum wherry__pcap_file_error {
    WHERRY__PCAP_FILE_E_MEMORY = -1,
    WHERRY__PCAP_FILE_E_OPEN = -2,   /* the file cannot be opened */
    WHERRY__PCAP_FILE_E_SYSTEM = -3, /* it cannot be read or written */
    WHERRY__PCAP_FILE_E_FORMAT = -4  /* it is no capture file, or damaged */
};

/* That a packet may have. More can only be damage. */
enum { WHERRY__PCAP_FILE_PACKET_BYTES = 262144 };

/* fopen() of a path in UTF-8, or on Windows in the ANSI code page. NULL: `reason` has the system's
 * words. In pcap_file_linux.c, pcap_file_win32.c. */
FILE *wherry__pcap_file_open(const char *path, const char *mode, bool is_utf8,
                             struct wherry__words *reason);

/* Windows: a file of a handle that is open; the handle is the file's from then on. NULL: cannot be.
 */
FILE *wherry__pcap_file_adopt(intptr_t handle, const char *mode);

/* fclose(), but of stdin and stdout. */
void wherry__pcap_file_close(FILE *file);

/* stdin and stdout carry bytes from now on. */
void wherry__pcap_file_make_binary(FILE *file);

/* ftell(), also beyond 2 GiB. */
int64_t wherry__pcap_file_tell(FILE *file);

/* What stands in front of the packets. */
struct wherry__pcap_file_header {
    uint16_t version_minor; /* of version 2 */
    bool is_big_endian;
    bool is_ns;
    uint32_t snap_length_bytes;
    uint32_t link; /* a LINKTYPE_, and above it what is known of a frame check sequence */
};

/* LINKTYPE_, the length of a frame check sequence in 16 bits, and whether that is known. */
enum {
    WHERRY__PCAP_FILE_LINK_TYPE = 0x03ffffff,
    WHERRY__PCAP_FILE_FCS_PRESENT = 0x04000000,
    WHERRY__PCAP_FILE_FCS_SHIFT = 28
};

/* DLT_ of pcap.h, LINKTYPE_ of files: they differ where systems once disagreed. -1: a file has no
 * such kind. */
int wherry__link_type(int datalink);
int wherry__datalink(uint32_t link_type);

/* As it stands in the file: nothing is put right. */
struct wherry__pcap_record {
    const uint8_t *bytes;
    uint32_t length_bytes, wire_length_bytes;
    uint32_t time_s, fraction;
};

struct wherry__pcap_reader;

/* Of a file that is open; it is the reader's from then on, but after an error remains the caller's.
 * `name` is for error texts. */
int wherry__pcap_reader_create(struct wherry__pcap_reader **reader, FILE *file, const char *name,
                               struct wherry__words *error);
void wherry__pcap_reader_close(struct wherry__pcap_reader *reader); /* NULL is allowed */

const struct wherry__pcap_file_header *
wherry__pcap_reader_header(const struct wherry__pcap_reader *reader);
FILE *wherry__pcap_reader_file(const struct wherry__pcap_reader *reader);

/* The next record: 1, or 0 at the end of the file. Its bytes are borrowed until a call that may
 * move them; one that may not returns 0 also where it would have to. An error comes again. */
int wherry__pcap_reader_next(struct wherry__pcap_reader *reader, struct wherry__pcap_record *record,
                             bool may_move, struct wherry__words *error);

struct wherry__pcap_writer;

/* Likewise. Writes the header: the machine's byte order, which is little endian on all targets. */
int wherry__pcap_writer_create(struct wherry__pcap_writer **writer, FILE *file, const char *name,
                               const struct wherry__pcap_file_header *header,
                               struct wherry__words *error);
void wherry__pcap_writer_close(struct wherry__pcap_writer *writer); /* NULL is allowed */
FILE *wherry__pcap_writer_file(const struct wherry__pcap_writer *writer);
int wherry__pcap_writer_write(struct wherry__pcap_writer *writer,
                              const struct wherry__pcap_record *record,
                              struct wherry__words *error);
int wherry__pcap_writer_flush(struct wherry__pcap_writer *writer, struct wherry__words *error);

#endif
