#include "capture_win32.h"

#include "adapters_win32.h"
#include "capability_internal.h"
#include "wpcap_binding.h"

#include <stdlib.h>
#include <windows.h>

int wherry__capture_start(struct wherry_capture *capture)
{
    int code = wherry__capture_start_event(capture);
    return code == WHERRY_CAPTURE_E_DRIVER ? wherry__capture_start_pump(capture) : code;
}

bool wherry__capture_set_min_to_copy(pcap_t *pcap)
{
    return wherry__pcap_usable(wpcap_index_pcap_setmintocopy) && pcap_setmintocopy(pcap, 0) == 0;
}

/* A frame is sent or refused at once. */
bool wherry__capture_send_again(struct wherry_capture *capture, int error)
{
    (void)capture;
    (void)error;
    return false;
}

const char wherry__capture_rights[] =
    "run it as an administrator, or install Npcap without restricting it to administrators";

/* No driver for Windows has a place per frame. */
bool wherry__capture_wastes_room(const char *device, uint32_t snap_bytes)
{
    (void)device, (void)snap_bytes;
    return false;
}

/* ---- Time ------------------------------------------------------------------------------------ */

static long long now_ticks(void)
{
    LARGE_INTEGER now;
    QueryPerformanceCounter(&now);
    return now.QuadPart;
}

struct wherry__deadline wherry__deadline_after(int timeout_ms)
{
    struct wherry__deadline deadline = {.timeout_ms = timeout_ms};
    LARGE_INTEGER frequency;
    if (timeout_ms > 0) {
        QueryPerformanceFrequency(&frequency);
        deadline.ticks_per_s = frequency.QuadPart;
        deadline.end_ticks = now_ticks() + frequency.QuadPart * timeout_ms / 1000;
    }
    return deadline;
}

unsigned long wherry__deadline_left_ms(const struct wherry__deadline *deadline)
{
    if (deadline->timeout_ms <= 0)
        return deadline->timeout_ms < 0 ? INFINITE : 0;
    long long left = deadline->end_ticks - now_ticks();
    if (left <= 0)
        return 0;
    return (unsigned long)((left * 1000 + deadline->ticks_per_s - 1) / deadline->ticks_per_s);
}

/* ---- Which device ---------------------------------------------------------------------------- */

uint64_t wherry__capture_device_id(const char *device)
{
    IP_ADAPTER_ADDRESSES *list = wherry__adapters_list();
    const IP_ADAPTER_ADDRESSES *adapter = wherry__adapters_find(list, device);
    uint64_t id = 0;
    if (adapter)
        id = adapter->IfIndex ? adapter->IfIndex : adapter->Ipv6IfIndex;
    free(list);
    return id;
}
