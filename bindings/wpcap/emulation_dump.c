#include "emulation_internal.h"
#include "pcap_file.h"

#include "wpcap_binding.h"

#include <string.h>

/* A pcap_dumper_t is a writer and nothing else. */
static struct wherry__pcap_writer *writer_of(pcap_dumper_t *dumper)
{
    return (struct wherry__pcap_writer *)(void *)dumper;
}

/* The file remains the caller's where this fails. */
static pcap_dumper_t *create(pcap_t *pcap, FILE *file, const char *name,
                             struct wherry__words *error)
{
    struct wherry__pcap_writer *writer = NULL;
    int datalink = pcap_datalink(pcap), link_type = wherry__link_type(datalink);
    int extension = pcap_datalink_ext(pcap);
    if (link_type < 0) {
        wherry__say(error, "%s: a capture file has no link type for DLT %d", name, datalink);
        return NULL;
    }
    const struct wherry__pcap_file_header header = {
        .is_ns = pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO,
        .snap_length_bytes = (uint32_t)pcap_snapshot(pcap),
        .link = (uint32_t)link_type | (extension == PCAP_ERROR ? 0 : (uint32_t)extension)};
    wherry__pcap_writer_create(&writer, file, name, &header, error);
    return (pcap_dumper_t *)(void *)writer;
}

/* Of a device the error text is the library's, and does not tell of this. */
static struct wherry__words words_of(pcap_t *pcap)
{
    char *error = wherry__file_error(pcap);
    return wherry__words_begin(error, error ? PCAP_ERRBUF_SIZE : 0);
}

pcap_dumper_t *wherry__dump_open(pcap_t *pcap, const char *path)
{
    struct wherry__words words = words_of(pcap);
    FILE *file = stdout;
    if (!path) {
        wherry__say(&words, "the name of the file is NULL");
        return NULL;
    }
    if (strcmp(path, "-") == 0) {
        wherry__pcap_file_make_binary(stdout);
    } else {
        wherry__say(&words, "%s: ", path);
        file = wherry__pcap_file_open(path, "wb", wherry__names_are_utf8(), &words);
    }
    if (!file)
        return NULL;
    words = words_of(pcap);
    pcap_dumper_t *dumper = create(pcap, file, path, &words);
    if (!dumper)
        wherry__pcap_file_close(file);
    return dumper;
}

pcap_dumper_t *wherry__dump_fopen(pcap_t *pcap, FILE *file)
{
    struct wherry__words words = words_of(pcap);
    return create(pcap, file, "a file that was open", &words);
}

pcap_dumper_t *wherry__dump_hopen(pcap_t *pcap, intptr_t handle)
{
    FILE *file = wherry__pcap_file_adopt(handle, "wb");
    struct wherry__words words = words_of(pcap);
    pcap_dumper_t *dumper = file ? wherry__dump_fopen(pcap, file) : NULL;
    if (!file)
        wherry__say(&words, "this handle cannot be written as a file");
    else if (!dumper)
        wherry__pcap_file_close(file);
    return dumper;
}

/* There is no result: an error shows at the next flush. */
void wherry__dump(u_char *dumper, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct wherry__words words = wherry__words_begin(NULL, 0);
    const struct wherry__pcap_record record = {.bytes = bytes,
                                               .length_bytes = header->caplen,
                                               .wire_length_bytes = header->len,
                                               .time_s = (uint32_t)header->ts.tv_sec,
                                               .fraction = (uint32_t)header->ts.tv_usec};
    wherry__pcap_writer_write(writer_of((pcap_dumper_t *)(void *)dumper), &record, &words);
}

int wherry__dump_flush(pcap_dumper_t *dumper)
{
    struct wherry__words words = wherry__words_begin(NULL, 0);
    int code = wherry__pcap_writer_flush(writer_of(dumper), &words);
    return code < 0 || ferror(wherry__dump_file(dumper)) ? PCAP_ERROR : 0;
}

long wherry__dump_ftell(pcap_dumper_t *dumper)
{
    return ftell(wherry__dump_file(dumper));
}

int64_t wherry__dump_ftell64(pcap_dumper_t *dumper)
{
    return wherry__pcap_file_tell(wherry__dump_file(dumper));
}

FILE *wherry__dump_file(pcap_dumper_t *dumper)
{
    return wherry__pcap_writer_file(writer_of(dumper));
}

void wherry__dump_close(pcap_dumper_t *dumper)
{
    wherry__pcap_writer_close(writer_of(dumper));
}
