/* parts.h: an API of which the library has only some parts. */
#ifndef PARTS_H
#define PARTS_H

struct parts_pair {
    int a, b;
};

int parts_present(int a);
int parts_optional(int a);
int parts_failing(int a);
const char *parts_failing_text(void);
double parts_failing_real(double a);
int parts_missing(int a);
int parts_missing_too(struct parts_pair pair);
extern int parts_data;

#endif
