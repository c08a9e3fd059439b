/* capability_internal.h: what the pcap library that was loaded can do, for the other files. */
#ifndef WHERRY_CAPABILITY_INTERNAL_H
#define WHERRY_CAPABILITY_INTERNAL_H

#include "words.h"

#include <wherry/wherry.h>
#include <wherry/wpcap.h>

#include <pcap.h>
#include <stdbool.h>

/* Whether a function (wpcap_index_...) exists and is more than a stub that raises an exception. */
bool wherry__pcap_usable(uint32_t function);

const char *wherry__pcap_name(uint32_t function);

/* Its state, leaving emulation aside, and `*reason`. */
enum wherry_pcap_state wherry__pcap_state(uint32_t function, const char **reason);

/* The same with emulation. */
enum wherry_pcap_state wherry__pcap_reported(uint32_t function, const char **reason);

/* Whether a library was loaded, and each of these functions is usable; if not, `error` says why,
 * and what to do. */
bool wherry__pcap_has_all(const uint32_t *functions, size_t count, struct wherry__words *error);

/* Every call through the binding goes to `substitute` from now on, and wpcap_has_X() knows it. */
void wherry__pcap_replace(uint32_t function, wherry_function substitute);

/* Whether the library's function is such a stub of Wine's, by what stands at its address. */
bool wherry__pcap_is_stub(wherry_function function, const char *name);

/* Wine's version where the library is Wine's own wpcap.dll, else NULL. */
const char *wherry__pcap_wine(void);

/* Windows: a header as it came from pcap_next_ex(), or if that cannot be right and it is known why,
 * what can be told of it: the length that was captured and the second. */
struct pcap_pkthdr wherry__pcap_header(const struct pcap_pkthdr *header);

enum { WHERRY__LENGTH_LIMIT_BYTES = 262144 }; /* of a packet; libpcap's own: MAXIMUM_SNAPLEN */

/* What is known of a function by other means than looking at it. */
struct wherry__pcap_remark {
    const char *name; /* an asterisk at the end stands for the rest */
    enum wherry_pcap_state state;
    const char *reason;
};

/* The remarks that hold for the library that was loaded, in order, up to one without a name. The
 * first that has the name and the state is taken; a remark of WHERRY_PCAP_WRONG is about a function
 * that would be real otherwise. */
const struct wherry__pcap_remark *wherry__pcap_remarks(void);

/* What a target declares alone: for the reason of an absence. */
extern const char wherry__pcap_undeclared[];

/* What to do where no library is of use: "install ...". */
extern const char wherry__pcap_advice[];

/* A substitute, and when it can be one: `needs` must be usable. */
struct wherry__emulation {
    uint32_t function;
    wherry_function substitute;
    uint32_t needs;
    const char *reason;
};

/* The substitutes of this system, up to one without a function pointer. */
extern const struct wherry__emulation wherry__emulations[];

/* pcap_inject(), on every system. */
int wherry__emulate_inject(pcap_t *pcap, const void *bytes, size_t length_bytes);

#endif
