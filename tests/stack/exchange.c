#include "exchange.h"

#include <string.h>

enum { PIECE_BYTES = 16384, SLOW_BYTES = 200000 };

void exchange_fill(int side, uint32_t position, uint8_t *bytes, uint32_t length_bytes)
{
    for (uint32_t i = 0; i < length_bytes; i++)
        bytes[i] = (uint8_t)((position + i) * 2654435761U >> 24 ^ (unsigned)side);
}

static void finish_if_over(struct exchange *exchange)
{
    struct tcp_pcb *connection = exchange->connection;
    if (!exchange->has_ended || exchange->sent_bytes < exchange->total_bytes)
        return;
    tcp_arg(connection, NULL);
    tcp_recv(connection, NULL);
    tcp_sent(connection, NULL);
    tcp_poll(connection, NULL, 0);
    tcp_err(connection, NULL);
    exchange->connection = NULL;
    if (tcp_close(connection) != ERR_OK)
        exchange->has_failed = 1;
    atomic_store(&exchange->is_done, 1);
}

static void send_more(struct exchange *exchange)
{
    static uint8_t bytes[PIECE_BYTES];
    if (exchange->sent_bytes == exchange->total_bytes)
        return;
    for (;;) {
        uint32_t length = LWIP_MIN(PIECE_BYTES, exchange->total_bytes - exchange->sent_bytes);
        length = LWIP_MIN(length, tcp_sndbuf(exchange->connection));
        if (length == 0)
            break;
        exchange_fill(exchange->side, exchange->sent_bytes, bytes, length);
        if (tcp_write(exchange->connection, bytes, (u16_t)length, TCP_WRITE_FLAG_COPY) != ERR_OK)
            break;
        exchange->sent_bytes += length;
    }
    if (exchange->sent_bytes == exchange->total_bytes)
        tcp_shutdown(exchange->connection, 0, 1);
    tcp_output(exchange->connection);
}

static err_t sent(void *data, struct tcp_pcb *connection, u16_t length_bytes)
{
    (void)connection, (void)length_bytes;
    send_more(data);
    finish_if_over(data);
    return ERR_OK;
}

static void check(struct exchange *exchange, const struct pbuf *bytes)
{
    static uint8_t wanted[UINT16_MAX];
    exchange_fill(EXCHANGE_CALLER + EXCHANGE_LISTENER - exchange->side, exchange->received_bytes,
                  wanted, bytes->len);
    if (memcmp(bytes->payload, wanted, bytes->len) != 0)
        exchange->wrong++;
    exchange->received_bytes += bytes->len;
}

static err_t received(void *data, struct tcp_pcb *connection, struct pbuf *bytes, err_t code)
{
    struct exchange *exchange = data;
    (void)code;
    if (!bytes) {
        exchange->has_ended = 1;
        if (exchange->received_bytes != exchange->total_bytes)
            exchange->wrong++;
        finish_if_over(exchange);
        return ERR_OK;
    }
    for (const struct pbuf *part = bytes; part; part = part->next)
        check(exchange, part);
    if (exchange->is_slow)
        exchange->unread_bytes += bytes->tot_len;
    else
        tcp_recved(connection, bytes->tot_len);
    pbuf_free(bytes);
    return ERR_OK;
}

static err_t polled(void *data, struct tcp_pcb *connection)
{
    struct exchange *exchange = data;
    for (uint32_t left = SLOW_BYTES; left > 0 && exchange->unread_bytes > 0;) {
        u16_t length = (u16_t)LWIP_MIN(LWIP_MIN(exchange->unread_bytes, left), UINT16_MAX);
        tcp_recved(connection, length);
        exchange->unread_bytes -= length;
        left -= length;
    }
    send_more(exchange);
    finish_if_over(exchange);
    return ERR_OK;
}

static void failed(void *data, err_t code)
{
    struct exchange *exchange = data;
    (void)code;
    exchange->connection = NULL;
    exchange->has_failed = 1;
    atomic_store(&exchange->is_done, 1);
}

void exchange_start(struct exchange *exchange, struct tcp_pcb *connection)
{
    exchange->connection = connection;
    tcp_arg(connection, exchange);
    tcp_recv(connection, received);
    tcp_sent(connection, sent);
    tcp_poll(connection, polled, 1);
    tcp_err(connection, failed);
    send_more(exchange);
}
