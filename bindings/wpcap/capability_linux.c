#include "capability_internal.h"

#include "wpcap_binding.h"

const char wherry__pcap_undeclared[] = "pcap.h declares it on Windows only";

const char wherry__pcap_advice[] =
    "install libpcap 1.0 or newer (Debian, Ubuntu: apt install libpcap0.8; Fedora: dnf install "
    "libpcap; Alpine: apk add libpcap)";

const char *wherry__pcap_wine(void)
{
    return NULL;
}

bool wherry__pcap_is_stub(wherry_function function, const char *name)
{
    (void)function;
    (void)name;
    return false;
}

static const char no_remote[] = "libpcap was built without remote capture";
static const char idle[] = "the read time-out does not end it while no packet comes (TPACKET_V3)";

static const struct wherry__pcap_remark remarks[] = {
    {"pcap_open", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_createsrcstr", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_parsesrcstr", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_findalldevs_ex", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_setsampling", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_remoteact_*", WHERRY_PCAP_ABSENT, no_remote},
    {"pcap_dispatch", WHERRY_PCAP_REAL, idle},
    {"pcap_next", WHERRY_PCAP_REAL, idle},
    {"pcap_next_ex", WHERRY_PCAP_REAL, idle},
    {0},
};

const struct wherry__pcap_remark *wherry__pcap_remarks(void)
{
    return remarks;
}

const struct wherry__emulation wherry__emulations[] = {
    {wpcap_index_pcap_inject, (wherry_function)wherry__emulate_inject, wpcap_index_pcap_sendpacket,
     "made of pcap_sendpacket()"},
    {0},
};
