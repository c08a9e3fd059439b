#include "emulation_internal.h"
#include "pcap_file.h"

#include "wpcap_binding.h"

#include <wherry/binding.h>

#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Its address is what a pcap_t of our own begins with. */
static const char mark = 'f';

struct file {
    const void *mark;
    struct wherry__pcap_reader *reader; /* NULL: made by pcap_open_dead() */
    int datalink, snap_length_bytes;
    u_int precision; /* that was asked for */
    atomic_bool breaking;
    struct bpf_program filter; /* bf_insns NULL: none */
    struct pcap_pkthdr header; /* of the packet that pcap_next_ex() gave */
    char error[PCAP_ERRBUF_SIZE];
};

static struct file *file_of(pcap_t *pcap)
{
    const void *first;
    memcpy(&first, pcap, sizeof(first));
    return first == &mark ? (struct file *)(void *)pcap : NULL;
}

static int refuse(struct file *file, const char *text)
{
    struct wherry__words words = wherry__words_begin(file->error, sizeof(file->error));
    wherry__say(&words, "%s", text);
    return PCAP_ERROR;
}

char *wherry__file_error(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    return file ? file->error : NULL;
}

/* ---- What stood in the slots before ---------------------------------------------------------- */

/* Functions that look for the mark. */
#define HANDED_ON(X)                                                                               \
    X(pcap_close)                                                                                  \
    X(pcap_next_ex)                                                                                \
    X(pcap_next)                                                                                   \
    X(pcap_loop)                                                                                   \
    X(pcap_dispatch)                                                                               \
    X(pcap_breakloop)                                                                              \
    X(pcap_geterr)                                                                                 \
    X(pcap_snapshot)                                                                               \
    X(pcap_datalink)                                                                               \
    X(pcap_datalink_ext)                                                                           \
    X(pcap_is_swapped)                                                                             \
    X(pcap_major_version)                                                                          \
    X(pcap_minor_version)                                                                          \
    X(pcap_get_tstamp_precision)                                                                   \
    X(pcap_file)                                                                                   \
    X(pcap_stats)                                                                                  \
    X(pcap_compile)                                                                                \
    X(pcap_setfilter)                                                                              \
    X(pcap_getnonblock)                                                                            \
    X(pcap_setnonblock)                                                                            \
    X(pcap_sendpacket)                                                                             \
    X(pcap_inject)                                                                                 \
    X(pcap_setdirection)                                                                           \
    X(pcap_list_datalinks)                                                                         \
    X(pcap_list_tstamp_types)                                                                      \
    X(pcap_set_datalink)                                                                           \
    X(pcap_can_set_rfmon)                                                                          \
    X(pcap_activate)                                                                               \
    X(pcap_set_snaplen)                                                                            \
    X(pcap_set_promisc)                                                                            \
    X(pcap_set_rfmon)                                                                              \
    X(pcap_set_timeout)                                                                            \
    X(pcap_set_tstamp_type)                                                                        \
    X(pcap_set_immediate_mode)                                                                     \
    X(pcap_set_buffer_size)                                                                        \
    X(pcap_set_tstamp_precision)

enum handed_on {
#define ENUMERATOR(name) BEFORE_##name,
    HANDED_ON(ENUMERATOR)
#undef ENUMERATOR
        HANDED_ON_COUNT
};

/* NULL where the library has nothing that can be called. */
static wherry_function before[HANDED_ON_COUNT];

/* `otherwise` is what a library without the function has for a device. */
#define HAND_ON(name, otherwise, ...)                                                              \
    (before[BEFORE_##name] ? ((__typeof__(&(name)))before[BEFORE_##name])(__VA_ARGS__)             \
                           : (otherwise))

/* ---- Opening --------------------------------------------------------------------------------- */

static atomic_int encoding = -1; /* what pcap_init() was called with; -1: it was not */

bool wherry__names_are_utf8(void)
{
    return encoding == PCAP_CHAR_ENC_UTF_8;
}

static int emulate_init(unsigned wanted, char *error)
{
    int before_it = -1;
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    if (wanted != PCAP_CHAR_ENC_LOCAL && wanted != PCAP_CHAR_ENC_UTF_8) {
        wherry__say(&words, "pcap_init() knows no option %u", wanted);
        return PCAP_ERROR;
    }
    if (!atomic_compare_exchange_strong(&encoding, &before_it, (int)wanted) &&
        before_it != (int)wanted) {
        wherry__say(&words, "pcap_init() was called before, with another encoding of names");
        return PCAP_ERROR;
    }
    return 0;
}

static struct file *create(int datalink, int snap_length_bytes, u_int precision)
{
    struct file *file = calloc(1, sizeof(*file));
    if (!file)
        return NULL;
    file->mark = &mark;
    file->datalink = datalink;
    file->snap_length_bytes = snap_length_bytes;
    file->precision = precision;
    return file;
}

static pcap_t *emulate_open_dead_precision(int datalink, int snap_length_bytes, u_int precision)
{
    return (pcap_t *)(void *)create(datalink, snap_length_bytes, precision);
}

static pcap_t *emulate_open_dead(int datalink, int snap_length_bytes)
{
    return emulate_open_dead_precision(datalink, snap_length_bytes, PCAP_TSTAMP_PRECISION_MICRO);
}

/* The file remains the caller's where it is refused. */
static pcap_t *open_file(FILE *stream, const char *name, u_int precision, char *error)
{
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    if (precision != PCAP_TSTAMP_PRECISION_MICRO && precision != PCAP_TSTAMP_PRECISION_NANO) {
        wherry__say(&words, "%s: there is no precision of time stamps %u", name, precision);
        return NULL;
    }
    struct file *file = create(0, 0, precision);
    if (!file) {
        wherry__say(&words, "%s: no memory to read it", name);
        return NULL;
    }
    if (wherry__pcap_reader_create(&file->reader, stream, name, &words) < 0) {
        free(file);
        return NULL;
    }
    const struct wherry__pcap_file_header *header = wherry__pcap_reader_header(file->reader);
    uint32_t snap_length = header->snap_length_bytes;
    if (snap_length == 0 || snap_length > INT_MAX)
        snap_length = WHERRY__PCAP_FILE_PACKET_BYTES;
    file->snap_length_bytes = (int)snap_length;
    file->datalink = wherry__datalink(header->link & WHERRY__PCAP_FILE_LINK_TYPE);
    return (pcap_t *)(void *)file;
}

static pcap_t *open_or_close(FILE *stream, const char *name, u_int precision, char *error)
{
    pcap_t *pcap = open_file(stream, name, precision, error);
    if (!pcap)
        wherry__pcap_file_close(stream);
    return pcap;
}

static pcap_t *emulate_open_offline_precision(const char *path, u_int precision, char *error)
{
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    if (!path) {
        wherry__say(&words, "the name of the file is NULL");
        return NULL;
    }
    FILE *stream = stdin;
    wherry__say(&words, "%s: ", path);
    if (strcmp(path, "-") == 0)
        wherry__pcap_file_make_binary(stdin);
    else
        stream = wherry__pcap_file_open(path, "rb", wherry__names_are_utf8(), &words);
    return stream ? open_or_close(stream, path, precision, error) : NULL;
}

static pcap_t *emulate_open_offline(const char *path, char *error)
{
    return emulate_open_offline_precision(path, PCAP_TSTAMP_PRECISION_MICRO, error);
}

static const char opened_before[] = "the file that was open";

static pcap_t *emulate_fopen_offline_precision(FILE *stream, u_int precision, char *error)
{
    return open_file(stream, opened_before, precision, error);
}

static pcap_t *emulate_fopen_offline(FILE *stream, char *error)
{
    return emulate_fopen_offline_precision(stream, PCAP_TSTAMP_PRECISION_MICRO, error);
}

static pcap_t *emulate_hopen_offline_precision(intptr_t handle, u_int precision, char *error)
{
    FILE *stream = wherry__pcap_file_adopt(handle, "rb");
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    if (stream)
        return open_or_close(stream, opened_before, precision, error);
    wherry__say(&words, "this handle cannot be read as a file");
    return NULL;
}

static pcap_t *emulate_hopen_offline(intptr_t handle, char *error)
{
    return emulate_hopen_offline_precision(handle, PCAP_TSTAMP_PRECISION_MICRO, error);
}

static void file_close(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (!file) {
        HAND_ON(pcap_close, (void)0, pcap);
        return;
    }
    wherry__pcap_reader_close(file->reader);
    free(file->filter.bf_insns);
    free(file);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static uint32_t fraction_of(const struct file *file, uint32_t fraction)
{
    bool is_ns = wherry__pcap_reader_header(file->reader)->is_ns;
    bool wants_ns = file->precision == PCAP_TSTAMP_PRECISION_NANO;
    if (is_ns == wants_ns)
        return fraction;
    return wants_ns ? fraction * 1000 : fraction / 1000;
}

/* Seconds are signed, as libpcap reads them. A packet longer than the file's snap length is cut. */
static void set_header(struct file *file, const struct wherry__pcap_record *record)
{
    struct pcap_pkthdr *header = &file->header;
    header->ts.tv_sec = (int32_t)record->time_s;
    header->ts.tv_usec = (int32_t)fraction_of(file, record->fraction);
    header->len = record->wire_length_bytes;
    header->caplen = record->length_bytes;
    if (header->caplen > (bpf_u_int32)file->snap_length_bytes)
        header->caplen = (bpf_u_int32)file->snap_length_bytes;
}

/* The next packet that the filter takes: 1, 0 at the end, or PCAP_ERROR, which comes again. */
static int read_packet(struct file *file, const u_char **bytes)
{
    struct wherry__words words = wherry__words_begin(file->error, sizeof(file->error));
    struct wherry__pcap_record record;
    if (!file->reader)
        return refuse(file, "pcap_open_dead() opens nothing that has packets");
    for (;;) {
        int code = wherry__pcap_reader_next(file->reader, &record, true, &words);
        if (code <= 0)
            return code < 0 ? PCAP_ERROR : 0;
        set_header(file, &record);
        *bytes = record.bytes;
        if (!file->filter.bf_insns ||
            wherry__bpf_offline_filter(&file->filter, &file->header, record.bytes))
            return 1;
    }
}

/* Packets until `count` (0 or less: no limit), the end of the file or pcap_breakloop(), which tells
 * of itself only when there is no packet to tell of. */
static int read_packets(struct file *file, int count, pcap_handler handler, u_char *user)
{
    const u_char *bytes;
    int done = 0;
    do {
        if (file->breaking) {
            if (done == 0)
                file->breaking = false;
            return done ? done : PCAP_ERROR_BREAK;
        }
        int code = read_packet(file, &bytes);
        if (code <= 0)
            return code < 0 ? code : done;
        handler(user, &file->header, bytes);
        if (done < INT_MAX)
            done++;
    } while (count <= 0 || done < count);
    return done;
}

static int file_dispatch(pcap_t *pcap, int count, pcap_handler handler, u_char *user)
{
    struct file *file = file_of(pcap);
    return file ? read_packets(file, count, handler, user)
                : HAND_ON(pcap_dispatch, PCAP_ERROR, pcap, count, handler, user);
}

static int file_loop(pcap_t *pcap, int count, pcap_handler handler, u_char *user)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_loop, PCAP_ERROR, pcap, count, handler, user);
    int done = read_packets(file, count, handler, user);
    if (done > 0 && file->breaking && (count <= 0 || done < count))
        return read_packets(file, 1, handler, user); /* takes the request, and no packet */
    return done < 0 ? done : 0;
}

static void keep_bytes(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    (void)header;
    *(const u_char **)(void *)user = bytes;
}

static int file_next_ex(pcap_t *pcap, struct pcap_pkthdr **header, const u_char **bytes)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_next_ex, PCAP_ERROR, pcap, header, bytes);
    *header = &file->header;
    int done = read_packets(file, 1, keep_bytes, (u_char *)(void *)bytes);
    return done ? done : PCAP_ERROR_BREAK; /* the end of the file */
}

static const u_char *file_next(pcap_t *pcap, struct pcap_pkthdr *header)
{
    struct file *file = file_of(pcap);
    const u_char *bytes = NULL;
    if (!file)
        return HAND_ON(pcap_next, NULL, pcap, header);
    if (read_packets(file, 1, keep_bytes, (u_char *)(void *)&bytes) != 1)
        return NULL;
    *header = file->header;
    return bytes;
}

static void file_breakloop(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (file)
        file->breaking = true;
    else
        HAND_ON(pcap_breakloop, (void)0, pcap);
}

static int file_setfilter(pcap_t *pcap, struct bpf_program *program)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_setfilter, PCAP_ERROR, pcap, program);
    if (!file->reader)
        return refuse(file, "pcap_open_dead() opens nothing that can be filtered");
    if (program->bf_len > INT_MAX || !wherry__bpf_validate(program->bf_insns, (int)program->bf_len))
        return refuse(file, "not a filter that can be run");
    size_t bytes = program->bf_len * sizeof(*program->bf_insns);
    struct bpf_insn *copy = malloc(bytes);
    if (!copy)
        return refuse(file, "no memory for a filter");
    memcpy(copy, program->bf_insns, bytes);
    free(file->filter.bf_insns);
    file->filter = (struct bpf_program){program->bf_len, copy};
    return 0;
}

static int file_compile(pcap_t *pcap, struct bpf_program *program, const char *text, int optimize,
                        bpf_u_int32 netmask)
{
    struct file *file = file_of(pcap);
    return file ? refuse(file, "this pcap library compiles filters for a device that is open, not "
                               "for a capture file: compile it there, then pcap_setfilter() "
                               "takes it here too")
                : HAND_ON(pcap_compile, PCAP_ERROR, pcap, program, text, optimize, netmask);
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static char *file_geterr(pcap_t *pcap)
{
    static char unknown[] = "the pcap library has no pcap_geterr()";
    struct file *file = file_of(pcap);
    return file ? file->error : HAND_ON(pcap_geterr, unknown, pcap);
}

static void emulate_perror(pcap_t *pcap, const char *prefix)
{
    fprintf(stderr, "%s: %s\n", prefix, pcap_geterr(pcap));
}

static int file_datalink_ext(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_datalink_ext, PCAP_ERROR, pcap);
    return file->reader ? (int)(wherry__pcap_reader_header(file->reader)->link &
                                ~(uint32_t)WHERRY__PCAP_FILE_LINK_TYPE)
                        : 0;
}

static int file_is_swapped(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_is_swapped, 0, pcap);
    return file->reader && wherry__pcap_reader_header(file->reader)->is_big_endian;
}

static int file_minor_version(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_minor_version, 0, pcap);
    return file->reader ? wherry__pcap_reader_header(file->reader)->version_minor : 0;
}

static FILE *file_file(pcap_t *pcap)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_file, NULL, pcap);
    return file->reader ? wherry__pcap_reader_file(file->reader) : NULL;
}

static int file_getnonblock(pcap_t *pcap, char *error)
{
    struct file *file = file_of(pcap);
    if (!file)
        return HAND_ON(pcap_getnonblock, PCAP_ERROR, pcap, error);
    if (file->reader)
        return 0;
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    wherry__say(&words, "pcap_open_dead() opens nothing to wait for");
    return PCAP_ERROR;
}

static int file_setnonblock(pcap_t *pcap, int on, char *error)
{
    if (!file_of(pcap))
        return HAND_ON(pcap_setnonblock, PCAP_ERROR, pcap, on, error);
    struct wherry__words words = wherry__words_begin(error, PCAP_ERRBUF_SIZE);
    wherry__say(&words, "a capture file has nothing to wait for");
    return PCAP_ERROR;
}

/* A function of which a capture file has one answer, given `file`. */
#define ANSWER(name, otherwise, answer, parameters, ...)                                           \
    static int file_##name parameters                                                              \
    {                                                                                              \
        struct file *file = file_of(pcap);                                                         \
        return file ? (answer) : HAND_ON(pcap_##name, otherwise, __VA_ARGS__);                     \
    }

ANSWER(snapshot, PCAP_ERROR, file->snap_length_bytes, (pcap_t * pcap), pcap)
ANSWER(datalink, PCAP_ERROR, file->datalink, (pcap_t * pcap), pcap)
ANSWER(major_version, 0, file->reader ? 2 : 0, (pcap_t * pcap), pcap)
ANSWER(get_tstamp_precision, PCAP_TSTAMP_PRECISION_MICRO, (int)file->precision, (pcap_t * pcap),
       pcap)
ANSWER(stats, PCAP_ERROR, refuse(file, "a capture file has no statistics"),
       (pcap_t * pcap, struct pcap_stat *statistics), pcap, statistics)
ANSWER(sendpacket, PCAP_ERROR, refuse(file, "a capture file sends nothing"),
       (pcap_t * pcap, const u_char *bytes, int length), pcap, bytes, length)
ANSWER(inject, PCAP_ERROR, refuse(file, "a capture file sends nothing"),
       (pcap_t * pcap, const void *bytes, size_t length), pcap, bytes, length)
ANSWER(setdirection, PCAP_ERROR, refuse(file, "a capture file does not know directions"),
       (pcap_t * pcap, pcap_direction_t direction), pcap, direction)
ANSWER(list_datalinks, PCAP_ERROR, refuse(file, "pcap_datalink() is the only one"),
       (pcap_t * pcap, int **list), pcap, list)
ANSWER(list_tstamp_types, PCAP_ERROR, refuse(file, "a capture file does not know its clock"),
       (pcap_t * pcap, int **list), pcap, list)
ANSWER(set_datalink, PCAP_ERROR,
       wanted == file->datalink ? 0 : refuse(file, "pcap_datalink() is the only one"),
       (pcap_t * pcap, int wanted), pcap, wanted)
ANSWER(can_set_rfmon, 0, file->reader ? 0 : PCAP_ERROR, (pcap_t * pcap), pcap)

/* What is for the time before activation. */
#define TOO_LATE(name)                                                                             \
    ANSWER(name, PCAP_ERROR, PCAP_ERROR_ACTIVATED, (pcap_t * pcap, int value), pcap, value)

ANSWER(activate, PCAP_ERROR, PCAP_ERROR_ACTIVATED, (pcap_t * pcap), pcap)
TOO_LATE(set_snaplen)
TOO_LATE(set_promisc)
TOO_LATE(set_rfmon)
TOO_LATE(set_timeout)
TOO_LATE(set_tstamp_type)
TOO_LATE(set_immediate_mode)
TOO_LATE(set_buffer_size)
TOO_LATE(set_tstamp_precision)

/* ---- The tables ------------------------------------------------------------------------------ */

enum kind {
    ALWAYS,   /* what it gives or takes is of our own: it is replaced even where it works */
    MISSING,  /* where the library has none */
    EVERYONE, /* hands on; where the library has none it is for capture files alone */
    USABLE    /* hands on, where the library has it; the binding answers where it has none */
};

static const struct row {
    uint32_t function;
    wherry_function substitute;
    enum kind kind;
    enum handed_on before; /* of EVERYONE, USABLE */
    const char *reason;    /* to be told of it; NULL: what its kind has */
} rows[] = {
#define OWN(kind, name, substitute)                                                                \
    {                                                                                              \
        wpcap_index_##name, (wherry_function)(substitute), kind, HANDED_ON_COUNT, NULL             \
    }
#define OVER(kind, name)                                                                           \
    {                                                                                              \
        wpcap_index_pcap_##name, (wherry_function)file_##name, kind, BEFORE_pcap_##name, NULL      \
    }
    OWN(ALWAYS, pcap_open_dead, emulate_open_dead),
    OWN(ALWAYS, pcap_open_dead_with_tstamp_precision, emulate_open_dead_precision),
    OWN(ALWAYS, pcap_open_offline, emulate_open_offline),
    OWN(ALWAYS, pcap_open_offline_with_tstamp_precision, emulate_open_offline_precision),
    OWN(ALWAYS, pcap_fopen_offline, emulate_fopen_offline),
    OWN(ALWAYS, pcap_fopen_offline_with_tstamp_precision, emulate_fopen_offline_precision),
    OWN(ALWAYS, pcap_hopen_offline, emulate_hopen_offline),
    OWN(ALWAYS, pcap_hopen_offline_with_tstamp_precision, emulate_hopen_offline_precision),
    OWN(ALWAYS, pcap_dump_open, wherry__dump_open),
    OWN(ALWAYS, pcap_dump_fopen, wherry__dump_fopen),
    OWN(ALWAYS, pcap_dump_hopen, wherry__dump_hopen),
    OWN(ALWAYS, pcap_dump, wherry__dump),
    OWN(ALWAYS, pcap_dump_flush, wherry__dump_flush),
    OWN(ALWAYS, pcap_dump_ftell, wherry__dump_ftell),
    OWN(ALWAYS, pcap_dump_ftell64, wherry__dump_ftell64),
    OWN(ALWAYS, pcap_dump_file, wherry__dump_file),
    OWN(ALWAYS, pcap_dump_close, wherry__dump_close),
    OWN(ALWAYS, pcap_perror, emulate_perror),
    {wpcap_index_pcap_init, (wherry_function)emulate_init, MISSING, HANDED_ON_COUNT,
     "our own, for the names of capture files alone"},
    OWN(MISSING, pcap_offline_filter, wherry__bpf_offline_filter),
    OWN(MISSING, bpf_filter, wherry__bpf_filter),
    OWN(MISSING, bpf_validate, wherry__bpf_validate),
    OVER(EVERYONE, close),
    OVER(EVERYONE, next_ex),
    OVER(EVERYONE, next),
    OVER(EVERYONE, loop),
    OVER(EVERYONE, dispatch),
    OVER(EVERYONE, breakloop),
    OVER(EVERYONE, geterr),
    OVER(EVERYONE, snapshot),
    OVER(EVERYONE, datalink),
    OVER(EVERYONE, datalink_ext),
    OVER(EVERYONE, is_swapped),
    OVER(EVERYONE, major_version),
    OVER(EVERYONE, minor_version),
    OVER(EVERYONE, get_tstamp_precision),
    OVER(EVERYONE, file),
    OVER(EVERYONE, stats),
    OVER(EVERYONE, setfilter),
    OVER(EVERYONE, getnonblock),
    OVER(EVERYONE, setnonblock),
    {wpcap_index_pcap_compile, (wherry_function)file_compile, EVERYONE, BEFORE_pcap_compile,
     "for a device that is open; not for capture files and pcap_open_dead()"},
    OVER(EVERYONE, sendpacket),
    OVER(USABLE, inject),
    OVER(USABLE, setdirection),
    OVER(EVERYONE, list_datalinks),
    OVER(USABLE, list_tstamp_types),
    OVER(EVERYONE, set_datalink),
    OVER(USABLE, can_set_rfmon),
    OVER(EVERYONE, activate),
    OVER(EVERYONE, set_snaplen),
    OVER(EVERYONE, set_promisc),
    OVER(USABLE, set_rfmon),
    OVER(EVERYONE, set_timeout),
    OVER(USABLE, set_tstamp_type),
    OVER(USABLE, set_immediate_mode),
    OVER(EVERYONE, set_buffer_size),
    OVER(USABLE, set_tstamp_precision),
#undef OVER
#undef OWN
};

enum { ROW_COUNT = sizeof(rows) / sizeof(*rows) };

/* What is told of each function, by rows. */
static struct told {
    bool installed;
    enum wherry_pcap_state state;
    const char *reason;
} told[ROW_COUNT];

/* Returns 1: the function is our own from now on; 0: it is the library's, perhaps behind ours. */
static int install(const struct row *row, struct told *as)
{
    enum wherry_pcap_state was = wherry__pcap_reported(row->function, &as->reason);
    bool was_usable = was >= WHERRY_PCAP_WRONG;
    if (wpcap_binding.functions[row->function].flags & WHERRY_FN_ABSENT)
        return 0; /* pcap.h does not declare it on this system */
    as->state = was;
    if (row->kind == MISSING ? was_usable : row->kind == USABLE && !was_usable)
        return 0;
    if (row->kind >= EVERYONE && was_usable) {
        before[row->before] = wpcap_binding.slots[row->function];
        as->reason = row->reason ? row->reason : as->reason;
    } else {
        as->state = WHERRY_PCAP_EMULATED;
        as->reason = row->kind == EVERYONE ? "for capture files and pcap_open_dead() alone"
                     : row->reason         ? row->reason
                                           : "our own, for capture files";
    }
    as->installed = true;
    wherry__pcap_replace(row->function, row->substitute);
    return as->state != was;
}

static bool library_has_files(void)
{
    static const uint32_t needed[] = {wpcap_index_pcap_open_offline, wpcap_index_pcap_open_dead,
                                      wpcap_index_pcap_dump_open, wpcap_index_pcap_dump,
                                      wpcap_index_pcap_dump_close};
    const char *reason;
    for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
        if (wherry__pcap_state(needed[i], &reason) != WHERRY_PCAP_REAL)
            return false;
    return true;
}

int wherry__emulate_files(void)
{
    int replaced = 0;
    if (told[0].installed || library_has_files())
        return 0;
    for (size_t i = 0; i < ROW_COUNT; i++)
        replaced += install(&rows[i], &told[i]);
    return replaced;
}

bool wherry__file_state(uint32_t function, enum wherry_pcap_state *state, const char **reason)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].function != function || !told[i].installed)
            continue;
        *state = told[i].state;
        *reason = told[i].reason;
        return true;
    }
    return false;
}
