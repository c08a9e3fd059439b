/* http.h: a folder, served over HTTP/1.1 from a stack of <wherry/stack.h>.
 *
 * GET and HEAD, one byte range, connections that are kept, listings of folders without an
 * index.html. Files are read piece by piece as the reader takes them. Symbolic links are followed;
 * what is neither a file nor a folder does not exist. */
#ifndef WHERRY_COMMAND_HTTP_H
#define WHERRY_COMMAND_HTTP_H

#include <stdint.h>

struct http_server;

enum {
    HTTP_ERROR_BYTES = 512,
    HTTP_CONNECTIONS_MAX = 256,
    HTTP_IDLE_US = 60000000,
    HTTP_IDLE_MAX_US = 300000000
};

/* A line for every answer that begins: address, method and target, status, bytes of the body; and
 * one for every answer that is broken off, with the reason. */
typedef void http_log(void *data, const char *line);

/* Listen on `port` of all addresses of the process's stack. Returns NULL with the reason in
 * `error`. `log` may be NULL. */
struct http_server *http_open(const char *folder, uint16_t port, http_log *log, void *data,
                              char error[HTTP_ERROR_BYTES]);

/* How long a connection may live without a byte in either direction: up to HTTP_IDLE_MAX_US, and
 * above a second or so. Of those accepted from now on. */
void http_set_idle(struct http_server *server, uint64_t time_us);

/* Before the stack is freed. Connections are aborted. NULL is allowed. */
void http_close(struct http_server *server);

#endif
