/* iperf over TCP, both roles. A connection that sends is the same whoever asked for it. */
#include "clock.h"
#include "command.h"
#include "iperf.h"
#include "iperf_wire.h"

#include <lwip/tcp.h>
#include <stdlib.h>

enum {
    CONNECT_US = 20000000,
    FAREWELL_US = 10000000, /* for the peer to close too */
    POLL_TICKS = 10,
    /* A peer that is silent for so long is asked whether it still is there, and how often. */
    SILENCE_MS = 10000,
    ASK_MS = 2000,
    ASK_TIMES = 5
};

enum state {
    CONNECTING,
    GREETING, /* the client's first bytes decide who sends */
    RECEIVING,
    SENDING,
    LEAVING /* all is sent and received; the peer has not closed yet */
};

struct connection {
    struct connection *next, **link;
    struct iperf *iperf;
    struct tcp_pcb *tcp;
    enum state state;
    bool is_ended;          /* told that it will send no more */
    uint64_t deadline_us;   /* CONNECTING, LEAVING, SENDING for a time; else UINT64_MAX */
    uint64_t left_bytes;    /* to write */
    uint64_t waiting_bytes; /* written, not acknowledged */
    struct iperf_hello wishes;
    size_t greeting_bytes;
    uint8_t greeting[IPERF_HELLO_READ_BYTES];
    struct iperf_flow flow;
};

struct role {
    struct tcp_pcb *listener;
    struct connection *connections;
};

/* Zeros: their first words are "no wishes". */
static const uint8_t payload[UINT16_MAX];

/* ---- Ends ------------------------------------------------------------------------------------ */

static void forget(struct connection *connection)
{
    iperf_flow_end(connection->iperf, &connection->flow, clock_us());
    *connection->link = connection->next;
    if (connection->next)
        connection->next->link = connection->link;
    connection->iperf->busy--;
    free(connection);
}

static struct tcp_pcb *detach(struct connection *connection)
{
    struct tcp_pcb *tcp = connection->tcp;
    tcp_arg(tcp, NULL);
    tcp_recv(tcp, NULL);
    tcp_sent(tcp, NULL);
    tcp_poll(tcp, NULL, 0);
    tcp_err(tcp, NULL);
    forget(connection);
    return tcp;
}

/* Both return what lwIP's callback has to return afterwards. */
static err_t abort_connection(struct connection *connection)
{
    tcp_abort(detach(connection));
    return ERR_ABRT;
}

static err_t close_connection(struct connection *connection)
{
    struct tcp_pcb *tcp = detach(connection);
    if (tcp_close(tcp) == ERR_OK)
        return ERR_OK;
    tcp_abort(tcp);
    return ERR_ABRT;
}

static void complain_of(struct connection *connection, const char *what)
{
    connection->iperf->has_failed = true;
    if (connection->flow.number)
        complain("%u: %s: %s", connection->flow.number, connection->flow.peer, what);
    else
        complain("%s port %u: %s", connection->iperf->host,
                 (unsigned)connection->iperf->settings->port, what);
}

/* lwIP has freed its part already. */
static void failed(void *data, err_t code)
{
    struct connection *connection = data;
    if (connection->state == CONNECTING)
        complain_of(connection, code == ERR_RST ? "nobody listens there" : "no answer");
    else if (connection->state != LEAVING)
        complain_of(connection, code == ERR_RST ? "the peer broke the connection off"
                                                : "the peer answers no more");
    forget(connection);
}

/* ---- Out ------------------------------------------------------------------------------------- */

/* Whole segments as long as it goes: what lwIP cuts in the wrong place stays cut. */
static uint16_t next_bytes(const struct connection *connection)
{
    uint16_t room = tcp_sndbuf(connection->tcp), segment = tcp_mss(connection->tcp);
    if (connection->left_bytes <= room)
        return (uint16_t)connection->left_bytes;
    return (uint16_t)(room - room % segment);
}

static void fill(struct connection *connection)
{
    while (connection->left_bytes > 0) {
        uint16_t length = next_bytes(connection);
        if (length == 0 || tcp_write(connection->tcp, payload, length, 0) != ERR_OK)
            return;
        connection->left_bytes -= length;
        connection->waiting_bytes += length;
    }
    if (!connection->is_ended && tcp_shutdown(connection->tcp, 0, 1) == ERR_OK)
        connection->is_ended = true;
}

static void begin_sending(struct connection *connection, uint64_t bytes, uint64_t time_us)
{
    connection->state = SENDING;
    connection->left_bytes = bytes ? bytes - connection->waiting_bytes : UINT64_MAX;
    connection->deadline_us = bytes ? UINT64_MAX : clock_us() + time_us;
    tcp_nagle_disable(connection->tcp); /* the last segment shall not wait for an answer */
    fill(connection);
}

static void leave(struct connection *connection)
{
    iperf_flow_end(connection->iperf, &connection->flow, clock_us());
    connection->state = LEAVING;
    connection->deadline_us = clock_us() + FAREWELL_US;
}

/* `length` bytes were acknowledged. */
static err_t sent(void *data, struct tcp_pcb *tcp, u16_t length)
{
    struct connection *connection = data;
    (void)tcp;
    if (connection->state != SENDING)
        return ERR_OK; /* a request to be sent to */
    connection->flow.counts.bytes += length;
    connection->waiting_bytes -= length;
    fill(connection);
    if (connection->is_ended && connection->waiting_bytes == 0)
        leave(connection);
    return ERR_OK;
}

static err_t polled(void *data, struct tcp_pcb *tcp)
{
    struct connection *connection = data;
    (void)tcp;
    if (connection->state == SENDING) /* there was no memory before */
        fill(connection);
    return ERR_OK;
}

/* ---- In -------------------------------------------------------------------------------------- */

static void take_greeting(struct connection *connection, const struct pbuf *bytes)
{
    struct iperf_hello hello;
    size_t room = sizeof connection->greeting - connection->greeting_bytes;
    connection->greeting_bytes +=
        pbuf_copy_partial(bytes, connection->greeting + connection->greeting_bytes,
                          (u16_t)LWIP_MIN(room, bytes->tot_len), 0);
    if (!iperf_hello_is_whole(connection->greeting, connection->greeting_bytes))
        return;
    iperf_hello_read(&hello, connection->greeting, connection->greeting_bytes);
    connection->state = RECEIVING;
    if (!hello.is_reverse)
        return;
    connection->flow.counts.bytes = 0; /* a request is no payload */
    begin_sending(connection, hello.bytes, hello.time_us);
}

static err_t peer_closed(struct connection *connection)
{
    if (connection->state == SENDING)
        complain_of(connection, "the peer has closed the connection already");
    return connection->state == SENDING ? abort_connection(connection)
                                        : close_connection(connection);
}

static err_t received(void *data, struct tcp_pcb *tcp, struct pbuf *bytes, err_t code)
{
    struct connection *connection = data;
    (void)code;
    if (!bytes)
        return peer_closed(connection);
    if (connection->state == RECEIVING || connection->state == GREETING)
        connection->flow.counts.bytes += bytes->tot_len;
    if (connection->state == GREETING)
        take_greeting(connection, bytes);
    tcp_recved(tcp, bytes->tot_len);
    pbuf_free(bytes);
    return ERR_OK;
}

/* ---- Connections ----------------------------------------------------------------------------- */

static struct connection *new_connection(struct iperf *iperf, struct tcp_pcb *tcp)
{
    struct role *role = iperf->role;
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return NULL;
    *connection = (struct connection){.next = role->connections,
                                      .link = &role->connections,
                                      .iperf = iperf,
                                      .tcp = tcp,
                                      .deadline_us = UINT64_MAX};
    if (connection->next)
        connection->next->link = &connection->next;
    role->connections = connection;
    iperf->busy++;
    ip_set_option(tcp, SOF_KEEPALIVE);
    tcp->keep_idle = SILENCE_MS;
    tcp->keep_intvl = ASK_MS;
    tcp->keep_cnt = ASK_TIMES;
    tcp_arg(tcp, connection);
    tcp_recv(tcp, received);
    tcp_sent(tcp, sent);
    tcp_poll(tcp, polled, POLL_TICKS);
    tcp_err(tcp, failed);
    return connection;
}

static err_t accepted(void *data, struct tcp_pcb *tcp, err_t code)
{
    struct iperf *iperf = data;
    uint64_t wanted = iperf->settings->count;
    if (code != ERR_OK || (wanted && iperf->begun >= wanted))
        return ERR_MEM; /* lwIP resets it */
    struct connection *connection = new_connection(iperf, tcp);
    if (!connection)
        return ERR_MEM;
    connection->state = GREETING;
    iperf_flow_begin(iperf, &connection->flow, &tcp->remote_ip, tcp->remote_port);
    return ERR_OK;
}

/* The greeting is payload, but for a request to be sent to. */
static bool greet(struct connection *connection)
{
    const struct iperf_settings *settings = connection->iperf->settings;
    struct iperf_hello hello = {.parallel = (unsigned)settings->parallel,
                                .is_reverse = settings->reverse,
                                .bytes = settings->bytes,
                                .time_us = settings->time_us};
    uint8_t greeting[IPERF_HELLO_BYTES];
    if (!settings->reverse && settings->bytes && settings->bytes < sizeof greeting)
        return true;
    iperf_hello_write(greeting, &hello);
    if (tcp_write(connection->tcp, greeting, sizeof greeting, TCP_WRITE_FLAG_COPY) != ERR_OK)
        return false;
    connection->waiting_bytes = sizeof greeting;
    return true;
}

static err_t connected(void *data, struct tcp_pcb *tcp, err_t code)
{
    struct connection *connection = data;
    const struct iperf_settings *settings = connection->iperf->settings;
    (void)code;
    iperf_flow_begin(connection->iperf, &connection->flow, &tcp->remote_ip, tcp->remote_port);
    if (!greet(connection)) {
        complain_of(connection, "out of memory");
        return abort_connection(connection);
    }
    connection->state = RECEIVING;
    connection->deadline_us = UINT64_MAX;
    if (!settings->reverse)
        begin_sending(connection, settings->bytes, settings->time_us);
    return ERR_OK;
}

/* What is due of one, which may be gone afterwards. */
static uint64_t step_connection(struct connection *connection, uint64_t now_us)
{
    if (now_us < connection->deadline_us)
        return connection->deadline_us;
    if (connection->state == CONNECTING || connection->state == LEAVING) {
        if (connection->state == CONNECTING)
            complain_of(connection, "no answer");
        abort_connection(connection);
        return UINT64_MAX;
    }
    connection->deadline_us = UINT64_MAX; /* the time is over: what is written goes out yet */
    connection->left_bytes = 0;
    fill(connection);
    return UINT64_MAX;
}

/* ---- Roles ----------------------------------------------------------------------------------- */

static uint64_t step(struct iperf *iperf, uint64_t now_us)
{
    struct role *role = iperf->role;
    uint64_t next_us = UINT64_MAX;
    for (struct connection *at = role->connections, *next; at; at = next) {
        next = at->next;
        uint64_t due_us = step_connection(at, now_us);
        next_us = due_us < next_us ? due_us : next_us;
    }
    return next_us;
}

static void stop(struct iperf *iperf, uint64_t now_us)
{
    struct role *role = iperf->role;
    for (struct connection *at = role->connections, *next; at; at = next) {
        next = at->next;
        if (at->state == SENDING)
            at->deadline_us = now_us;
        else if (at->state != LEAVING)
            abort_connection(at);
    }
}

static void close_role(struct iperf *iperf)
{
    struct role *role = iperf->role;
    if (!role)
        return;
    while (role->connections)
        abort_connection(role->connections);
    if (role->listener)
        tcp_close(role->listener);
    free(role);
}

static bool out_of_memory(void)
{
    return complain("out of memory"), false;
}

static bool open_server(struct iperf *iperf)
{
    struct role *role = iperf->role = calloc(1, sizeof *role);
    struct tcp_pcb *bound = role ? tcp_new_ip_type(IPADDR_TYPE_ANY) : NULL;
    if (!bound)
        return out_of_memory();
    if (tcp_bind(bound, IP_ANY_TYPE, (u16_t)iperf->settings->port) == ERR_OK)
        role->listener = tcp_listen(bound);
    if (!role->listener) {
        tcp_close(bound);
        return out_of_memory();
    }
    tcp_arg(role->listener, iperf);
    tcp_accept(role->listener, accepted);
    return true;
}

static bool open_client(struct iperf *iperf)
{
    struct role *role = iperf->role = calloc(1, sizeof *role);
    if (!role)
        return out_of_memory();
    for (uint64_t i = 0; i < iperf->settings->parallel; i++) {
        struct tcp_pcb *tcp = tcp_new_ip_type(IP_GET_TYPE(&iperf->address));
        struct connection *connection = tcp ? new_connection(iperf, tcp) : NULL;
        if (tcp && !connection)
            tcp_abort(tcp);
        if (!connection)
            return out_of_memory();
        connection->deadline_us = clock_us() + CONNECT_US;
        if (tcp_connect(tcp, &iperf->address, (u16_t)iperf->settings->port, connected) != ERR_OK)
            return complain("%s: there is no way to it", iperf->host), false;
    }
    return true;
}

const struct iperf_role iperf_tcp_server = {open_server, step, NULL, close_role};
const struct iperf_role iperf_tcp_client = {open_client, step, stop, close_role};
