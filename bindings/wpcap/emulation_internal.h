/* emulation_internal.h: capture files without the library's help.
 *
 * A pcap_t of our own begins with a mark, the address of an object of ours, which no library's
 * begins with. Functions that take a pcap_t are replaced by some that look for the mark and hand on
 * to what stood in the slot before. */
#ifndef WHERRY_EMULATION_INTERNAL_H
#define WHERRY_EMULATION_INTERNAL_H

#include "capability_internal.h"

/* Put our own in the place of what reads and writes capture files, if the library lacks a part of
 * that. Returns how many functions became usable that were not. */
int wherry__emulate_files(void);

/* False: nothing of it stands in the function's slot. Else `*state` and `*reason` are to be told.
 */
bool wherry__file_state(uint32_t function, enum wherry_pcap_state *state, const char **reason);

/* ---- Its parts ------------------------------------------------------------------------------- */

/* emulation_bpf.c: the machine of filters, as bpf_filter() and bpf_validate() are documented. */
u_int wherry__bpf_filter(const struct bpf_insn *program, const u_char *bytes, u_int wire_length,
                         u_int length);
int wherry__bpf_validate(const struct bpf_insn *program, int count);
int wherry__bpf_offline_filter(const struct bpf_program *program, const struct pcap_pkthdr *header,
                               const u_char *bytes);

/* emulation_dump.c: capture files that are written. */
pcap_dumper_t *wherry__dump_open(pcap_t *pcap, const char *path);
pcap_dumper_t *wherry__dump_fopen(pcap_t *pcap, FILE *file);
pcap_dumper_t *wherry__dump_hopen(pcap_t *pcap, intptr_t handle);
void wherry__dump(u_char *dumper, const struct pcap_pkthdr *header, const u_char *bytes);
int wherry__dump_flush(pcap_dumper_t *dumper);
long wherry__dump_ftell(pcap_dumper_t *dumper);
int64_t wherry__dump_ftell64(pcap_dumper_t *dumper);
FILE *wherry__dump_file(pcap_dumper_t *dumper);
void wherry__dump_close(pcap_dumper_t *dumper);

/* emulation_file.c: names are in UTF-8 after pcap_init(PCAP_CHAR_ENC_UTF_8), else as the system has
 * them. */
bool wherry__names_are_utf8(void);

/* Where an error text of a pcap_t of our own goes; NULL: it is the library's. */
char *wherry__file_error(pcap_t *pcap);

#endif
