/* wpcap.h: which pcap library was loaded, and what it can do.
 *
 * That a library exports a function does not mean that the function works: half of what Wine's
 * wpcap.dll exports raises exception 0x80000100, which ends the program, and a part of the rest
 * does something else than Npcap. wpcap_has_X() cannot tell; this can.
 *
 * Threads  Every function may be called from any thread, but for wherry_pcap_emulate(). */
#ifndef WHERRY_WPCAP_H
#define WHERRY_WPCAP_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WHERRY_PCAP_STATES(X)                                                                      \
    X(WHERRY_PCAP_ABSENT, "absent")     /* not exported, or not declared on this system */         \
    X(WHERRY_PCAP_STUB, "stub")         /* exported; a call raises an exception */                 \
    X(WHERRY_PCAP_WRONG, "wrong")       /* can be called, and does not do what is documented */    \
    X(WHERRY_PCAP_EMULATED, "emulated") /* one of those before, replaced by our own */             \
    X(WHERRY_PCAP_REAL, "real")

enum wherry_pcap_state {
#define WHERRY__ENUMERATOR(name, text) name,
    WHERRY_PCAP_STATES(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
};

/* "absent", "stub", ... */
const char *wherry_pcap_state_name(enum wherry_pcap_state state);

struct wherry_pcap_function {
    const char *name;
    enum wherry_pcap_state state;
    const char *reason; /* why it is in this state, or what to know about it; "": nothing */
};

/* One of the files that are looked for, in order. */
struct wherry_pcap_candidate {
    const char *name;    /* "{system}/Npcap/wpcap.dll" */
    const char *refused; /* why it was not loaded; NULL: it was */
};

struct wherry_pcap {
    const char *path;    /* of the library; NULL: none could be loaded */
    const char *version; /* what pcap_lib_version() says; "" */
    const char *wine;    /* Wine's version, if the library is Wine's own; else NULL */
    const struct wherry_pcap_candidate *candidates; /* up to the one that was loaded */
    size_t candidate_count;
    const struct wherry_pcap_function *functions; /* all of pcap.h, in its order */
    size_t function_count;
};

/* Find out. `*pcap` is the caller's to free. Returns 0, also when there is no library: then each
 * function is absent; or WHERRY_E_MEMORY of <wherry/wherry.h>. */
int wherry_pcap_inspect(struct wherry_pcap **pcap);
void wherry_pcap_free(struct wherry_pcap *pcap);

/* NULL when pcap.h has no such function on any system. */
const struct wherry_pcap_function *wherry_pcap_find(const struct wherry_pcap *pcap,
                                                    const char *name);

/* The same in words, in lines: what was loaded, what was refused, and each function of which there
 * is something to say. Writes as much as there is room for, as snprintf() does, and returns the
 * length that the whole text has. */
size_t wherry_pcap_explain(const struct wherry_pcap *pcap, char *text, size_t size_bytes);

/* Put our own in the place of those functions that are absent, stubs or wrong and can be made from
 * ones that work, for every call through the binding from then on:
 *
 *   pcap_inject()         by pcap_sendpacket()
 *   pcap_sendqueue_...()  a queue in memory, sent by pcap_sendpacket(), in real time if synchronous
 *   pcap_next(), pcap_loop(), pcap_dispatch()  by pcap_next_ex(); a dispatch waits for the first
 *                         packet and takes those behind it that are there already
 *
 * Where the library cannot read and write capture files, or there is no library at all, all of
 * that is our own:
 *
 *   pcap_open_offline(), pcap_fopen_offline(), pcap_open_dead(), ..._with_tstamp_precision()
 *                         a pcap_t of our own, which the functions that take a pcap_t know; what
 *                         is the library's they hand on to it. A stub that had to be replaced for
 *                         that does, for a device, what a library without the function does
 *   pcap_dump_open(), pcap_dump_fopen(), pcap_dump(), pcap_dump_flush(), pcap_dump_ftell(),
 *   pcap_dump_ftell64(), pcap_dump_file(), pcap_dump_close()
 *                         of a device as well. When pcap_dump_open() fails of a device, its
 *                         pcap_geterr() does not tell why
 *   pcap_offline_filter(), bpf_filter(), bpf_validate(), pcap_setfilter() of a capture file
 *                         run compiled filters. pcap_compile() remains the library's, which
 *                         compiles for a device that is open: of a capture file it is an error
 *   pcap_init()           chooses how names of files are spelled, as in libpcap: in UTF-8 after
 *                         PCAP_CHAR_ENC_UTF_8, else on Windows in the ANSI code page
 *
 * Read are versions 2.0 to 2.4 of pcap's format with packets of up to 262144 bytes; pcapng is
 * refused in words. An error within a file comes again at each further call. Not there:
 * pcap_dump_open_append(); of capture files pcap_list_datalinks() and pcap_list_tstamp_types(),
 * which fail.
 *
 * Returns how many functions were replaced; a function that only hands on keeps its state. Call it
 * before other threads use the binding, and before anything is opened; calling it again changes
 * nothing. */
int wherry_pcap_emulate(void);

#ifdef __cplusplus
}
#endif

#endif
