#include "capability_internal.h"

#include "wpcap_binding.h"

#include <windows.h>

#include <string.h>

enum { STUB_CODE_BYTES = 40 };

/* Where a module lies in memory. */
struct image {
    const uint8_t *start;
    size_t size_bytes;
};

static bool find_image(const uint8_t *address, struct image *image)
{
    HMODULE module;
    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            (LPCWSTR)(const void *)address, &module))
        return false;
    image->start = (const uint8_t *)module;
    const IMAGE_DOS_HEADER *dos = (const void *)image->start;
    const IMAGE_NT_HEADERS *headers = (const void *)(image->start + dos->e_lfanew);
    image->size_bytes = headers->OptionalHeader.SizeOfImage;
    return true;
}

/* Wine's own modules say so behind their DOS header, so that another's wpcap.dll, which a user may
 * have installed in Wine, is told apart. */
static bool is_wines(const struct image *image)
{
    static const char signature[] = "Wine builtin DLL";
    return memcmp(image->start + sizeof(IMAGE_DOS_HEADER), signature, sizeof(signature)) == 0;
}

typedef const char *CDECL wine_version_function(void);

const char *wherry__pcap_wine(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    FARPROC version = ntdll ? GetProcAddress(ntdll, "wine_get_version") : NULL;
    wherry_function function;
    struct image image;
    if (!version ||
        wherry_function_address(&wpcap_binding, wpcap_index_pcap_lib_version, &function) != 0 ||
        !find_image((const uint8_t *)(uintptr_t)function, &image) || !is_wines(&image))
        return NULL;
    return ((wine_version_function *)(wherry_function)version)();
}

static bool is_text(const struct image *image, uintptr_t address, const char *text)
{
    size_t length = strlen(text) + 1;
    uintptr_t offset = address - (uintptr_t)image->start;
    return offset < image->size_bytes && length <= image->size_bytes - offset &&
           memcmp(image->start + offset, text, length) == 0;
}

/* Whether the instructions at `code` take the address of a text: as 4 bytes, absolute (i386) or
 * relative to what follows them (x86-64). */
static bool refers_to(const struct image *image, const uint8_t *code, const char *text)
{
    for (size_t i = 0; i + 4 <= STUB_CODE_BYTES; i++) {
        int32_t value;
        memcpy(&value, code + i, sizeof(value));
        uintptr_t base = sizeof(void *) == 8 ? (uintptr_t)(code + i + 4) : 0;
        if (is_text(image, base + (uintptr_t)(intptr_t)value, text))
            return true;
    }
    return false;
}

/* Wine's build tool makes such a stub from "@ stub NAME": it passes the module's name and the
 * function's to what raises EXCEPTION_WINE_STUB (0x80000100), and does nothing else. */
bool wherry__pcap_is_stub(wherry_function function, const char *name)
{
    struct image image;
    const uint8_t *code = (const uint8_t *)(uintptr_t)function;
    if (!find_image(code, &image) || !is_wines(&image) ||
        image.size_bytes - (size_t)(code - image.start) < STUB_CODE_BYTES)
        return false;
    return refers_to(&image, code, "wpcap.dll") && refers_to(&image, code, name);
}

/* ---- What is known --------------------------------------------------------------------------- */

const char wherry__pcap_undeclared[] = "pcap.h does not declare it on Windows";

const char wherry__pcap_advice[] =
    "install Npcap from https://npcap.com/ with its defaults (over a damaged or older one, too)";

static const char local_only[] = "in Wine 8 it knows local devices only";
static const char waits[] = "in Wine 8 its time-out does not end it while no packet comes, and a "
                            "32-bit Wine may misread the header of the packet";

/* Found by calling them, and by what they are made of. */
static const struct wherry__pcap_remark wine_remarks[] = {
    {"pcap_dispatch", WHERRY_PCAP_WRONG,
     "in Wine 8 a count of n waits until n packets came, and 0 or -1 returns 0 at once"},
    {"pcap_loop", WHERRY_PCAP_WRONG, "in Wine 8 it returns -1 at once"},
    {"pcap_next", WHERRY_PCAP_WRONG, "in Wine 8 it crashes when no packet came"},
    {"pcap_next_ex", WHERRY_PCAP_REAL, waits},
    {"pcap_stats", WHERRY_PCAP_WRONG, "in Wine 8 it fills the first three of the six fields"},
    {"pcap_setbuff", WHERRY_PCAP_WRONG,
     "in Wine 8 it does nothing; pcap_set_buffer_size() before activation works"},
    {"pcap_lookupnet", WHERRY_PCAP_WRONG, "in Wine 8 it does not know the names of devices"},
    {"pcap_dump_open", WHERRY_PCAP_WRONG,
     "in Wine 8 there is no pcap_dump_close() for what it opens"},
    {"pcap_dump", WHERRY_PCAP_WRONG, "in Wine 8 there is no pcap_dump_close() that writes it out"},
    {"pcap_wsockinit", WHERRY_PCAP_ABSENT, "in Wine 8 it is called wsockinit()"},
    {"pcap_open", WHERRY_PCAP_WRONG, local_only},
    {"pcap_findalldevs_ex", WHERRY_PCAP_WRONG, local_only},
    {"pcap_parsesrcstr", WHERRY_PCAP_WRONG, local_only},
    {0},
};

static const struct wherry__pcap_remark no_remarks[] = {{0}};

const struct wherry__pcap_remark *wherry__pcap_remarks(void)
{
    return wherry__pcap_wine() ? wine_remarks : no_remarks;
}

/* Debian 12's i386 Wine reads libpcap's header as if its time stamp were two 64-bit numbers, while
 * that libpcap's is two 32-bit ones: the length captured appears as tv_usec, and two pointers that
 * stand behind the header as caplen and len. */
struct pcap_pkthdr wherry__pcap_header(const struct pcap_pkthdr *header)
{
    struct pcap_pkthdr repaired = *header;
    if (sizeof(void *) == 8 || header->caplen <= WHERRY__LENGTH_LIMIT_BYTES ||
        header->ts.tv_usec < 0 || header->ts.tv_usec > WHERRY__LENGTH_LIMIT_BYTES ||
        !wherry__pcap_wine())
        return repaired;
    repaired.caplen = repaired.len = (bpf_u_int32)header->ts.tv_usec;
    repaired.ts.tv_usec = 0;
    return repaired;
}
