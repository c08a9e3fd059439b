/* kept_names.h: nothing here is bound but what --include and --exclude leave. */
#ifndef KEPT_NAMES_H
#define KEPT_NAMES_H

typedef struct kept_point { int x, y; } kept_point;
typedef int kept_count;
struct kept_unused { int a; };

kept_count kept_first(const kept_point *p);
int kept_second(void);
int other_third(void);
#define KEPT_LIMIT 10
#define OTHER_LIMIT 20

#endif
