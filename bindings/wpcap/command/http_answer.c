#include "http_answer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known before the head is written. */
struct draft {
    struct http_answer *answer;
    const struct http_request *request;
    const char *content_type;
    struct http_text body;     /* where it is not a file's */
    struct http_text modified; /* the date of a file */
    const char *location;      /* of a redirection; a path */
    uint64_t file_bytes;
};

/* ---- The head -------------------------------------------------------------------------------- */

static void add_range(struct http_text *text, const struct draft *draft)
{
    const struct http_answer *answer = draft->answer;
    if (answer->status == 206)
        http_text_add(text, "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n",
                      answer->offset, answer->offset + answer->length_bytes - 1, draft->file_bytes);
    else if (answer->status == 416)
        http_text_add(text, "Content-Range: bytes */%" PRIu64 "\r\n", draft->file_bytes);
}

static void add_location(struct http_text *text, const char *path)
{
    http_text_add(text, "Location: ");
    http_text_add_path(text, path);
    http_text_add(text, "\r\n");
}

static void add_head(struct draft *draft)
{
    struct http_answer *answer = draft->answer;
    struct http_text *text = &answer->text;
    http_text_add(text, "HTTP/1.1 %d %s\r\nDate: ", answer->status, http_reason(answer->status));
    http_text_add_date(text, http_now_s());
    http_text_add(text, "\r\nConnection: %s\r\n", answer->keep_alive ? "keep-alive" : "close");
    if (answer->status != 304)
        http_text_add(text, "Content-Type: %s\r\nContent-Length: %" PRIu64 "\r\n",
                      draft->content_type, answer->length_bytes);
    if (draft->modified.length_bytes > 0)
        http_text_add(text, "Last-Modified: %s\r\nAccept-Ranges: bytes\r\n", draft->modified.bytes);
    if (draft->location)
        add_location(text, draft->location);
    if (answer->status == 405)
        http_text_add(text, "Allow: GET, HEAD\r\n");
    add_range(text, draft);
    http_text_add(text, "X-Content-Type-Options: nosniff\r\n\r\n");
}

/* ---- Kinds of answers ------------------------------------------------------------------------ */

static void answer_plain(struct draft *draft, int status)
{
    draft->answer->status = status;
    draft->content_type = "text/plain; charset=utf-8";
    http_text_add(&draft->body, "%d %s\n", status, http_reason(status));
}

/* A validator of another kind than ours, or of another time: the whole file (RFC 9110 13.1.5). */
static int range_applies(const struct draft *draft)
{
    const struct http_request *request = draft->request;
    return request->method == HTTP_GET &&
           (!request->if_range || strcmp(request->if_range, draft->modified.bytes) == 0);
}

static void choose_piece(struct draft *draft)
{
    struct http_answer *answer = draft->answer;
    uint64_t first = 0, count = answer->file.size_bytes;
    enum http_range range = HTTP_RANGE_NONE;
    if (range_applies(draft))
        range = http_range_parse(draft->request->range, answer->file.size_bytes, &first, &count);
    if (range == HTTP_RANGE_OUTSIDE) {
        answer_plain(draft, 416);
        return;
    }
    answer->status = range == HTTP_RANGE_PART ? 206 : 200;
    answer->offset = range == HTTP_RANGE_PART ? first : 0;
    answer->left_bytes = range == HTTP_RANGE_PART ? count : answer->file.size_bytes;
}

static void answer_file(struct draft *draft, const char *path)
{
    struct http_answer *answer = draft->answer;
    const char *since = draft->request->if_modified_since;
    answer->has_file = 1;
    draft->file_bytes = answer->file.size_bytes;
    draft->content_type = http_content_type(path);
    http_text_add_date(&draft->modified, answer->file.modified_s);
    if (draft->modified.has_failed)
        answer_plain(draft, 500);
    else if (since && strcmp(since, draft->modified.bytes) == 0)
        answer->status = 304;
    else
        choose_piece(draft);
}

/* ---- Listings -------------------------------------------------------------------------------- */

struct names {
    char **names; /* with a '/' at the end of a folder's */
    size_t count, room;
    int has_failed;
};

static void add_name(void *data, const char *name, int is_folder)
{
    struct names *names = data;
    if (names->count == names->room) {
        size_t room = names->room ? names->room * 2 : 64;
        char **grown = realloc(names->names, room * sizeof *grown);
        if (!grown) {
            names->has_failed = 1;
            return;
        }
        names->names = grown;
        names->room = room;
    }
    size_t length = strlen(name);
    char *copy = malloc(length + 2);
    if (!copy) {
        names->has_failed = 1;
        return;
    }
    snprintf(copy, length + 2, "%s%s", name, is_folder ? "/" : "");
    names->names[names->count++] = copy;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void add_row(struct http_text *body, const char *name)
{
    http_text_add(body, "<li><a href=\"./"); /* "a:b" alone would be a URL of scheme "a" */
    http_text_add_path(body, name);
    http_text_add(body, "\">");
    http_text_add_html(body, name);
    http_text_add(body, "</a></li>\n");
}

static void write_listing(struct http_text *body, const char *path, const struct names *names)
{
    http_text_add(body, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<title>");
    http_text_add_html(body, path);
    http_text_add(body, "</title></head>\n<body><h1>");
    http_text_add_html(body, path);
    http_text_add(body, "</h1>\n<ul>\n");
    if (strcmp(path, "/") != 0)
        http_text_add(body, "<li><a href=\"../\">../</a></li>\n");
    for (size_t i = 0; i < names->count; i++)
        add_row(body, names->names[i]);
    http_text_add(body, "</ul>\n</body></html>\n");
}

static void answer_listing(struct draft *draft, struct folder *folder, const char *path)
{
    struct names names = {0};
    if (!folder_list(folder, path + 1, add_name, &names)) {
        answer_plain(draft, 403);
    } else if (names.has_failed) {
        answer_plain(draft, 500);
    } else {
        if (names.count > 0)
            qsort(names.names, names.count, sizeof *names.names, compare);
        draft->answer->status = 200;
        draft->content_type = "text/html; charset=utf-8";
        write_listing(&draft->body, path, &names);
    }
    for (size_t i = 0; i < names.count; i++)
        free(names.names[i]);
    free(names.names);
}

/* ---- All together ---------------------------------------------------------------------------- */

enum { INDEX_BYTES = sizeof "index.html" };

/* `path` has room for one more '/' or "index.html". */
static void answer_folder(struct draft *draft, struct folder *folder, char *path)
{
    size_t length = strlen(path);
    if (path[length - 1] != '/') { /* else the links of its page would lead elsewhere */
        path[length] = '/';
        path[length + 1] = '\0';
        answer_plain(draft, 301);
        draft->location = path;
        return;
    }
    memcpy(path + length, "index.html", INDEX_BYTES);
    if (folder_find(folder, path + 1, &draft->answer->file) == FOLDER_FILE) {
        answer_file(draft, path);
        return;
    }
    path[length] = '\0';
    answer_listing(draft, folder, path);
}

/* A file under the name of a folder is not there. */
static void answer_path(struct draft *draft, struct folder *folder, char *path)
{
    enum folder_kind kind = folder_find(folder, path + 1, &draft->answer->file);
    switch (kind) {
    case FOLDER_NOTHING:
        answer_plain(draft, 404);
        break;
    case FOLDER_FORBIDDEN:
        answer_plain(draft, 403);
        break;
    case FOLDER_FILE:
        if (path[strlen(path) - 1] != '/') {
            answer_file(draft, path);
            break;
        }
        folder_close_file(&draft->answer->file);
        answer_plain(draft, 404);
        break;
    case FOLDER_FOLDER:
        answer_folder(draft, folder, path);
        break;
    }
}

static void finish(struct draft *draft)
{
    struct http_answer *answer = draft->answer;
    int is_file = answer->has_file && (answer->status == 200 || answer->status == 206);
    if (!is_file)
        answer->left_bytes = 0;
    answer->length_bytes = is_file ? answer->left_bytes : draft->body.length_bytes;
    add_head(draft);
    if (draft->request->method == HTTP_HEAD)
        answer->left_bytes = 0;
    else
        http_text_add_bytes(&answer->text, draft->body.bytes, draft->body.length_bytes);
    if (draft->body.has_failed)
        answer->text.has_failed = 1;
}

void http_answer_make(struct http_answer *answer, struct folder *folder,
                      const struct http_request *request)
{
    char path[HTTP_TARGET_BYTES + 1 + INDEX_BYTES + 1];
    struct draft draft = {.answer = answer, .request = request};
    *answer = (struct http_answer){.keep_alive = request->keep_alive};
    int status = request->status;
    if (status == 0)
        status = http_path_decode(request->target, path, HTTP_TARGET_BYTES + 1);
    if (status == 0)
        answer_path(&draft, folder, path);
    else
        answer_plain(&draft, status);
    finish(&draft);
    http_text_release(&draft.body);
    http_text_release(&draft.modified);
}

void http_answer_release(struct http_answer *answer)
{
    if (answer->has_file)
        folder_close_file(&answer->file);
    http_text_release(&answer->text);
    answer->has_file = 0;
}
