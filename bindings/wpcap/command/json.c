#include "json.h"

#include <inttypes.h>

static void print_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void begin(struct json *json, const char *key)
{
    if (json->needs_comma)
        fputs(", ", json->out);
    json->needs_comma = true;
    if (!key)
        return;
    print_text(json->out, key);
    fputs(": ", json->out);
}

void json_open(struct json *json, const char *key, char bracket)
{
    begin(json, key);
    fputc(bracket, json->out);
    json->needs_comma = false;
}

void json_close(struct json *json, char bracket)
{
    fputc(bracket, json->out);
    json->needs_comma = true;
}

void json_text(struct json *json, const char *key, const char *text)
{
    begin(json, key);
    if (text)
        print_text(json->out, text);
    else
        fputs("null", json->out);
}

void json_number(struct json *json, const char *key, uint64_t number)
{
    begin(json, key);
    fprintf(json->out, "%" PRIu64, number);
}

void json_real(struct json *json, const char *key, double number)
{
    begin(json, key);
    fprintf(json->out, "%.6g", number);
}

void json_bool(struct json *json, const char *key, bool is_true)
{
    begin(json, key);
    fputs(is_true ? "true" : "false", json->out);
}

void json_end(struct json *json)
{
    fputc('\n', json->out);
    json->needs_comma = false;
}
