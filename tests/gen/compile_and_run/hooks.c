/* hooks.c: the library of hooks.h, which calls what it is given. */
#include "hooks.h"

#define CALL(id, type)                                                                             \
    type hooks_##id(hooks_on_##id callback, type a, type b)                                        \
    {                                                                                              \
        return callback(b, a);                                                                     \
    }
HOOKS_VALUES(CALL)
CALL(bool, _Bool)
CALL(cfloat, float _Complex)
CALL(cdouble, double _Complex)

int hooks_each(const int *values, int count, int (*visit)(int value, void *data), void *data)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += visit(values[i], data);
    return sum;
}

int hooks_unnamed(int (*callback)(short))
{
    return callback(-7);
}

static void (*kept_handler)(int number);

void (*hooks_set(void (*handler)(int number)))(int number)
{
    void (*before)(int number) = kept_handler;
    kept_handler = handler;
    return before;
}

double hooks_use(struct hooks_table *table)
{
    struct hooks_three by = {{1, 2, 3}};
    struct hooks_point point = {1.5, 2.5};
    table->on_open(table, (struct hooks_opaque *)(void *)table);
    return table->weights[0](point) + 100 * table->weights[1](table->inner.move(point, by));
}

static int nothing(int a)
{
    return a;
}

int (*hooks_global)(int a) = nothing;

static int add_global(int a)
{
    return hooks_global(a) + 1;
}

int hooks_nest(hooks_outer outer)
{
    return outer(add_global, 5);
}

int hooks_through(hooks_plain **callback, int a)
{
    return (*callback)(a);
}

int hooks_open(hooks_table_on_open *callback)
{
    callback();
    return 3;
}

/* Twice: a callee that pops too much or too little is found out. */
double hooks_call_std(hooks_std *callback)
{
    struct hooks_three three = {{1, 2, 3}};
    return callback(three, 0.5).x + 10 * callback(three, 0.25).y;
}

long long hooks_call_fast(hooks_fast *callback)
{
    return callback(1, 3000000000, 2) + callback(3, -1, 4);
}

int hooks_log(hooks_print *print, int unused)
{
    (void)print;
    return unused;
}
