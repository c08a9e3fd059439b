/* What the web server understands of a request: heads, paths, ranges. */
#include "../check.h"

#include <folder.h>
#include <http_request.h>

static int equal_for(const char *what, int seen, int wanted)
{
    if (seen != wanted)
        fprintf(stderr, "%s:\n", what);
    CHECK_EQUAL(seen, wanted);
    return seen == wanted;
}

static struct http_request parse(const char *text)
{
    static char head[2 * HTTP_HEAD_BYTES];
    struct http_request request;
    size_t length = strlen(text);
    memcpy(head, text, length);
    CHECK_EQUAL(http_head_length(head, length), length);
    http_request_parse(&request, head, length);
    return request;
}

static void test_heads(void)
{
    static const struct {
        const char *head;
        int status, keep_alive;
    } rows[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0, 1},
        {"GET / HTTP/1.1\nHost: a\n\n", 0, 1},
        {"HEAD /x HTTP/1.1\r\nhOST:a\r\nConnection: Close\r\n\r\n", 0, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\n\r\n", 0, 0},
        {"GET / HTTP/1.0\r\n\r\n", 0, 0},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0, 1},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", 0, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 0, 1},
        {"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 0, 0},
        {"POST / HTTP/1.1\r\nHost: a\r\n\r\n", 405, 1},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\n", 405, 0},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, 0},
        {"GET / HTTP/1.1\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400, 0},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0},
        {"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0},
        {"GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0},
        {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0},
        {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400, 0},
        {"GET / http/1.1\r\nHost: a\r\n\r\n", 400, 0},
        {"GET /\r\n\r\n", 400, 0},
        {"nonsense\r\n\r\n", 400, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_request request = parse(rows[i].head);
        equal_for(rows[i].head, request.status, rows[i].status);
        equal_for(rows[i].head, request.keep_alive, rows[i].keep_alive);
    }
}

static void test_fields(void)
{
    struct http_request request =
        parse("HEAD /a?b HTTP/1.1\r\nHost: a\r\nRANGE:  bytes=1-2 \t\r\nIf-Range: x\r\n"
              "If-Modified-Since: y\r\nAccept: */*\r\n\r\n");
    CHECK_EQUAL(request.method, HTTP_HEAD);
    CHECK_EQUAL_STRING(request.target, "/a?b");
    CHECK_EQUAL_STRING(request.range, "bytes=1-2");
    CHECK_EQUAL_STRING(request.if_range, "x");
    CHECK_EQUAL_STRING(request.if_modified_since, "y");
    CHECK_EQUAL(http_head_length("GET / HTTP/1.1\r\nHost: a\r\n", 25), 0);
    CHECK_EQUAL(http_head_length("a\n\nb\n\n", 6), 3); /* the first of two */
    char with_nul[] = "GET / HTTP/1.1\r\nHost: \0\r\n\r\n";
    http_request_parse(&request, with_nul, sizeof with_nul - 1);
    CHECK_EQUAL(request.status, 400);
}

static void test_too_long(void)
{
    static char bytes[HTTP_HEAD_BYTES];
    memset(bytes, 'a', sizeof bytes);
    CHECK_EQUAL(http_request_too_long(bytes, HTTP_TARGET_BYTES), 0);
    CHECK_EQUAL(http_request_too_long(bytes, sizeof bytes), 414);
    bytes[20] = '\n';
    CHECK_EQUAL(http_request_too_long(bytes, sizeof bytes - 1), 0);
    CHECK_EQUAL(http_request_too_long(bytes, sizeof bytes), 431);
}

static void test_paths(void)
{
    static const struct {
        const char *target;
        int status;
        const char *path;
    } rows[] = {
        {"/", 0, "/"},
        {"/a/b.txt", 0, "/a/b.txt"},
        {"/a%20b%C3%A4?x=/../", 0, "/a b\xc3\xa4"},
        {"//etc/passwd", 0, "/etc/passwd"},
        {"/a///b", 0, "/a/b"},
        {"http://host/a", 0, "/a"},
        {"http://host", 0, "/"},
        {"/..", 403, NULL},
        {"/a/../b", 403, NULL},
        {"/a/%2e%2E/b", 403, NULL},
        {"/./a", 403, NULL},
        {"/a%2f..%2fb", 400, NULL},
        {"/a%00b", 400, NULL},
        {"/a%", 400, NULL},
        {"/a%4", 400, NULL},
        {"/a%zz", 400, NULL},
        {"*", 400, NULL},
        {"a", 400, NULL},
        {"https://host/a", 400, NULL},
    };
    char path[32];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!equal_for(rows[i].target, http_path_decode(rows[i].target, path, sizeof path),
                       rows[i].status))
            continue;
        if (rows[i].path)
            CHECK_EQUAL_STRING(path, rows[i].path);
    }
    CHECK_EQUAL(http_path_decode("/12345678901234567890123456789012", path, sizeof path), 414);
}

/* What Windows takes for something else is refused there, and a plain name elsewhere. */
static void test_names(void)
{
    static const char *const windows[] = {"..\\x",   "c:",          "a.txt:stream", "nul",
                                          "Con.txt", "com1",        "a.",           "a ",
                                          "a?b",     "LPT9.tar.gz", "\x01",         "NUL .txt"};
    static const char *const plain[] = {"a", ".profile", "...a", "console", "com", "com10", "a b"};
#ifdef _WIN32
    const int is_plain = 0;
#else
    const int is_plain = 1;
#endif
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        CHECK_EQUAL(folder_is_name(windows[i]) != 0, is_plain);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        CHECK(folder_is_name(plain[i]));
    CHECK(!folder_is_name("."));
    CHECK(!folder_is_name(".."));
}

static void test_ranges(void)
{
    static const struct {
        const char *text;
        uint64_t size;
        enum http_range range;
        uint64_t first, count;
    } rows[] = {
        {NULL, 10, HTTP_RANGE_NONE, 0, 0},
        {"bytes=0-0", 10, HTTP_RANGE_PART, 0, 1},
        {"bytes=3-", 10, HTTP_RANGE_PART, 3, 7},
        {"bytes=3-100", 10, HTTP_RANGE_PART, 3, 7},
        {"bytes=-4", 10, HTTP_RANGE_PART, 6, 4},
        {"bytes=-40", 10, HTTP_RANGE_PART, 0, 10},
        {"bytes=9-9", 10, HTTP_RANGE_PART, 9, 1},
        {"bytes=0-99999999999999999999999", 10, HTTP_RANGE_PART, 0, 10},
        {"bytes=10-", 10, HTTP_RANGE_OUTSIDE, 0, 0},
        {"bytes=99999999999999999999999-", 10, HTTP_RANGE_OUTSIDE, 0, 0},
        {"bytes=-0", 10, HTTP_RANGE_OUTSIDE, 0, 0},
        {"bytes=0-", 0, HTTP_RANGE_OUTSIDE, 0, 0},
        {"bytes=-5", 0, HTTP_RANGE_OUTSIDE, 0, 0},
        {"bytes=5-3", 10, HTTP_RANGE_NONE, 0, 0},
        {"bytes=1-2,4-5", 10, HTTP_RANGE_NONE, 0, 0},
        {"bytes=-", 10, HTTP_RANGE_NONE, 0, 0},
        {"bytes=a-b", 10, HTTP_RANGE_NONE, 0, 0},
        {"bytes=1-2x", 10, HTTP_RANGE_NONE, 0, 0},
        {"lines=1-2", 10, HTTP_RANGE_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t first = 0, count = 0;
        enum http_range range = http_range_parse(rows[i].text, rows[i].size, &first, &count);
        equal_for(rows[i].text ? rows[i].text : "(none)", (int)range, (int)rows[i].range);
        if (range == HTTP_RANGE_PART) {
            CHECK_EQUAL(first, rows[i].first);
            CHECK_EQUAL(count, rows[i].count);
        }
    }
}

int main(void)
{
    test_heads();
    test_fields();
    test_too_long();
    test_paths();
    test_names();
    test_ranges();
    CHECK_EQUAL_STRING(http_content_type("/a/b.HTML"), "text/html; charset=utf-8");
    CHECK_EQUAL_STRING(http_content_type("/a.png/b"), "application/octet-stream");
    return check_result();
}
