/* capture_file.h: capture files of Ethernet frames, as ../pcap_file.h reads and writes them,
 * without frame check sequences.
 *
 * Functions return 0 or a count, or an enum wherry_netdev_error, and then `error` has the text:
 * the file, what is wrong and at which offset. */
#ifndef WHERRY_CAPTURE_FILE_H
#define WHERRY_CAPTURE_FILE_H

#include <wherry/netdev.h>

/* That a frame may have. More can only be damage. */
enum { WHERRY__CAPTURE_FRAME_BYTES = 262144 };

struct wherry__capture_reader;

int wherry__capture_reader_open(struct wherry__capture_reader **reader, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES]);
void wherry__capture_reader_close(struct wherry__capture_reader *reader); /* NULL is allowed */

/* Read at most `count` frames, borrowed until the next read or close; 0 at the end of the file.
 * What stands before damage is read before the error is returned; that comes again. */
int wherry__capture_reader_read(struct wherry__capture_reader *reader,
                                struct wherry_netdev_frame *frames, unsigned count,
                                char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Frames of less than an Ethernet header, which are not returned. */
uint64_t wherry__capture_reader_runts(const struct wherry__capture_reader *reader);

struct wherry__capture_writer;

/* A new file, of nanoseconds; one that exists is replaced. */
int wherry__capture_writer_open(struct wherry__capture_writer **writer, const char *path,
                                char error[WHERRY_NETDEV_ERROR_BYTES]);

/* The same for frames of any link type: a capture's DLT_…. */
int wherry__capture_writer_open_link(struct wherry__capture_writer **writer, const char *path,
                                     int datalink, char error[WHERRY_NETDEV_ERROR_BYTES]);
void wherry__capture_writer_close(struct wherry__capture_writer *writer); /* NULL is allowed */

/* `time_ns` 0 is now. */
int wherry__capture_writer_write(struct wherry__capture_writer *writer, const uint8_t *bytes,
                                 uint32_t length_bytes, uint32_t wire_length_bytes,
                                 uint64_t time_ns, char error[WHERRY_NETDEV_ERROR_BYTES]);
int wherry__capture_writer_flush(struct wherry__capture_writer *writer,
                                 char error[WHERRY_NETDEV_ERROR_BYTES]);

#endif
