/* netdev_faults.c: a wrapper that loses, doubles, reorders, corrupts and delays frames.
 *
 * Each direction is a lane: what enters is copied, suffers what the lane's own random numbers say,
 * and leaves into the lane's `out`. Every frame takes the same number of random numbers, whatever
 * happens to it, so the n-th frame's fate depends on the seed, n and its length alone. */
#include "netdev_system.h"
#include "netdev_wrapper.h"

#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000, NS_PER_MS = 1000000, BURST = 64 };

struct held {
    struct held *next;
    uint64_t due_ns;
    int is_reordered;
    struct wherry_netdev_frame frame; /* its bytes are those that follow */
    uint8_t bytes[];
};

struct queue {
    struct held *first, **last;
};

struct lane {
    uint64_t random;
    struct held *overtaken; /* waits for the next frame to pass */
    struct queue delayed, out;
};

struct faults {
    struct wherry__wrapper wrapper;
    struct wherry_netdev_faults odds;
    struct lane incoming, outgoing;
    struct held *borrowed; /* what the last receive returned */
    uint8_t *frame;        /* reserved */
};

static struct faults *faults_of(struct wherry_netdev *device)
{
    return (struct faults *)device;
}

/* ---- Queues ---------------------------------------------------------------------------------- */

static void queue_add(struct queue *queue, struct held *held)
{
    held->next = NULL;
    *queue->last = held;
    queue->last = &held->next;
}

static struct held *queue_take(struct queue *queue)
{
    struct held *held = queue->first;
    if (!held)
        return NULL;
    queue->first = held->next;
    if (!queue->first)
        queue->last = &queue->first;
    return held;
}

static void free_held(struct held *held)
{
    while (held) {
        struct held *next = held->next;
        free(held);
        held = next;
    }
}

static struct held *copy_frame(const struct wherry_netdev_frame *frame)
{
    struct held *held = malloc(sizeof(*held) + frame->length_bytes);
    if (!held)
        return NULL;
    memcpy(held->bytes, frame->bytes, frame->length_bytes);
    held->frame = *frame;
    held->frame.bytes = held->bytes;
    held->is_reordered = 0;
    held->next = NULL;
    return held;
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static uint64_t draw(struct lane *lane)
{
    uint64_t z = lane->random += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static int happens(struct lane *lane, uint32_t odds_ppm)
{
    return draw(lane) % MILLION < odds_ppm;
}

static void lane_init(struct lane *lane, uint64_t seed, uint64_t direction)
{
    lane->random = seed;
    lane->random = draw(lane) + direction;
    lane->delayed.last = &lane->delayed.first;
    lane->out.last = &lane->out.first;
}

static void lane_release(struct lane *lane)
{
    free_held(lane->overtaken);
    free_held(lane->delayed.first);
    free_held(lane->out.first);
}

static void let_pass(struct lane *lane, struct held *held)
{
    queue_add(&lane->out, held);
    if (lane->overtaken)
        queue_add(&lane->out, lane->overtaken);
    lane->overtaken = NULL;
}

/* One at a time is overtaken. */
static void leave(struct lane *lane, struct held *held)
{
    if (held->is_reordered && !lane->overtaken)
        lane->overtaken = held;
    else
        let_pass(lane, held);
}

/* Whose time has come. */
static void let_due_pass(struct lane *lane, uint64_t now_ns)
{
    while (lane->delayed.first && lane->delayed.first->due_ns <= now_ns)
        leave(lane, queue_take(&lane->delayed));
}

/* No frame will follow. */
static void let_all_pass(struct lane *lane)
{
    let_due_pass(lane, UINT64_MAX);
    if (lane->overtaken)
        queue_add(&lane->out, lane->overtaken);
    lane->overtaken = NULL;
}

/* What one frame suffers. */
struct fate {
    int is_lost, is_duplicated, is_reordered, is_corrupted, is_delayed;
    uint64_t bit;
};

static struct fate draw_fate(struct lane *lane, const struct wherry_netdev_faults *odds,
                             uint32_t length_bytes)
{
    struct fate fate;
    fate.is_lost = happens(lane, odds->lost_ppm);
    fate.is_duplicated = happens(lane, odds->duplicated_ppm);
    fate.is_reordered = happens(lane, odds->reordered_ppm) && !lane->overtaken;
    fate.is_corrupted = happens(lane, odds->corrupted_ppm);
    fate.is_delayed = happens(lane, odds->delayed_ppm);
    fate.bit = draw(lane) % ((uint64_t)length_bytes * 8);
    return fate;
}

static void delay(const struct faults *faults, struct lane *lane, struct held *held)
{
    held->due_ns = wherry__netdev_clock_ns() + (uint64_t)faults->odds.delay_ms * NS_PER_MS;
    queue_add(&lane->delayed, held);
}

/* Takes a frame in. Returns 0, or WHERRY_NETDEV_E_MEMORY. */
static int enter(struct faults *faults, struct lane *lane, const struct wherry_netdev_frame *frame)
{
    struct fate fate = draw_fate(lane, &faults->odds, frame->length_bytes);
    struct held *held, *twin = NULL;
    if (fate.is_lost || fate.is_duplicated || fate.is_reordered || fate.is_corrupted ||
        fate.is_delayed)
        faults->wrapper.device.statistics.damaged++;
    if (fate.is_lost)
        return 0;
    held = copy_frame(frame);
    if (!held)
        return WHERRY_NETDEV_E_MEMORY;
    if (fate.is_corrupted) {
        held->bytes[fate.bit / 8] ^= (uint8_t)(1U << fate.bit % 8);
        held->frame.flags &= ~(unsigned)WHERRY_NETDEV_FRAME_CHECKED;
    }
    held->is_reordered = fate.is_reordered;
    if (fate.is_duplicated)
        twin = copy_frame(&held->frame);
    if (fate.is_delayed)
        delay(faults, lane, held);
    else
        leave(lane, held);
    if (twin && fate.is_delayed)
        delay(faults, lane, twin);
    else if (twin)
        queue_add(&lane->out, twin); /* which overtakes nothing: that is for the next frame */
    return 0;
}

/* ---- Sending --------------------------------------------------------------------------------- */

/* Send what has left the lane. Returns the first error; frames that met one are counted. */
static int send_out(struct faults *faults)
{
    struct held *held;
    int first = 0;
    while ((held = queue_take(&faults->outgoing.out))) {
        struct wherry_netdev_part part = {held->bytes, held->frame.length_bytes};
        int code = wherry_netdev_send(faults->wrapper.inner, &part, 1);
        if (code < 0)
            faults->wrapper.device.statistics.send_dropped++;
        if (code < 0 && first == 0)
            first = wherry__wrapper_pass(&faults->wrapper.device, code);
        free(held);
    }
    return first;
}

static int send_due(struct faults *faults)
{
    if (faults->outgoing.delayed.first)
        let_due_pass(&faults->outgoing, wherry__netdev_clock_ns());
    return send_out(faults);
}

static int faults_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    (void)length_bytes;
    *bytes = faults_of(device)->frame;
    return 0;
}

static int faults_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct faults *faults = faults_of(device);
    struct wherry_netdev_frame frame = {.bytes = faults->frame, .length_bytes = length_bytes};
    if (!length_bytes)
        return 0;
    if (enter(faults, &faults->outgoing, &frame) < 0)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_MEMORY, "no memory for a frame");
    (void)send_due(faults); /* it is counted what became of them */
    return 0;
}

static int faults_flush(struct wherry_netdev *device)
{
    struct faults *faults = faults_of(device);
    int code = send_due(faults);
    int flushed = wherry_netdev_flush(faults->wrapper.inner);
    return code < 0 ? code : wherry__wrapper_pass(device, flushed);
}

/* ---- Receiving ------------------------------------------------------------------------------- */

static unsigned deliver(struct faults *faults, struct wherry_netdev_frame *frames, unsigned count)
{
    unsigned done = 0;
    while (done < count && faults->incoming.out.first) {
        struct held *held = queue_take(&faults->incoming.out);
        frames[done++] = held->frame;
        held->next = faults->borrowed;
        faults->borrowed = held;
    }
    return done;
}

/* Take in what the inner device has, no later than the deadline, or when a delayed frame is due.
 * Returns a count, 0, or an error. */
static int take_in(struct faults *faults, unsigned count, uint64_t deadline)
{
    const struct held *delayed[] = {faults->incoming.delayed.first, faults->outgoing.delayed.first};
    struct wherry_netdev_frame frames[BURST];
    int received;
    for (int i = 0; i < 2; i++)
        if (delayed[i] && delayed[i]->due_ns < deadline)
            deadline = delayed[i]->due_ns;
    received = wherry_netdev_receive(faults->wrapper.inner, frames, count < BURST ? count : BURST,
                                     wherry__netdev_left_ms(deadline));
    for (int i = 0; i < received; i++)
        if (enter(faults, &faults->incoming, &frames[i]) < 0)
            faults->wrapper.device.statistics.dropped++;
    if (received == WHERRY_NETDEV_E_END || received == WHERRY_NETDEV_E_GONE)
        let_all_pass(&faults->incoming);
    return received;
}

static int faults_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms)
{
    struct faults *faults = faults_of(device);
    const uint64_t deadline = wherry__netdev_deadline(timeout_ms);
    int received = 0;
    free_held(faults->borrowed);
    faults->borrowed = NULL;
    for (int is_first = 1;; is_first = 0) {
        unsigned delivered;
        (void)send_due(faults);
        let_due_pass(&faults->incoming, wherry__netdev_clock_ns());
        delivered = deliver(faults, frames, count);
        if (delivered > 0)
            return (int)delivered;
        if (received < 0)
            return wherry__wrapper_pass(device, received);
        if (!is_first && wherry__netdev_left_ms(deadline) == 0) {
            (void)wherry_netdev_flush(faults->wrapper.inner); /* what became due just now */
            return 0;
        }
        received = take_in(faults, count, deadline);
    }
}

/* ---- Life ------------------------------------------------------------------------------------ */

static int faults_statistics(struct wherry_netdev *device,
                             struct wherry_netdev_statistics *statistics)
{
    struct wherry_netdev_statistics inner;
    int code = wherry_netdev_statistics(faults_of(device)->wrapper.inner, &inner);
    if (code < 0)
        return wherry__wrapper_pass(device, code);
    statistics->dropped += inner.dropped;
    statistics->send_dropped += inner.send_dropped;
    statistics->damaged += inner.damaged;
    return 0;
}

static void faults_close(struct wherry_netdev *device)
{
    struct faults *faults = faults_of(device);
    let_all_pass(&faults->outgoing);
    (void)send_out(faults); /* the inner device's close flushes it */
    lane_release(&faults->incoming);
    lane_release(&faults->outgoing);
    free_held(faults->borrowed);
    free(faults->frame);
    wherry__wrapper_close(device);
}

static const struct wherry_netdev_operations faults_operations = {
    .close = faults_close,
    .link = wherry__wrapper_link,
    .statistics = faults_statistics,
    .receive = faults_receive,
    .wake = wherry__wrapper_wake,
    .reserve = faults_reserve,
    .commit = faults_commit,
    .flush = faults_flush,
};

int wherry_netdev_faults(struct wherry_netdev **device, struct wherry_netdev *inner,
                         const struct wherry_netdev_faults *odds,
                         char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct faults *faults;
    *device = NULL;
    faults = wherry__wrapper_create(sizeof(*faults), inner, &faults_operations, error);
    if (!faults)
        return inner ? WHERRY_NETDEV_E_MEMORY : WHERRY_NETDEV_E_ARGUMENT;
    faults->odds = *odds;
    lane_init(&faults->incoming, odds->seed, 0);
    lane_init(&faults->outgoing, odds->seed, 1);
    faults->wrapper.device.capabilities.wait_handle = -1; /* frames are held here as well */
    faults->frame = malloc(inner->capabilities.frame_bytes);
    if (!faults->frame) {
        faults_close(&faults->wrapper.device);
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory for a frame");
    }
    *device = &faults->wrapper.device;
    return 0;
}
