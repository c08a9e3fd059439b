#include "http_request.h"

#include "folder.h"

#include <string.h>

/* ---- The head -------------------------------------------------------------------------------- */

/* A line ends with LF; a CR before it is dropped (RFC 9112 2.2). */
size_t http_head_length(const char *bytes, size_t length_bytes)
{
    const char *end = bytes + length_bytes;
    for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        const char *next = at + 1;
        if (next < end && *next == '\r')
            next++;
        if (next < end && *next == '\n')
            return (size_t)(next - bytes) + 1;
    }
    return 0;
}

int http_request_too_long(const char *bytes, size_t length_bytes)
{
    enum { LINE_BYTES = HTTP_TARGET_BYTES + 64 }; /* with method and version */
    if (length_bytes > LINE_BYTES && !memchr(bytes, '\n', LINE_BYTES))
        return 414;
    return length_bytes >= HTTP_HEAD_BYTES ? 431 : 0;
}

/* Cut the next line off. The head ends with an empty one, so there always is a next. */
static char *next_line(char **head)
{
    char *line = *head;
    char *end = strchr(line, '\n');
    *head = end + 1;
    if (end > line && end[-1] == '\r')
        end--;
    *end = '\0';
    return line;
}

static char *next_word(char **line)
{
    char *word = *line;
    char *end = strchr(word, ' ');
    if (!end)
        return NULL;
    *end = '\0';
    *line = end + 1;
    return word;
}

static int is_token(const char *text)
{
    static const char others[] = "!#$%&'*+-.^_`|~0123456789"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return *text && text[strspn(text, others)] == '\0';
}

static int read_method(const char *word, enum http_method *method)
{
    if (strcmp(word, "GET") == 0 || strcmp(word, "HEAD") == 0) {
        *method = *word == 'G' ? HTTP_GET : HTTP_HEAD;
        return 0;
    }
    return is_token(word) ? 405 : 400;
}

/* RFC 9112 2.3: a higher minor version changes nothing that concerns us. */
static int read_version(const char *word, int *keep_alive)
{
    if (strncmp(word, "HTTP/", 5) != 0 || strlen(word) != 8 || word[6] != '.' || word[5] < '0' ||
        word[5] > '9' || word[7] < '0' || word[7] > '9')
        return 400;
    *keep_alive = word[7] != '0';
    return word[5] == '1' ? 0 : 505;
}

static int read_request_line(struct http_request *request, char *line)
{
    char *method = next_word(&line);
    char *target = method ? next_word(&line) : NULL;
    if (!target || *target == '\0')
        return 400;
    for (const char *at = target; *at; at++) {
        if (*at <= ' ' || *at > '~')
            return 400;
    }
    if (strlen(target) > HTTP_TARGET_BYTES)
        return 414;
    request->target = target;
    int version = read_version(line, &request->keep_alive);
    return version ? version : read_method(method, &request->method);
}

/* ---- Header fields --------------------------------------------------------------------------- */

static int same_name(const char *text, const char *name)
{
    for (; *text && *name; text++, name++) {
        char letter = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        if (letter != *name)
            return 0;
    }
    return *text == *name;
}

/* Is it one of the words between commas? `word` is lower case. */
static int lists(char *value, const char *word)
{
    while (value) {
        char *comma = strchr(value, ',');
        char one[32] = "";
        value += strspn(value, " \t");
        size_t length = strcspn(value, ", \t");
        if (length < sizeof one) {
            memcpy(one, value, length);
            if (same_name(one, word))
                return 1;
        }
        value = comma ? comma + 1 : NULL;
    }
    return 0;
}

/* Split "Name: value" and trim the value. NULL: not a field (RFC 9112 5.1, 5.2: no space before the
 * colon, no continued lines). */
static char *split_field(char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return NULL;
    *colon = '\0';
    if (!is_token(line))
        return NULL;
    char *value = colon + 1 + strspn(colon + 1, " \t");
    for (const unsigned char *at = (const unsigned char *)value; *at; at++) {
        if ((*at < ' ' && *at != '\t') || *at == 0x7f)
            return NULL;
    }
    char *end = value + strlen(value);
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = '\0';
    return value;
}

static void read_field(struct http_request *request, const char *name, char *value, int *hosts)
{
    if (same_name(name, "host"))
        ++*hosts;
    else if (same_name(name, "range"))
        request->range = value;
    else if (same_name(name, "if-range"))
        request->if_range = value;
    else if (same_name(name, "if-modified-since"))
        request->if_modified_since = value;
    else if (same_name(name, "transfer-encoding"))
        request->has_body = 1;
    else if (same_name(name, "content-length") && strcmp(value, "0") != 0)
        request->has_body = 1;
    else if (same_name(name, "connection") && lists(value, "close"))
        request->keep_alive = 0;
    else if (same_name(name, "connection") && lists(value, "keep-alive"))
        request->keep_alive = 1;
}

static int read_fields(struct http_request *request, char *head)
{
    int hosts = 0;
    int is_1_0 = !request->keep_alive;
    for (char *line = next_line(&head); *line; line = next_line(&head)) {
        char *value = split_field(line);
        if (!value)
            return 400;
        read_field(request, line, value, &hosts);
    }
    return hosts > 1 || (hosts == 0 && !is_1_0) ? 400 : 0; /* RFC 9112 3.2 */
}

void http_request_parse(struct http_request *request, char *head, size_t length_bytes)
{
    static char nothing[1];
    *request = (struct http_request){.status = 400, .target = nothing};
    if (memchr(head, '\0', length_bytes))
        return;
    int status = read_request_line(request, next_line(&head));
    int is_known = status == 0 || status == 405;
    int fields = is_known ? read_fields(request, head) : 0;
    request->status = fields ? fields : status;
    if (!is_known || fields || request->has_body)
        request->keep_alive = 0;
}

/* ---- The path -------------------------------------------------------------------------------- */

static int hex(char digit)
{
    static const char digits[] = "0123456789abcdef";
    char lower = digit >= 'A' && digit <= 'F' ? (char)(digit + 32) : digit;
    const char *found = lower ? strchr(digits, lower) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* A proxy's client writes the whole address (RFC 9112 3.2.2). */
static const char *skip_authority(const char *target)
{
    if (strncmp(target, "http://", 7) != 0)
        return target;
    const char *slash = strchr(target + 7, '/');
    return slash ? slash : "/";
}

static int check_steps(char *path)
{
    for (char *step = path; step;) {
        char *slash = strchr(step, '/');
        if (slash)
            *slash = '\0';
        int is_good = *step == '\0' || folder_is_name(step);
        if (slash)
            *slash = '/';
        if (!is_good)
            return 403;
        step = slash ? slash + 1 : NULL;
    }
    return 0;
}

int http_path_decode(const char *target, char *path, size_t path_bytes)
{
    size_t length = 0;
    target = skip_authority(target);
    if (*target != '/')
        return 400;
    for (; *target && *target != '?' && *target != '#'; target++) {
        int byte = (unsigned char)*target;
        if (byte == '%') {
            int high = hex(target[1]), low = high < 0 ? -1 : hex(target[2]);
            byte = low < 0 ? 0 : high * 16 + low;
            if (byte == 0 || byte == '/') /* a slash within a name is no slash */
                return 400;
            target += 2;
        }
        if (length + 1 >= path_bytes)
            return 414;
        if (byte != '/' || length == 0 || path[length - 1] != '/') /* "//" is "/" */
            path[length++] = (char)byte;
    }
    path[length] = '\0';
    return check_steps(path);
}

/* ---- Ranges ---------------------------------------------------------------------------------- */

/* Digits, at least one. Saturates: a position beyond every file. */
static const char *read_number(const char *text, uint64_t *number)
{
    const char *start = text;
    for (*number = 0; *text >= '0' && *text <= '9'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        *number = *number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *number * 10 + digit;
    }
    return text == start ? NULL : text;
}

static enum http_range last_bytes(const char *text, uint64_t size_bytes, uint64_t *first,
                                  uint64_t *count)
{
    uint64_t wanted;
    const char *end = read_number(text, &wanted);
    if (!end || *end != '\0')
        return HTTP_RANGE_NONE;
    if (wanted == 0 || size_bytes == 0)
        return HTTP_RANGE_OUTSIDE;
    *count = wanted < size_bytes ? wanted : size_bytes;
    *first = size_bytes - *count;
    return HTTP_RANGE_PART;
}

enum http_range http_range_parse(const char *text, uint64_t size_bytes, uint64_t *first,
                                 uint64_t *count)
{
    uint64_t last = UINT64_MAX;
    if (!text || strncmp(text, "bytes=", 6) != 0)
        return HTTP_RANGE_NONE;
    text += 6;
    if (*text == '-')
        return last_bytes(text + 1, size_bytes, first, count);
    text = read_number(text, first);
    if (!text || *text++ != '-')
        return HTTP_RANGE_NONE;
    if (*text != '\0')
        text = read_number(text, &last);
    if (!text || *text != '\0' || last < *first)
        return HTTP_RANGE_NONE;
    if (*first >= size_bytes)
        return HTTP_RANGE_OUTSIDE;
    *count = (last < size_bytes ? last + 1 : size_bytes) - *first;
    return HTTP_RANGE_PART;
}

/* ---- Tables ---------------------------------------------------------------------------------- */

const char *http_content_type(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {"html", "text/html; charset=utf-8"},
        {"htm", "text/html; charset=utf-8"},
        {"txt", "text/plain; charset=utf-8"},
        {"md", "text/plain; charset=utf-8"},
        {"css", "text/css; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"},
        {"json", "application/json"},
        {"xml", "application/xml"},
        {"csv", "text/csv; charset=utf-8"},
        {"pdf", "application/pdf"},
        {"wasm", "application/wasm"},
        {"zip", "application/zip"},
        {"gz", "application/gzip"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"gif", "image/gif"},
        {"svg", "image/svg+xml"},
        {"webp", "image/webp"},
        {"ico", "image/x-icon"},
        {"woff2", "font/woff2"},
        {"mp3", "audio/mpeg"},
        {"ogg", "audio/ogg"},
        {"mp4", "video/mp4"},
        {"webm", "video/webm"},
        {"pcap", "application/vnd.tcpdump.pcap"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++) {
        if (same_name(dot + 1, types[i].ending))
            return types[i].type;
    }
    return "application/octet-stream";
}

const char *http_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {414, "URI Too Long"},
        {416, "Range Not Satisfiable"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "";
}
