/* netdev_pair.c: two devices in memory.
 *
 * A frame is written into a slot, and the slot itself goes from the sender to the receiver and
 * back: nothing is copied, whether frames are kept or not. Per direction there is
 *
 *   sender:    spare -> (reserve) -> batch -> (flush) -> queue, under the lock
 *   receiver:  queue -> borrowed [<-> kept] -> (next receive) -> returned, under the lock
 *
 * and the sender takes all of `returned` when it has no spare slot left. */
#include "netdev_system.h"
#include <wherry/netdev_driver.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

enum {
    MTU_BYTES = 1500,
    FRAME_BYTES = MTU_BYTES + WHERRY_NETDEV_HEADER_BYTES + 4, /* with a VLAN tag */
    BURST = 64
};

struct slot {
    struct slot *next, **link; /* `link` in lists out of whose middle slots are taken */
    uint64_t time_ns;
    uint32_t length_bytes;
    uint8_t bytes[FRAME_BYTES];
};

/* First in, first out. */
struct queue {
    struct slot *first, **last;
    unsigned count;
};

/* What both ends share; the last to close frees it. */
struct cable {
    struct wherry__netdev_lock *lock;
    unsigned queue_frames;
    unsigned open_ends;
    struct end_state { /* of what comes in at an end; under the lock, but for the event and `woken`
                        */
        struct wherry__netdev_event *event;
        atomic_int woken;
        int is_raised; /* for frames, or because the other end is gone */
        int is_closed;
        struct queue queue;
        struct slot *returned;
        uint64_t dropped;
    } ends[2];
};

struct pair_device {
    struct wherry_netdev device;
    struct cable *cable;
    struct end_state *in, *out; /* here, and at the other end */
    struct slot *borrowed, *kept;
    struct slot *spare, *reserved;
    struct queue batch;
};

static struct pair_device *pair_of(struct wherry_netdev *device)
{
    return (struct pair_device *)device;
}

static struct slot *slot_of(const uint8_t *bytes)
{
    return (struct slot *)(void *)((uintptr_t)bytes - offsetof(struct slot, bytes));
}

/* ---- Lists ----------------------------------------------------------------------------------- */

static void queue_init(struct queue *queue)
{
    *queue = (struct queue){.last = &queue->first};
}

static void queue_add(struct queue *queue, struct slot *slot)
{
    slot->next = NULL;
    *queue->last = slot;
    queue->last = &slot->next;
    queue->count++;
}

static struct slot *queue_take(struct queue *queue)
{
    struct slot *slot = queue->first;
    if (!slot)
        return NULL;
    queue->first = slot->next;
    if (!queue->first)
        queue->last = &queue->first;
    queue->count--;
    return slot;
}

static void list_add(struct slot **list, struct slot *slot)
{
    slot->next = *list;
    slot->link = list;
    if (slot->next)
        slot->next->link = &slot->next;
    *list = slot;
}

static void list_remove(struct slot *slot)
{
    *slot->link = slot->next;
    if (slot->next)
        slot->next->link = slot->link;
}

static void free_slots(struct slot *slot)
{
    while (slot) {
        struct slot *next = slot->next;
        free(slot);
        slot = next;
    }
}

/* ---- The cable ------------------------------------------------------------------------------- */

static void cable_free(struct cable *cable)
{
    for (int i = 0; i < 2; i++) {
        free_slots(cable->ends[i].queue.first);
        free_slots(cable->ends[i].returned);
        wherry__netdev_event_free(cable->ends[i].event);
    }
    wherry__netdev_lock_free(cable->lock);
    free(cable);
}

static struct cable *cable_create(unsigned queue_frames)
{
    struct cable *cable = calloc(1, sizeof(*cable));
    if (!cable)
        return NULL;
    cable->queue_frames = queue_frames;
    cable->lock = wherry__netdev_lock_create();
    for (int i = 0; i < 2; i++) {
        cable->ends[i].event = wherry__netdev_event_create();
        queue_init(&cable->ends[i].queue);
    }
    if (cable->lock && cable->ends[0].event && cable->ends[1].event)
        return cable;
    cable_free(cable);
    return NULL;
}

/* Under the lock. Once is enough until the receiver has lowered it. */
static void raise_event(struct end_state *end)
{
    if (end->is_raised)
        return;
    end->is_raised = 1;
    wherry__netdev_event_raise(end->event);
}

/* ---- Receiving ------------------------------------------------------------------------------- */

/* Under the lock. The event is lowered no sooner than there is nothing to receive: while frames
 * stream, nobody asks the system for anything. */
static int take(struct pair_device *pair, struct wherry_netdev_frame *frames, unsigned count)
{
    struct end_state *in = pair->in;
    unsigned taken = 0;
    while (taken < count && in->queue.first) {
        struct slot *slot = queue_take(&in->queue);
        frames[taken].bytes = slot->bytes;
        frames[taken].length_bytes = slot->length_bytes;
        frames[taken].wire_length_bytes = slot->length_bytes;
        frames[taken].time_ns = slot->time_ns;
        list_add(&pair->borrowed, slot);
        taken++;
    }
    if (taken == 0 && pair->out->is_closed)
        return wherry_netdev_fail(&pair->device, WHERRY_NETDEV_E_GONE,
                                  "the other end of the pair is closed");
    if (taken == 0) {
        wherry__netdev_event_lower(in->event);
        in->is_raised = 0;
    }
    return (int)taken;
}

/* Under the lock. */
static void return_borrowed(struct pair_device *pair)
{
    while (pair->borrowed) {
        struct slot *slot = pair->borrowed;
        list_remove(slot);
        slot->next = pair->in->returned;
        pair->in->returned = slot;
    }
}

/* Returns a count, 0 after the event was lowered, or an error. */
static int receive_now(struct pair_device *pair, struct wherry_netdev_frame *frames, unsigned count)
{
    int received;
    wherry__netdev_lock_acquire(pair->cable->lock);
    return_borrowed(pair);
    received = take(pair, frames, count);
    wherry__netdev_lock_release(pair->cable->lock);
    return received;
}

static int pair_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                        unsigned count, int timeout_ms)
{
    struct pair_device *pair = pair_of(device);
    const uint64_t deadline = timeout_ms > 0 ? wherry__netdev_deadline(timeout_ms) : 0;
    for (;;) {
        int received, left_ms;
        if (atomic_exchange(&pair->in->woken, 0))
            return wherry_netdev_fail(device, WHERRY_NETDEV_E_WOKEN, "woken by another thread");
        received = receive_now(pair, frames, count);
        if (received != 0)
            return received;
        if (atomic_load(&pair->in->woken)) /* its event may be what was lowered */
            continue;
        left_ms = timeout_ms > 0 ? wherry__netdev_left_ms(deadline) : timeout_ms;
        if (left_ms == 0)
            return 0;
        wherry__netdev_event_wait(pair->in->event, left_ms);
    }
}

static int pair_keep(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    struct slot *slot = slot_of(frame->bytes);
    list_remove(slot);
    list_add(&pair_of(device)->kept, slot);
    frame->kept = slot;
    return 0;
}

/* It is borrowed again, and goes back with the next receive. */
static void pair_release(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    struct slot *slot = frame->kept;
    list_remove(slot);
    list_add(&pair_of(device)->borrowed, slot);
}

static void pair_wake(struct wherry_netdev *device)
{
    struct end_state *in = pair_of(device)->in;
    atomic_store(&in->woken, 1); /* before the event: who lowers that looks here afterwards */
    wherry__netdev_event_raise(in->event);
}

/* ---- Sending --------------------------------------------------------------------------------- */

static int pair_flush(struct wherry_netdev *device)
{
    struct pair_device *pair = pair_of(device);
    struct end_state *out = pair->out;
    uint64_t now_ns = pair->batch.count ? wherry__netdev_time_ns() : 0;
    int code = 0;
    struct slot *slot;
    wherry__netdev_lock_acquire(pair->cable->lock);
    if (out->is_closed)
        code =
            wherry_netdev_fail(device, WHERRY_NETDEV_E_GONE, "the other end of the pair is closed");
    while ((slot = queue_take(&pair->batch))) {
        slot->time_ns = now_ns;
        if (!out->is_closed && out->queue.count < pair->cable->queue_frames) {
            queue_add(&out->queue, slot);
            continue;
        }
        if (out->is_closed)
            wherry_netdev_not_sent(device, slot->length_bytes);
        else
            out->dropped++;
        slot->next = pair->spare;
        pair->spare = slot;
    }
    if (out->queue.first)
        raise_event(out);
    wherry__netdev_lock_release(pair->cable->lock);
    return code;
}

static struct slot *take_spare(struct pair_device *pair)
{
    struct slot *slot;
    if (!pair->spare) {
        wherry__netdev_lock_acquire(pair->cable->lock);
        pair->spare = pair->out->returned;
        pair->out->returned = NULL;
        wherry__netdev_lock_release(pair->cable->lock);
    }
    slot = pair->spare;
    if (!slot)
        return malloc(sizeof(*slot));
    pair->spare = slot->next;
    return slot;
}

static int pair_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    struct pair_device *pair = pair_of(device);
    (void)length_bytes; /* every slot has room for the longest */
    if (pair->batch.count == BURST) {
        int code = wherry_netdev_flush(device);
        if (code < 0)
            return code;
    }
    pair->reserved = take_spare(pair);
    if (!pair->reserved)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_MEMORY, "no memory for a frame");
    *bytes = pair->reserved->bytes;
    return 0;
}

static int pair_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct pair_device *pair = pair_of(device);
    struct slot *slot = pair->reserved;
    pair->reserved = NULL;
    slot->length_bytes = length_bytes;
    if (length_bytes) {
        queue_add(&pair->batch, slot);
    } else {
        slot->next = pair->spare;
        pair->spare = slot;
    }
    return 0;
}

/* ---- Life ------------------------------------------------------------------------------------ */

static enum wherry_netdev_link pair_link(struct wherry_netdev *device)
{
    struct pair_device *pair = pair_of(device);
    int is_closed;
    wherry__netdev_lock_acquire(pair->cable->lock);
    is_closed = pair->out->is_closed;
    wherry__netdev_lock_release(pair->cable->lock);
    return is_closed ? WHERRY_NETDEV_DOWN : WHERRY_NETDEV_UP;
}

static int pair_statistics(struct wherry_netdev *device,
                           struct wherry_netdev_statistics *statistics)
{
    struct pair_device *pair = pair_of(device);
    wherry__netdev_lock_acquire(pair->cable->lock);
    statistics->dropped += pair->in->dropped;
    wherry__netdev_lock_release(pair->cable->lock);
    return 0;
}

static void pair_close(struct wherry_netdev *device)
{
    struct pair_device *pair = pair_of(device);
    struct cable *cable = pair->cable;
    unsigned open_ends;
    free_slots(pair->borrowed);
    free_slots(pair->kept);
    free_slots(pair->spare);
    free_slots(pair->batch.first);
    free(pair->reserved);
    wherry__netdev_lock_acquire(cable->lock);
    pair->in->is_closed = 1;
    raise_event(pair->out);
    open_ends = --cable->open_ends;
    wherry__netdev_lock_release(cable->lock);
    free(pair);
    if (open_ends == 0)
        cable_free(cable);
}

static const struct wherry_netdev_operations pair_operations = {
    .close = pair_close,
    .link = pair_link,
    .statistics = pair_statistics,
    .receive = pair_receive,
    .keep = pair_keep,
    .release = pair_release,
    .wake = pair_wake,
    .reserve = pair_reserve,
    .commit = pair_commit,
    .flush = pair_flush,
};

static struct pair_device *create_end(struct cable *cable, unsigned end)
{
    struct pair_device *pair = wherry_netdev_create(sizeof(*pair), &pair_operations);
    struct wherry_netdev_capabilities *can;
    if (!pair)
        return NULL;
    pair->cable = cable;
    pair->in = &cable->ends[end];
    pair->out = &cable->ends[1 - end];
    queue_init(&pair->batch);
    can = &pair->device.capabilities;
    can->mtu_bytes = MTU_BYTES;
    can->frame_bytes = can->received_bytes = FRAME_BYTES;
    can->receive_burst = can->send_burst = BURST;
    can->wait_handle = wherry__netdev_event_handle(pair->in->event);
    can->mac[0] = 2; /* locally administered: IEEE 802 8.2.2 */
    can->mac[5] = (uint8_t)(end + 1);
    return pair;
}

int wherry_netdev_open_pair(struct wherry_netdev *devices[2], unsigned queue_frames,
                            char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct cable *cable;
    struct pair_device *ends[2];
    devices[0] = devices[1] = NULL;
    if (queue_frames == 0)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_ARGUMENT,
                                    "a pair needs a queue of at least one frame");
    cable = cable_create(queue_frames);
    if (!cable)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY,
                                    "no memory, or no event, for a pair of devices");
    ends[0] = create_end(cable, 0);
    ends[1] = create_end(cable, 1);
    if (!ends[0] || !ends[1]) {
        free(ends[0]);
        free(ends[1]);
        cable_free(cable);
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY,
                                    "no memory for a pair of devices");
    }
    cable->open_ends = 2;
    devices[0] = &ends[0]->device;
    devices[1] = &ends[1]->device;
    return 0;
}
