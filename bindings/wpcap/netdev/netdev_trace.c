/* netdev_trace.c: a wrapper that gives a line of text for every frame. */
#include "frame_describe.h"
#include "netdev_wrapper.h"

struct trace {
    struct wherry__wrapper wrapper;
    void (*print)(void *data, const char *line);
    void *data;
};

static struct trace *trace_of(struct wherry_netdev *device)
{
    return (struct trace *)device;
}

static void print_frame(const struct trace *trace, const char *direction, const uint8_t *bytes,
                        uint32_t length_bytes, uint32_t wire_length_bytes)
{
    char line[WHERRY__LINE_BYTES];
    wherry__frame_describe(bytes, length_bytes, wire_length_bytes, direction, line);
    trace->print(trace->data, line);
}

static int trace_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                         unsigned count, int timeout_ms)
{
    struct trace *trace = trace_of(device);
    int received = wherry_netdev_receive(trace->wrapper.inner, frames, count, timeout_ms);
    for (int i = 0; i < received; i++)
        print_frame(trace, "in", frames[i].bytes, frames[i].length_bytes,
                    frames[i].wire_length_bytes);
    return wherry__wrapper_pass(device, received);
}

static int trace_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct trace *trace = trace_of(device);
    if (length_bytes)
        print_frame(trace, "out", trace->wrapper.reserved, length_bytes, length_bytes);
    return wherry__wrapper_pass(device, wherry_netdev_commit(trace->wrapper.inner, length_bytes));
}

static const struct wherry_netdev_operations trace_operations = {
    .close = wherry__wrapper_close,
    .link = wherry__wrapper_link,
    .statistics = wherry__wrapper_statistics,
    .receive = trace_receive,
    .keep = wherry__wrapper_keep,
    .release = wherry__wrapper_release,
    .wake = wherry__wrapper_wake,
    .reserve = wherry__wrapper_reserve,
    .commit = trace_commit,
    .flush = wherry__wrapper_flush,
};

int wherry_netdev_trace(struct wherry_netdev **device, struct wherry_netdev *inner,
                        void (*print)(void *data, const char *line), void *data,
                        char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct trace *trace;
    *device = NULL;
    trace = wherry__wrapper_create(sizeof(*trace), inner, &trace_operations, error);
    if (!trace)
        return inner ? WHERRY_NETDEV_E_MEMORY : WHERRY_NETDEV_E_ARGUMENT;
    trace->print = print;
    trace->data = data;
    *device = &trace->wrapper.device;
    return 0;
}
