/* http_request.h: what a request asks for. Knows nothing of connections and files. */
#ifndef WHERRY_COMMAND_HTTP_REQUEST_H
#define WHERRY_COMMAND_HTTP_REQUEST_H

#include <stddef.h>
#include <stdint.h>

enum {
    HTTP_TARGET_BYTES = 4096, /* longer: 414 */
    HTTP_HEAD_BYTES = 16384   /* request line and header fields; longer: 431 */
};

enum http_method { HTTP_GET, HTTP_HEAD };

/* Strings point into the head that was parsed, which is changed for it. */
struct http_request {
    int status; /* 0: a request that can be answered; else what is wrong with it */
    enum http_method method;
    char *target; /* as it came; "" where none could be read */
    int keep_alive;
    int has_body; /* which nobody reads: the connection ends after the answer */
    const char *range, *if_range, *if_modified_since; /* NULL: not there */
};

/* The length of the head at the beginning of `bytes`, with its empty line. 0: not complete yet. */
size_t http_head_length(const char *bytes, size_t length_bytes);

/* Parse a complete head (RFC 9112 2 to 6). */
void http_request_parse(struct http_request *request, char *head, size_t length_bytes);

/* The status for a head that grew to `length_bytes` without an end: 414 where the target alone is
 * too long, else 431; 0: it may still become one. */
int http_request_too_long(const char *bytes, size_t length_bytes);

/* The path of a target, decoded, without query: it begins with '/' and no other follows at once.
 * Returns 0, or the status that refuses it: 400 for what is not a path, 403 for one with a step out
 * of the folder. */
int http_path_decode(const char *target, char *path, size_t path_bytes);

enum http_range { HTTP_RANGE_NONE, HTTP_RANGE_PART, HTTP_RANGE_OUTSIDE };

/* RFC 9110 14: one range of bytes. What is not one, or more than one, is ignored: NONE. */
enum http_range http_range_parse(const char *text, uint64_t size_bytes, uint64_t *first,
                                 uint64_t *count);

/* By the ending of the name. */
const char *http_content_type(const char *path);

const char *http_reason(int status);

#endif
