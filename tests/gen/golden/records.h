/* records.h: records of every shape, by value and by pointer. */
#ifndef RECORDS_H
#define RECORDS_H

#include <stddef.h>
#include <stdint.h>

struct point {
    double x, y;
};

typedef struct {
    unsigned char red, green, blue;
} pixel;

union number {
    int64_t integer;
    double real;
    char bytes[12];
};

struct nested {
    struct point at;
    struct {
        short low;
        union {
            int whole;
            float part;
        };
    } inner;
    const char *name;
};

/* Its layout is not the same on any two of the three targets. */
struct widths {
    char first;
    long l;
    size_t s;
    wchar_t w;
    void *p;
    long double d;
};

struct flags {
    unsigned int kind : 3;
    int level : 5;
    unsigned int : 0;
    unsigned int rest : 20;
    long long big : 40;
};

struct __attribute__((packed)) packed {
    uint8_t tag;
    uint32_t length;
    uint16_t sum;
};

struct matrix {
    int cells[2][3];
    char name[8];
};

struct aligned {
    _Alignas(16) int value;
};

struct tail {
    size_t count;
    int items[];
};

struct node {
    struct node *next;
    int value;
    int (*weigh)(const struct node *node);
};

struct opaque;

struct point records_point(struct point p, double by);
pixel records_pixel(pixel p, int by);
union number records_number(union number n, int by);
struct nested records_nested(struct nested n, int by);
struct widths records_widths(struct widths w, int by);
struct flags records_flags(struct flags f, int by);
struct packed records_packed(struct packed p, int by);
struct matrix records_matrix(struct matrix m, int by);
int records_aligned(const struct aligned *a);
int records_tail(const struct tail *t);
int records_node(const struct node *n);
struct opaque *records_open(int value);
int records_close(struct opaque *o);

#endif
