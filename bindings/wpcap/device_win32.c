#include "adapters_win32.h"
#include "device_internal.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

IP_ADAPTER_ADDRESSES *wherry__adapters_list(void)
{
    const ULONG flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
    ULONG size_bytes = 16384;
    for (int attempt = 0; attempt < 4; attempt++) { /* the list may grow between two calls */
        IP_ADAPTER_ADDRESSES *list = malloc(size_bytes);
        if (!list)
            return NULL;
        ULONG error = GetAdaptersAddresses(AF_UNSPEC, flags, NULL, list, &size_bytes);
        if (error == NO_ERROR)
            return list;
        free(list);
        if (error != ERROR_BUFFER_OVERFLOW)
            return NULL;
    }
    return NULL;
}

const IP_ADAPTER_ADDRESSES *wherry__adapters_find(const IP_ADAPTER_ADDRESSES *list,
                                                  const char *name)
{
    const char *guid = wherry__device_guid(name);
    for (const IP_ADAPTER_ADDRESSES *at = list; guid && at; at = at->Next)
        if (wherry__same_text(at->AdapterName, guid, true))
            return at;
    return NULL;
}

/* ---- Text ------------------------------------------------------------------------------------ */

static char *utf8_of(const wchar_t *wide)
{
    int size_bytes = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = size_bytes > 0 ? malloc((size_t)size_bytes) : NULL;
    if (text)
        WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size_bytes, NULL, NULL);
    return text;
}

/* Npcap and WinPcap give descriptions in the ANSI code page, unless UTF-8 was asked for. Text that
 * is UTF-8 is hardly ever meant as anything else. */
char *wherry__device_text(const char *text)
{
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0) > 0)
        return strdup(text);
    int length = MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0);
    wchar_t *wide = length > 0 ? malloc((size_t)length * sizeof(*wide)) : NULL;
    if (!wide)
        return strdup("");
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, length);
    char *utf8 = utf8_of(wide);
    free(wide);
    return utf8;
}

/* ---- What Windows knows ---------------------------------------------------------------------- */

static enum wherry_device_link link_of(const IP_ADAPTER_ADDRESSES *adapter)
{
    switch (adapter->OperStatus) {
    case IfOperStatusUp:
        return WHERRY_DEVICE_UP;
    case IfOperStatusUnknown:
    case IfOperStatusTesting:
        return WHERRY_DEVICE_LINK_UNKNOWN;
    case IfOperStatusDown:
    case IfOperStatusDormant:
    case IfOperStatusNotPresent:
    case IfOperStatusLowerLayerDown:
        break;
    }
    return WHERRY_DEVICE_DOWN;
}

/* With the true length of the prefix, which pcap gives as a mask, and for IPv6 often not at all. */
static bool take_addresses(struct wherry_device *device, const IP_ADAPTER_ADDRESSES *adapter)
{
    wherry__device_clear_addresses(device);
    for (const IP_ADAPTER_UNICAST_ADDRESS *at = adapter->FirstUnicastAddress; at; at = at->Next)
        if (!wherry__device_add_address(device, at->Address.lpSockaddr, at->OnLinkPrefixLength))
            return false;
    return true;
}

static bool complete(struct wherry_device *device, const IP_ADAPTER_ADDRESSES *adapter)
{
    char *friendly = adapter->FriendlyName ? utf8_of(adapter->FriendlyName) : NULL;
    if (friendly && *friendly) {
        free((void *)(uintptr_t)device->friendly_name);
        device->friendly_name = friendly;
    } else
        free(friendly);
    if (adapter->PhysicalAddressLength == sizeof(device->mac))
        memcpy(device->mac, adapter->PhysicalAddress, sizeof(device->mac));
    if (adapter->IfType == IF_TYPE_SOFTWARE_LOOPBACK)
        device->flags |= WHERRY_DEVICE_LOOPBACK;
    if (adapter->IfType == IF_TYPE_IEEE80211)
        device->flags |= WHERRY_DEVICE_WIRELESS;
    device->link = link_of(adapter);
    if (adapter->Mtu > 0 && adapter->Mtu < UINT32_MAX)
        device->mtu_bytes = adapter->Mtu;
    device->index = adapter->IfIndex ? adapter->IfIndex : adapter->Ipv6IfIndex;
    return take_addresses(device, adapter);
}

bool wherry__devices_complete(struct wherry_device *devices, size_t count)
{
    IP_ADAPTER_ADDRESSES *list = wherry__adapters_list();
    bool completed = true;
    for (size_t i = 0; i < count && completed; i++) {
        const IP_ADAPTER_ADDRESSES *adapter = wherry__adapters_find(list, devices[i].name);
        if (adapter)
            completed = complete(&devices[i], adapter);
    }
    free(list);
    return completed;
}
