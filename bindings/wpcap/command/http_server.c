#include "http.h"

#include "http_answer.h"

#include <inttypes.h>
#include <lwip/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TICK_US = 100000, /* lwIP's, for polls: <wherry/stack.h> */
    IDLE_POLLS = 12,
    LINGER_POLLS = 2,
    PIECE_BYTES = 32768
};

struct http_server {
    struct tcp_pcb *listener;
    struct folder *folder;
    struct connection *connections;
    unsigned count;
    uint8_t poll_ticks;
    http_log *log;
    void *data;
};

/* One request at a time: what comes meanwhile waits in `waiting`, then in lwIP, then, with the
 * window used up, at the other side. */
struct connection {
    struct connection *next, **link;
    struct http_server *server;
    struct tcp_pcb *tcp;
    struct pbuf *waiting;
    size_t head_bytes;
    int is_answering;
    int is_lingering; /* all is said; what still comes is dropped */
    int has_ended;    /* the other side sends no more */
    unsigned idle_polls;
    struct http_answer answer;
    size_t text_sent_bytes;
    uint64_t unconfirmed_bytes;
    char address[IPADDR_STRLEN_MAX];
    char head[HTTP_HEAD_BYTES];
};

/* ---- Ends ------------------------------------------------------------------------------------ */

static void forget(struct connection *connection)
{
    *connection->link = connection->next;
    if (connection->next)
        connection->next->link = connection->link;
    connection->server->count--;
    if (connection->waiting)
        pbuf_free(connection->waiting);
    http_answer_release(&connection->answer);
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

/* Of what was said and is still to be said. */
static uint64_t unconfirmed(const struct connection *connection)
{
    const struct http_answer *answer = &connection->answer;
    uint64_t bytes = connection->unconfirmed_bytes;
    if (connection->is_answering)
        bytes += answer->left_bytes + answer->text.length_bytes - connection->text_sent_bytes;
    return bytes;
}

/* Who looks at the log shall not take an answer that began for one that arrived. */
static void log_abort(const struct connection *connection, const char *why)
{
    const struct http_server *server = connection->server;
    char line[192];
    if (!server->log || unconfirmed(connection) == 0)
        return;
    snprintf(line, sizeof line, "%s aborted, %" PRIu64 " bytes unconfirmed: %s",
             connection->address, unconfirmed(connection), why);
    server->log(server->data, line);
}

/* Both return what lwIP's callback has to return afterwards. */
static err_t abort_connection(struct connection *connection, const char *why)
{
    log_abort(connection, why);
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

/* ---- Out ------------------------------------------------------------------------------------- */

enum progress { BLOCKED, COMPLETE, BROKEN };

static enum progress send_text(struct connection *connection)
{
    const struct http_text *text = &connection->answer.text;
    while (connection->text_sent_bytes < text->length_bytes) {
        size_t length = LWIP_MIN(text->length_bytes - connection->text_sent_bytes, PIECE_BYTES);
        length = LWIP_MIN(length, tcp_sndbuf(connection->tcp));
        if (length == 0 || tcp_write(connection->tcp, text->bytes + connection->text_sent_bytes,
                                     (u16_t)length, TCP_WRITE_FLAG_COPY) != ERR_OK)
            return BLOCKED;
        connection->text_sent_bytes += length;
        connection->unconfirmed_bytes += length;
    }
    return COMPLETE;
}

/* A file that became shorter cannot be completed: the reader must see that it was not. */
static enum progress send_file(struct connection *connection)
{
    static uint8_t piece[PIECE_BYTES];
    struct http_answer *answer = &connection->answer;
    while (answer->left_bytes > 0) {
        size_t length = (size_t)LWIP_MIN(answer->left_bytes, PIECE_BYTES);
        length = LWIP_MIN(length, tcp_sndbuf(connection->tcp));
        if (length == 0)
            return BLOCKED;
        if (folder_read(&answer->file, answer->offset, piece, length) != length)
            return BROKEN;
        if (tcp_write(connection->tcp, piece, (u16_t)length, TCP_WRITE_FLAG_COPY) != ERR_OK)
            return BLOCKED;
        answer->offset += length;
        answer->left_bytes -= length;
        connection->unconfirmed_bytes += length;
    }
    return COMPLETE;
}

static enum progress send_answer(struct connection *connection)
{
    if (connection->answer.text.has_failed)
        return BROKEN;
    enum progress progress = send_text(connection);
    return progress == COMPLETE ? send_file(connection) : progress;
}

/* ---- In -------------------------------------------------------------------------------------- */

static void drop_bytes(struct connection *connection, size_t count)
{
    connection->head_bytes -= count;
    memmove(connection->head, connection->head + count, connection->head_bytes);
}

static void fill_head(struct connection *connection)
{
    struct pbuf *waiting = connection->waiting;
    if (!waiting)
        return;
    size_t room = HTTP_HEAD_BYTES - connection->head_bytes;
    u16_t length = (u16_t)LWIP_MIN(room, waiting->tot_len);
    pbuf_copy_partial(waiting, connection->head + connection->head_bytes, length, 0);
    connection->head_bytes += length;
    tcp_recved(connection->tcp, length);
    connection->waiting = pbuf_free_header(waiting, length);
}

/* RFC 9112 2.2: before a request. */
static void skip_empty_lines(struct connection *connection)
{
    size_t count = 0;
    while (count < connection->head_bytes &&
           (connection->head[count] == '\r' || connection->head[count] == '\n'))
        count++;
    drop_bytes(connection, count);
}

static void log_answer(const struct connection *connection, const struct http_request *request)
{
    const struct http_server *server = connection->server;
    char line[256];
    if (!server->log)
        return;
    snprintf(line, sizeof line, "%s %s %.128s %d %" PRIu64, connection->address,
             request->method == HTTP_HEAD ? "HEAD" : "GET",
             request->target[0] ? request->target : "?", connection->answer.status,
             connection->answer.length_bytes);
    server->log(server->data, line);
}

static void begin_answer(struct connection *connection, const struct http_request *request)
{
    http_answer_make(&connection->answer, connection->server->folder, request);
    connection->text_sent_bytes = 0;
    connection->is_answering = 1;
    log_answer(connection, request);
}

/* Is there a whole request, or one too long to become one? Then it is answered from now on. */
static int take_request(struct connection *connection)
{
    static char nothing[1];
    struct http_request request = {.target = nothing};
    fill_head(connection);
    skip_empty_lines(connection);
    size_t length = http_head_length(connection->head, connection->head_bytes);
    if (length > 0) {
        http_request_parse(&request, connection->head, length);
    } else {
        request.status = http_request_too_long(connection->head, connection->head_bytes);
        if (request.status == 0)
            return 0;
    }
    begin_answer(connection, &request);
    drop_bytes(connection, length);
    return 1;
}

/* ---- Both ------------------------------------------------------------------------------------ */

/* Closing at once would send a reset while the other side still sends, and a reset makes it throw
 * away what it has not read yet of the answer (RFC 9112 9.6). */
static err_t linger(struct connection *connection)
{
    if (connection->has_ended)
        return close_connection(connection);
    if (tcp_shutdown(connection->tcp, 0, 1) != ERR_OK)
        return abort_connection(connection, "out of memory");
    connection->is_lingering = 1;
    if (connection->waiting) {
        tcp_recved(connection->tcp, connection->waiting->tot_len);
        pbuf_free(connection->waiting);
        connection->waiting = NULL;
    }
    return ERR_OK;
}

/* As far as it goes: requests come in, answers go out. */
static err_t advance(struct connection *connection)
{
    if (connection->is_lingering)
        return ERR_OK;
    while (connection->is_answering || take_request(connection)) {
        enum progress progress = send_answer(connection);
        if (progress == BROKEN)
            return abort_connection(connection, "the file cannot be read any more");
        if (progress == BLOCKED)
            break;
        connection->is_answering = 0;
        http_answer_release(&connection->answer);
        if (!connection->answer.keep_alive)
            return linger(connection);
    }
    tcp_output(connection->tcp);
    if (connection->has_ended && !connection->is_answering)
        return close_connection(connection);
    return ERR_OK;
}

static err_t received(void *data, struct tcp_pcb *tcp, struct pbuf *bytes, err_t code)
{
    struct connection *connection = data;
    (void)code;
    connection->idle_polls = 0;
    if (!bytes) {
        connection->has_ended = 1;
        return connection->is_lingering ? close_connection(connection) : advance(connection);
    }
    if (connection->is_lingering) {
        tcp_recved(tcp, bytes->tot_len);
        pbuf_free(bytes);
        return ERR_OK;
    }
    if (connection->waiting)
        return ERR_MEM; /* lwIP keeps it and asks again */
    connection->waiting = bytes;
    return advance(connection);
}

static err_t sent(void *data, struct tcp_pcb *tcp, u16_t length_bytes)
{
    struct connection *connection = data;
    (void)tcp;
    connection->unconfirmed_bytes -= length_bytes;
    connection->idle_polls = 0;
    return advance(connection);
}

static err_t polled(void *data, struct tcp_pcb *tcp)
{
    struct connection *connection = data;
    int is_received = !tcp->unsent && !tcp->unacked; /* by the other side, all that we said */
    unsigned limit = connection->is_lingering && is_received ? LINGER_POLLS : IDLE_POLLS;
    if (++connection->idle_polls < limit)
        return advance(connection);
    if (connection->is_answering || connection->is_lingering)
        return abort_connection(connection, "no byte was taken for too long");
    return close_connection(connection);
}

/* lwIP has freed its side of it. */
static void failed(void *data, err_t code)
{
    log_abort(data, code == ERR_RST ? "the other side ended it" : "the other side does not answer");
    forget(data);
}

static err_t accepted(void *data, struct tcp_pcb *tcp, err_t code)
{
    struct http_server *server = data;
    if (code != ERR_OK || server->count >= HTTP_CONNECTIONS_MAX)
        return ERR_MEM; /* lwIP resets it */
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return ERR_MEM;
    connection->server = server;
    connection->tcp = tcp;
    connection->next = server->connections;
    connection->link = &server->connections;
    if (connection->next)
        connection->next->link = &connection->next;
    server->connections = connection;
    server->count++;
    ipaddr_ntoa_r(&tcp->remote_ip, connection->address, sizeof connection->address);
    tcp_nagle_disable(tcp); /* whole answers are written at once */
    tcp_arg(tcp, connection);
    tcp_recv(tcp, received);
    tcp_sent(tcp, sent);
    tcp_poll(tcp, polled, server->poll_ticks);
    tcp_err(tcp, failed);
    return ERR_OK;
}

/* ---- Life ------------------------------------------------------------------------------------ */

static struct tcp_pcb *listen_on(uint16_t port)
{
    struct tcp_pcb *bound = tcp_new_ip_type(IPADDR_TYPE_ANY);
    if (!bound)
        return NULL;
    struct tcp_pcb *listener = NULL;
    if (tcp_bind(bound, IP_ANY_TYPE, port) == ERR_OK)
        listener = tcp_listen(bound);
    if (!listener)
        tcp_close(bound);
    return listener;
}

struct http_server *http_open(const char *folder, uint16_t port, http_log *log, void *data,
                              char error[HTTP_ERROR_BYTES])
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        snprintf(error, HTTP_ERROR_BYTES, "out of memory");
        return NULL;
    }
    server->log = log;
    server->data = data;
    http_set_idle(server, HTTP_IDLE_US);
    server->folder = folder_open(folder);
    if (server->folder)
        server->listener = listen_on(port);
    if (server->listener) {
        tcp_arg(server->listener, server);
        tcp_accept(server->listener, accepted);
        return server;
    }
    if (server->folder)
        snprintf(error, HTTP_ERROR_BYTES, "port %u is in use", (unsigned)port);
    else
        snprintf(error, HTTP_ERROR_BYTES, "%s: no such folder, or it may not be read", folder);
    http_close(server);
    return NULL;
}

void http_set_idle(struct http_server *server, uint64_t time_us)
{
    uint64_t ticks = time_us / TICK_US / IDLE_POLLS;
    server->poll_ticks = (uint8_t)LWIP_MIN(LWIP_MAX(ticks, 1), UINT8_MAX);
}

void http_close(struct http_server *server)
{
    if (!server)
        return;
    while (server->connections)
        abort_connection(server->connections, "the server ends");
    if (server->listener)
        tcp_close(server->listener);
    folder_close(server->folder);
    free(server);
}
