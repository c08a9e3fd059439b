#include "capture_win32.h"

#include "capability_internal.h"
#include "wpcap_binding.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <windows.h>

/* A thread that reads ahead. Under Wine an idle pcap_next_ex() ignores its time-out, there is no
 * event, and pcap_breakloop() is all that ends it. To break off at every deadline would lose
 * packets: libpcap drops the one that it holds at that moment. So the thread alone waits in the
 * library, and is broken off for a new filter and at the end only.
 *
 * It fills one burst while the packets of the other are the caller's; when those are used up the
 * two change places. When its burst is full it stops reading, and the driver's buffer fills.
 *
 * The thread shares the pcap_t with a caller who sends or asks for statistics. libpcap keeps what
 * these three use apart, but for the text of an error. */

enum {
    READ_AHEAD_BYTES = 4 << 20,
    CLOSE_WAIT_MS = 80 /* wherry_capture_close() promises 100 */
};

struct pump {
    pcap_t *pcap;
    HANDLE thread;
    atomic_int owners; /* the capture and the thread: the last one frees */
    atomic_bool woken;
    SRWLOCK lock;               /* for all that follows */
    CONDITION_VARIABLE arrived; /* for the caller: packets, a failure, a wake, or paused */
    CONDITION_VARIABLE allowed; /* for the thread: room, no pause, or the end */
    struct wherry__burst filling;
    HANDLE ready; /* of wherry_capture_wait_handle(); NULL: nobody asked */
    bool failed;  /* pcap_next_ex() did, for good */
    bool stopping;
    bool pausing; /* wanted */
    bool paused;  /* and so it is */
};

/* ---- The thread ------------------------------------------------------------------------------ */

static void release(struct pump *pump)
{
    if (atomic_fetch_sub(&pump->owners, 1) != 1)
        return;
    pcap_close(pump->pcap);
    if (pump->ready)
        CloseHandle(pump->ready);
    CloseHandle(pump->thread);
    wherry__burst_release(&pump->filling);
    free(pump);
}

static bool is_ready(const struct pump *pump)
{
    return pump->filling.count > 0 || pump->filling.failed || pump->failed;
}

static void announce(struct pump *pump)
{
    if (pump->ready)
        SetEvent(pump->ready);
    WakeConditionVariable(&pump->arrived);
}

/* Until the thread may read. False: it is to end. With the lock. */
static bool wait_for_leave(struct pump *pump)
{
    while (!pump->stopping && (pump->pausing || pump->filling.used_bytes >= READ_AHEAD_BYTES ||
                               pump->filling.failed || pump->failed)) {
        pump->paused = pump->pausing;
        if (pump->paused)
            WakeAllConditionVariable(&pump->arrived);
        SleepConditionVariableSRW(&pump->allowed, &pump->lock, INFINITE, 0);
    }
    pump->paused = false;
    return !pump->stopping;
}

/* What pcap_next_ex() returned, without the lock before and with it afterwards. */
static void read_one(struct pump *pump)
{
    struct pcap_pkthdr *header = NULL;
    const u_char *bytes = NULL;
    int status = pcap_next_ex(pump->pcap, &header, &bytes);
    AcquireSRWLockExclusive(&pump->lock);
    bool was_ready = is_ready(pump);
    if (status == 1) {
        struct pcap_pkthdr right = wherry__pcap_header(header);
        wherry__burst_add(&pump->filling, &right, bytes);
    } else if (status < 0 && status != PCAP_ERROR_BREAK)
        pump->failed = true;
    if (!was_ready && is_ready(pump))
        announce(pump);
}

static DWORD WINAPI run(LPVOID user)
{
    struct pump *pump = user;
    AcquireSRWLockExclusive(&pump->lock);
    while (wait_for_leave(pump)) {
        ReleaseSRWLockExclusive(&pump->lock);
        read_one(pump);
    }
    ReleaseSRWLockExclusive(&pump->lock);
    release(pump);
    return 0;
}

/* ---- The caller ------------------------------------------------------------------------------ */

/* Exchange the bursts. With the lock. */
static void take_over(struct wherry_capture *capture, struct pump *pump)
{
    struct wherry__burst empty = capture->burst;
    capture->burst = pump->filling;
    wherry__burst_clear(&empty);
    empty.unit_ns = capture->burst.unit_ns;
    pump->filling = empty;
    if (pump->ready && !pump->failed)
        ResetEvent(pump->ready);
    WakeConditionVariable(&pump->allowed);
}

static bool consume_wake(struct pump *pump)
{
    return atomic_load_explicit(&pump->woken, memory_order_relaxed) &&
           atomic_exchange(&pump->woken, false);
}

/* Wait until there is a reason to return. Returns 1 when packets can be taken over. */
static int wait_for_packets(struct wherry_capture *capture, struct pump *pump,
                            const struct wherry__deadline *deadline)
{
    for (;;) {
        if (consume_wake(pump))
            return WHERRY_CAPTURE_E_WOKEN;
        if (pump->filling.count > 0 || pump->filling.failed) {
            take_over(capture, pump);
            return 1;
        }
        if (pump->failed)
            return WHERRY_CAPTURE_E_DRIVER;
        DWORD left_ms = wherry__deadline_left_ms(deadline);
        if (left_ms == 0)
            return 0;
        SleepConditionVariableSRW(&pump->arrived, &pump->lock, left_ms, 0);
    }
}

static int receive(struct wherry_capture *capture, struct wherry_packet *packets, unsigned count,
                   int timeout_ms)
{
    struct pump *pump = capture->waiting;
    struct wherry__burst *burst = &capture->burst;
    int status = consume_wake(pump) ? WHERRY_CAPTURE_E_WOKEN : 1;
    if (status == 1 && burst->taken == burst->count && !burst->failed) {
        struct wherry__deadline deadline = wherry__deadline_after(timeout_ms);
        AcquireSRWLockExclusive(&pump->lock);
        status = wait_for_packets(capture, pump, &deadline);
        ReleaseSRWLockExclusive(&pump->lock);
    }
    if (status == WHERRY_CAPTURE_E_WOKEN)
        return wherry__capture_fail(capture, status, "woken");
    if (status == WHERRY_CAPTURE_E_DRIVER)
        return wherry__capture_fail_pcap(capture, "cannot receive");
    if (status == 0)
        return 0;
    unsigned taken = wherry__burst_take(burst, packets, count);
    if (taken == 0) { /* behind its last packet the burst has failed */
        int code = wherry__capture_fail_burst(capture, burst);
        burst->failed = 0;
        return code;
    }
    capture->statistics.received += taken;
    return (int)taken;
}

/* A console control handler runs on a thread of its own, so that it may wait for the lock. */
static void wake(struct wherry_capture *capture)
{
    struct pump *pump = capture->waiting;
    AcquireSRWLockExclusive(&pump->lock);
    atomic_store(&pump->woken, true);
    WakeAllConditionVariable(&pump->arrived);
    ReleaseSRWLockExclusive(&pump->lock);
}

static void pause_pump(struct wherry_capture *capture)
{
    struct pump *pump = capture->waiting;
    AcquireSRWLockExclusive(&pump->lock);
    pump->pausing = true;
    WakeConditionVariable(&pump->allowed);
    pcap_breakloop(pump->pcap); /* remembered if the thread is not in the library yet */
    while (!pump->paused)
        SleepConditionVariableSRW(&pump->arrived, &pump->lock, INFINITE, 0);
    ReleaseSRWLockExclusive(&pump->lock);
}

static void resume_pump(struct wherry_capture *capture)
{
    struct pump *pump = capture->waiting;
    AcquireSRWLockExclusive(&pump->lock);
    pump->pausing = pump->paused = false;
    WakeConditionVariable(&pump->allowed);
    ReleaseSRWLockExclusive(&pump->lock);
}

static intptr_t handle(struct wherry_capture *capture)
{
    struct pump *pump = capture->waiting;
    AcquireSRWLockExclusive(&pump->lock);
    if (!pump->ready)
        pump->ready = CreateEventW(NULL, TRUE, is_ready(pump), NULL);
    intptr_t ready = pump->ready ? (intptr_t)pump->ready : -1;
    ReleaseSRWLockExclusive(&pump->lock);
    return ready;
}

/* A library that does not let go of the thread keeps it, and the pcap_t with it: closing that under
 * its reader would be worse. */
static void close_pump(struct wherry_capture *capture)
{
    struct pump *pump = capture->waiting;
    AcquireSRWLockExclusive(&pump->lock);
    pump->stopping = true;
    WakeConditionVariable(&pump->allowed);
    pcap_breakloop(pump->pcap);
    ReleaseSRWLockExclusive(&pump->lock);
    WaitForSingleObject(pump->thread, CLOSE_WAIT_MS);
    release(pump);
}

int wherry__capture_start_pump(struct wherry_capture *capture)
{
    static const struct wherry__waiter waiter = {
        .receive = receive,
        .wake = wake,
        .pause = pause_pump,
        .resume = resume_pump,
        .handle = handle,
        .close = close_pump,
    };
    struct pump *pump = calloc(1, sizeof(*pump));
    if (!pump)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    InitializeSRWLock(&pump->lock);
    InitializeConditionVariable(&pump->arrived);
    InitializeConditionVariable(&pump->allowed);
    pump->pcap = capture->pcap;
    pump->filling.unit_ns = capture->burst.unit_ns;
    atomic_store(&pump->owners, 2);
    pump->thread = CreateThread(NULL, 0, run, pump, CREATE_SUSPENDED, NULL);
    if (!pump->thread) {
        free(pump);
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_MEMORY, "no thread to read");
    }
    capture->waiting = pump;
    capture->waiter = &waiter;
    ResumeThread(pump->thread);
    return 0;
}
