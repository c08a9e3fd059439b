/* http_answer.h: what is sent for a request. Knows nothing of connections. */
#ifndef WHERRY_COMMAND_HTTP_ANSWER_H
#define WHERRY_COMMAND_HTTP_ANSWER_H

#include "folder.h"
#include "http_request.h"
#include "http_text.h"

struct http_answer {
    int status;
    uint64_t length_bytes; /* of the body, as announced */
    int keep_alive;
    struct http_text text; /* the head, and a body that is not a file's */
    int has_file;          /* after the text, this piece of it */
    struct folder_file file;
    uint64_t offset, left_bytes;
};

/* To be released, whatever it is. */
void http_answer_make(struct http_answer *answer, struct folder *folder,
                      const struct http_request *request);
void http_answer_release(struct http_answer *answer);

/* http_clock.c: the time that answers carry, in seconds since 1970-01-01 00:00:00 UTC. */
long long http_now_s(void);

#endif
