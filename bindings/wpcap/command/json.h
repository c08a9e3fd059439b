/* json.h: one JSON value, written as it is made. */
#ifndef WPCAP_JSON_H
#define WPCAP_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Zero but for `out` at first. A value inside an object follows its key; NULL in an array. */
struct json {
    FILE *out;
    bool needs_comma;
};

void json_open(struct json *json, const char *key, char bracket);     /* '{' or '[' */
void json_close(struct json *json, char bracket);                     /* '}' or ']' */
void json_text(struct json *json, const char *key, const char *text); /* UTF-8; NULL: null */
void json_number(struct json *json, const char *key, uint64_t number);
void json_real(struct json *json, const char *key, double number);
void json_bool(struct json *json, const char *key, bool is_true);
void json_end(struct json *json); /* the line of a whole value */

#endif
