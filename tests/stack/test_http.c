/* The web server on the peer's stack, asked from ours. Argument: the folder that it serves. */
#include "../check.h"
#include "pair.h"

#include <stdlib.h>

enum { BIG_BYTES = 3000000, KEPT_BYTES = 65536, CLIENTS = 64, HTTP_PORT = 80 };

struct fetch {
    struct tcp_pcb *connection;
    const char *request;
    size_t request_bytes;
    char kept[KEPT_BYTES]; /* what came, as far as there is room */
    size_t kept_bytes;
    uint64_t body_bytes, body_wrong; /* after the first head; compared with big.bin */
    uint64_t offset;                 /* at which that begins there */
    size_t head_bytes;
    uint32_t unread_bytes;
    int waits; /* does not read */
    int is_over, has_failed;
};

/* ---- A client -------------------------------------------------------------------------------- */

static void check_body(struct fetch *fetch, const uint8_t *bytes, size_t length)
{
    static uint8_t wanted[UINT16_MAX];
    exchange_fill(EXCHANGE_LISTENER, (uint32_t)(fetch->offset + fetch->body_bytes), wanted,
                  (uint32_t)length);
    fetch->body_wrong += memcmp(bytes, wanted, length) != 0;
    fetch->body_bytes += length;
}

static void take(struct fetch *fetch, const uint8_t *bytes, size_t length)
{
    if (fetch->head_bytes > 0)
        check_body(fetch, bytes, length);
    size_t before = fetch->kept_bytes;
    size_t kept = LWIP_MIN(length, KEPT_BYTES - 1 - before);
    memcpy(fetch->kept + before, bytes, kept);
    fetch->kept_bytes += kept;
    const char *end = fetch->head_bytes ? NULL : strstr(fetch->kept, "\r\n\r\n");
    if (!end)
        return;
    fetch->head_bytes = (size_t)(end - fetch->kept) + 4;
    check_body(fetch, bytes + (fetch->head_bytes - before), length - (fetch->head_bytes - before));
}

static err_t received(void *data, struct tcp_pcb *connection, struct pbuf *bytes, err_t code)
{
    struct fetch *fetch = data;
    (void)code;
    if (!bytes) {
        fetch->is_over = 1;
        tcp_arg(connection, NULL);
        tcp_recv(connection, NULL);
        tcp_err(connection, NULL);
        return tcp_close(connection);
    }
    for (const struct pbuf *part = bytes; part; part = part->next)
        take(fetch, part->payload, part->len);
    if (fetch->waits)
        fetch->unread_bytes += bytes->tot_len;
    else
        tcp_recved(connection, bytes->tot_len);
    pbuf_free(bytes);
    return ERR_OK;
}

static err_t connected(void *data, struct tcp_pcb *connection, err_t code)
{
    struct fetch *fetch = data;
    (void)code;
    return tcp_write(connection, fetch->request, (u16_t)fetch->request_bytes, TCP_WRITE_FLAG_COPY);
}

static void failed(void *data, err_t code)
{
    struct fetch *fetch = data;
    (void)code;
    fetch->is_over = fetch->has_failed = 1;
}

static void start(struct fetch *fetch, const char *request, size_t request_bytes)
{
    ip_addr_t to;
    memset(fetch, 0, sizeof *fetch);
    fetch->request = request;
    fetch->request_bytes = request_bytes;
    fetch->connection = tcp_new_ip_type(IPADDR_TYPE_ANY);
    ipaddr_aton(PEER_ADDRESS4, &to);
    tcp_arg(fetch->connection, fetch);
    tcp_recv(fetch->connection, received);
    tcp_err(fetch->connection, failed);
    CHECK_EQUAL(tcp_connect(fetch->connection, &to, HTTP_PORT, connected), ERR_OK);
}

static void finish(struct pair *pair, struct fetch *fetch)
{
    while (!fetch->is_over)
        CHECK(wherry_stack_turn(pair->stack, -1) >= 0);
    CHECK(!fetch->has_failed);
}

/* Ask, and wait until the server closes. */
static struct fetch *ask_bytes(struct pair *pair, const char *request, size_t request_bytes)
{
    static struct fetch fetch;
    start(&fetch, request, request_bytes);
    finish(pair, &fetch);
    return &fetch;
}

static struct fetch *ask(struct pair *pair, const char *first_line, const char *fields)
{
    static char request[4096];
    snprintf(request, sizeof request, "%s HTTP/1.1\r\nHost: peer\r\nConnection: close\r\n%s\r\n",
             first_line, fields);
    return ask_bytes(pair, request, strlen(request));
}

static int has_status(const struct fetch *fetch, const char *status)
{
    if (strncmp(fetch->kept, "HTTP/1.1 ", 9) == 0 &&
        strncmp(fetch->kept + 9, status, strlen(status)) == 0)
        return 1;
    fprintf(stderr, "wanted %s, and there came:\n%.300s\n", status, fetch->kept);
    return 0;
}

static int has(const struct fetch *fetch, const char *text)
{
    if (strstr(fetch->kept, text))
        return 1;
    fprintf(stderr, "'%s' is missing from:\n%.1000s\n", text, fetch->kept);
    return 0;
}

static unsigned count(const struct fetch *fetch, const char *text)
{
    unsigned found = 0;
    for (const char *at = fetch->kept; (at = strstr(at, text)); at += strlen(text))
        found++;
    return found;
}

/* ---- Cases ----------------------------------------------------------------------------------- */

static void test_files(struct pair *pair)
{
    struct fetch *fetch = ask(pair, "GET /hello.txt", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK(has(fetch, "Content-Type: text/plain; charset=utf-8\r\n"));
    CHECK(has(fetch, "Content-Length: 6\r\n"));
    CHECK(has(fetch, "Connection: close\r\n"));
    CHECK_EQUAL_STRING(fetch->kept + fetch->head_bytes, "hello\n");
    fetch = ask(pair, "GET /with%20space/%26b%27.txt?query", "");
    CHECK(has_status(fetch, "200 OK"));
    fetch = ask(pair, "GET /empty", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK(has(fetch, "Content-Length: 0\r\n"));
    fetch = ask(pair, "HEAD /big.bin", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK(has(fetch, "Content-Length: 3000000\r\n"));
    CHECK_EQUAL(fetch->body_bytes, 0);
    fetch = ask(pair, "GET /big.bin", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK_EQUAL(fetch->body_bytes, BIG_BYTES);
    CHECK_EQUAL(fetch->body_wrong, 0);
}

static void test_folders(struct pair *pair)
{
    struct fetch *fetch = ask(pair, "GET /", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK(has(fetch, "<a href=\"./big.bin\">big.bin</a>"));
    CHECK(has(fetch, "<a href=\"./with%20space/\">with space/</a>"));
    CHECK_EQUAL(count(fetch, "../"), 0);
    fetch = ask(pair, "GET /with%20space/", "");
    CHECK(has(fetch, "<a href=\"../\">../</a>"));
    CHECK(has(fetch, "<a href=\"./%26b%27.txt\">&amp;b&#39;.txt</a>"));
    fetch = ask(pair, "GET /with%20space", "");
    CHECK(has_status(fetch, "301 "));
    CHECK(has(fetch, "Location: /with%20space/\r\n"));
    fetch = ask(pair, "GET /site/", "");
    CHECK(has_status(fetch, "200 OK"));
    CHECK_EQUAL_STRING(fetch->kept + fetch->head_bytes, "the index\n");
}

static void test_refused(struct pair *pair)
{
    static const struct {
        const char *line, *status;
    } rows[] = {
        {"GET /none", "404 "},          {"GET /hello.txt/", "404 "}, {"GET /hello.txt/x", "404 "},
        {"GET /../hello.txt", "403 "},  {"GET /%2e%2e/x", "403 "},   {"GET /a%2fb", "400 "},
        {"GET //etc/hostname", "404 "}, {"POST /hello.txt", "405 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK(has_status(ask(pair, rows[i].line, ""), rows[i].status));
    CHECK(has(ask(pair, "DELETE /hello.txt", ""), "Allow: GET, HEAD\r\n"));
}

static void test_too_long(struct pair *pair)
{
    static char request[40000];
    memset(request, 'a', sizeof request);
    memcpy(request, "GET /", 5);
    CHECK(has_status(ask_bytes(pair, request, 5000), "414 "));
    memcpy(request, "GET / HTTP/1.1\r\nHost: a\r\nX: ", 29);
    CHECK(has_status(ask_bytes(pair, request, sizeof request), "431 "));
    CHECK(has_status(ask_bytes(pair, "\r\nnonsense\r\n\r\n", 14), "400 "));
}

static void test_ranges(struct pair *pair)
{
    static struct fetch piece;
    static const char request[] = "GET /big.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                  "Range: bytes=1000000-1999999\r\n\r\n";
    start(&piece, request, sizeof request - 1);
    piece.offset = 1000000;
    finish(pair, &piece);
    CHECK(has_status(&piece, "206 "));
    CHECK(has(&piece, "Content-Range: bytes 1000000-1999999/3000000\r\n"));
    CHECK_EQUAL(piece.body_bytes, 1000000);
    CHECK_EQUAL(piece.body_wrong, 0);
    struct fetch *fetch = ask(pair, "GET /hello.txt", "Range: bytes=-3\r\n");
    CHECK(has_status(fetch, "206 "));
    CHECK_EQUAL_STRING(fetch->kept + fetch->head_bytes, "lo\n");
    fetch = ask(pair, "GET /hello.txt", "Range: bytes=6-\r\n");
    CHECK(has_status(fetch, "416 "));
    CHECK(has(fetch, "Content-Range: bytes */6\r\n"));
    CHECK(has_status(ask(pair, "GET /hello.txt", "Range: bytes=0-1,3-4\r\n"), "200 "));
    CHECK(has_status(ask(pair, "HEAD /hello.txt", "Range: bytes=0-1\r\n"), "200 "));
    fetch = ask(pair, "GET /hello.txt", "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n");
    CHECK(has_status(fetch, "200 "));
}

static void test_unmodified(struct pair *pair)
{
    char fields[200];
    struct fetch *fetch = ask(pair, "GET /hello.txt", "");
    const char *date = strstr(fetch->kept, "Last-Modified: ");
    if (!CHECK(date))
        return;
    date += strlen("Last-Modified: ");
    snprintf(fields, sizeof fields, "If-Modified-Since: %.29s\r\n", date);
    fetch = ask(pair, "GET /hello.txt", fields);
    CHECK(has_status(fetch, "304 "));
    CHECK_EQUAL(fetch->body_bytes, 0);
}

/* Three requests at once on one connection, the second refused, the third ends it. */
static void test_pipeline(struct pair *pair)
{
    static const char requests[] = "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n"
                                   "\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n"
                                   "GET /hello.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                   "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n";
    struct fetch *fetch = ask_bytes(pair, requests, sizeof requests - 1);
    CHECK_EQUAL(count(fetch, "HTTP/1.1 200 OK"), 2);
    CHECK_EQUAL(count(fetch, "HTTP/1.1 404 Not Found"), 1);
    CHECK_EQUAL(count(fetch, "\r\n\r\nhello\n"), 2);
    CHECK(has(fetch, "Connection: keep-alive\r\n"));
}

/* One client does not read at all while the others fetch. Then it does. */
static void test_many(struct pair *pair)
{
    static const char request[] = "GET /big.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    static struct fetch slow;
    struct fetch *clients = calloc(CLIENTS, sizeof *clients);
    if (!CHECK(clients))
        return;
    start(&slow, request, sizeof request - 1);
    slow.waits = 1;
    for (int i = 0; i < CLIENTS; i++)
        start(&clients[i], request, sizeof request - 1);
    for (int i = 0; i < CLIENTS; i++) {
        finish(pair, &clients[i]);
        CHECK_EQUAL(clients[i].body_bytes, BIG_BYTES);
        CHECK_EQUAL(clients[i].body_wrong, 0);
    }
    CHECK(!slow.is_over);
    slow.waits = 0;
    for (; slow.unread_bytes > 0; slow.unread_bytes -= LWIP_MIN(slow.unread_bytes, UINT16_MAX))
        tcp_recved(slow.connection, (u16_t)LWIP_MIN(slow.unread_bytes, UINT16_MAX));
    finish(pair, &slow);
    CHECK_EQUAL(slow.body_bytes, BIG_BYTES);
    CHECK_EQUAL(slow.body_wrong, 0);
    free(clients);
}

static int write_big(const char *folder)
{
    static uint8_t bytes[BIG_BYTES];
    char path[1024];
    snprintf(path, sizeof path, "%s/big.bin", folder);
    FILE *file = fopen(path, "wb");
    if (!file)
        return 0;
    exchange_fill(EXCHANGE_LISTENER, 0, bytes, BIG_BYTES);
    int is_written = fwrite(bytes, 1, BIG_BYTES, file) == BIG_BYTES;
    return fclose(file) == 0 && is_written;
}

int main(int arguments, char **argument)
{
    struct pair pair;
    struct peer_plan plan = {.folder = arguments > 1 ? argument[1] : ""};
    if (!CHECK(write_big(plan.folder)) || !CHECK(pair_open(&pair, &pair_static, &plan, NULL)))
        return check_result();
    test_files(&pair);
    test_folders(&pair);
    test_refused(&pair);
    test_too_long(&pair);
    test_ranges(&pair);
    test_unmodified(&pair);
    test_pipeline(&pair);
    test_many(&pair);
    CHECK(pair_close(&pair));
    return check_result();
}
