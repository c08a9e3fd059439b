#include "system.h"

#include "check.h"

void system_check_table(const struct wherry_pcap *pcap)
{
    static const char *const windows_only[] = {
        "pcap_getevent",      "pcap_setmintocopy",    "pcap_setbuff",         "pcap_setmode",
        "pcap_stats_ex",      "pcap_sendqueue_alloc", "pcap_sendqueue_queue", "pcap_live_dump",
        "pcap_hopen_offline", "pcap_wsockinit",       "pcap_oid_get_request"};
    check(!pcap->wine, "no Wine");
    for (size_t i = 0; i < sizeof(windows_only) / sizeof(windows_only[0]); i++)
        check_state(pcap, windows_only[i], WHERRY_PCAP_ABSENT);
    check_state(pcap, "pcap_inject", WHERRY_PCAP_REAL);
    check_state(pcap, "pcap_dispatch", WHERRY_PCAP_REAL);
    check_state(pcap, "pcap_open_offline", WHERRY_PCAP_REAL);
    check_state(pcap, "pcap_get_selectable_fd", WHERRY_PCAP_REAL);
    for (size_t i = 0; i < pcap->function_count; i++)
        check(pcap->functions[i].state != WHERRY_PCAP_STUB, "%s is no stub",
              pcap->functions[i].name);
}

void system_check_words(const char *text)
{
    check_text(text, "loaded: /");
    check_text(text, "pcap_getevent: absent: pcap.h declares it on Windows only\n");
}

void system_check_emulation(const struct wherry_pcap *pcap)
{
    check_state(pcap, "pcap_inject", WHERRY_PCAP_REAL);
}

bool system_send_queue(pcap_t *sender)
{
    (void)sender;
    return false;
}
