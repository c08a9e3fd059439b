#include "capture_win32.h"

#include "capability_internal.h"
#include "wpcap_binding.h"

#include <stdlib.h>
#include <windows.h>

/* Npcap and WinPcap: pcap_dispatch() does not wait, and the driver's event says when packets came.
 * The event is the driver's to set and to reset. */

enum {
    /* The driver resets its event when its buffer was read empty; if a packet comes at that very
     * moment the event may be lost, and the packet waits so long. */
    PATIENCE_MS = 50
};

struct waiting {
    HANDLE packets; /* the driver's */
    HANDLE woken;   /* ours; resets itself */
};

static int receive(struct wherry_capture *capture, struct wherry_packet *packets, unsigned count,
                   int timeout_ms)
{
    const struct waiting *waiting = capture->waiting;
    HANDLE handles[] = {waiting->woken, waiting->packets};
    struct wherry__deadline deadline = wherry__deadline_after(timeout_ms);
    DWORD wait_ms = 0;
    for (;;) {
        if (WaitForMultipleObjects(2, handles, FALSE, wait_ms) == WAIT_OBJECT_0)
            return wherry__capture_fail(capture, WHERRY_CAPTURE_E_WOKEN, "woken");
        int filled = wherry__capture_fill(capture, count);
        if (filled < 0)
            return filled;
        if (filled > 0)
            break;
        wait_ms = wherry__deadline_left_ms(&deadline);
        if (wait_ms == 0)
            return 0;
        if (wait_ms > PATIENCE_MS)
            wait_ms = PATIENCE_MS;
    }
    unsigned taken = wherry__burst_take(&capture->burst, packets, count);
    capture->statistics.received += taken;
    return (int)taken;
}

static void wake(struct wherry_capture *capture)
{
    const struct waiting *waiting = capture->waiting;
    SetEvent(waiting->woken);
}

static intptr_t handle(struct wherry_capture *capture)
{
    const struct waiting *waiting = capture->waiting;
    return (intptr_t)waiting->packets;
}

static void close_waiting(struct wherry_capture *capture)
{
    struct waiting *waiting = capture->waiting;
    pcap_close(capture->pcap); /* the driver's event goes with it */
    CloseHandle(waiting->woken);
    free(waiting);
}

int wherry__capture_start_event(struct wherry_capture *capture)
{
    static const struct wherry__waiter waiter = {
        .receive = receive, .wake = wake, .handle = handle, .close = close_waiting};
    char text[PCAP_ERRBUF_SIZE] = "";
    if (!wherry__pcap_usable(wpcap_index_pcap_getevent))
        return WHERRY_CAPTURE_E_DRIVER;
    HANDLE packets = pcap_getevent(capture->pcap);
    if (!packets || packets == INVALID_HANDLE_VALUE ||
        pcap_setnonblock(capture->pcap, 1, text) != 0)
        return WHERRY_CAPTURE_E_DRIVER;
    struct waiting *waiting = calloc(1, sizeof(*waiting));
    HANDLE woken = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!waiting || !woken) {
        free(waiting);
        if (woken)
            CloseHandle(woken);
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    }
    *waiting = (struct waiting){packets, woken};
    capture->waiting = waiting;
    capture->waiter = &waiter;
    return 0;
}
