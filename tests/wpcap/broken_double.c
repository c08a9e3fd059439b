/* Pcap libraries that are of no use, one for each of these:
 *
 *   BARE   has a version and nothing else
 *   OLD    lists a device, and has no pcap_next_ex(): libpcap before 0.8
 *   STUBS  Windows: has all that is needed, in functions that raise an exception
 *   NEEDY  needs another library, which packet_double.c is and nobody installs */
#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT
#endif

#include <stddef.h>

EXPORT const char *pcap_lib_version(void);

#if defined(NEEDY)
const char *PacketGetVersion(void);

EXPORT const char *pcap_lib_version(void)
{
    return PacketGetVersion();
}
#else
EXPORT const char *pcap_lib_version(void)
{
    return "a broken double, version 0";
}
#endif

#if defined(OLD)
/* As pcap.h has it. */
struct device {
    struct device *next;
    const char *name, *description;
    void *addresses;
    unsigned flags;
};

EXPORT int pcap_findalldevs(struct device **devices, char *error);
EXPORT void pcap_freealldevs(struct device *devices);

EXPORT int pcap_findalldevs(struct device **devices, char *error)
{
    static struct device one = {.name = "one", .description = "the only device"};
    *error = '\0';
    *devices = &one;
    return 0;
}

EXPORT void pcap_freealldevs(struct device *devices)
{
    (void)devices;
}
#endif

#if defined(STUBS)
#include <windows.h>

static void raise_stub(const char *function)
{
    const ULONG_PTR names[] = {(ULONG_PTR) "wpcap.dll", (ULONG_PTR)function};
    RaiseException(0x80000100, EXCEPTION_NONCONTINUABLE, 2, names);
}

#define STUB(name)                                                                                 \
    EXPORT void name(void);                                                                        \
    EXPORT void name(void)                                                                         \
    {                                                                                              \
        raise_stub(#name);                                                                         \
    }
STUB(pcap_findalldevs)
STUB(pcap_freealldevs)
STUB(pcap_create)
#endif
