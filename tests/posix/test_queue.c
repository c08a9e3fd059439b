/* The lists of sys/queue.h. */
#include "check.h"

#include <sys/queue.h>

struct item {
    int number;
    SLIST_ENTRY(item) single;
    LIST_ENTRY(item) list;
    STAILQ_ENTRY(item) queue;
    TAILQ_ENTRY(item) tail;
    CIRCLEQ_ENTRY(item) ring;
};

static struct item items[4] = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}};

/* The numbers as digits of one. */
#define CHECK_ORDER(foreach, wanted)                                                               \
    do {                                                                                           \
        struct item *at;                                                                           \
        int digits = 0;                                                                            \
        foreach                                                                                    \
        {                                                                                          \
            digits = digits * 10 + at->number;                                                     \
        }                                                                                          \
        CHECK_EQUAL(digits, wanted);                                                               \
    } while (0)

static void one_way(void)
{
    SLIST_HEAD(, item) list = SLIST_HEAD_INITIALIZER(list);
    STAILQ_HEAD(, item) queue = STAILQ_HEAD_INITIALIZER(queue);

    CHECK(SLIST_EMPTY(&list) && STAILQ_EMPTY(&queue));
    SLIST_INSERT_HEAD(&list, &items[0], single);
    SLIST_INSERT_AFTER(&items[0], &items[1], single);
    SLIST_INSERT_HEAD(&list, &items[2], single);
    CHECK_ORDER(SLIST_FOREACH(at, &list, single), 312);
    SLIST_REMOVE(&list, &items[0], item, single);
    SLIST_REMOVE_HEAD(&list, single);
    CHECK_ORDER(SLIST_FOREACH(at, &list, single), 2);
    STAILQ_INSERT_TAIL(&queue, &items[0], queue);
    STAILQ_INSERT_TAIL(&queue, &items[1], queue);
    STAILQ_INSERT_HEAD(&queue, &items[2], queue);
    STAILQ_REMOVE(&queue, &items[1], item, queue);
    STAILQ_INSERT_TAIL(&queue, &items[3], queue);
    CHECK_ORDER(STAILQ_FOREACH(at, &queue, queue), 314);
    STAILQ_REMOVE_HEAD(&queue, queue);
    CHECK_EQUAL(STAILQ_FIRST(&queue)->number, 1);
}

static void both_ways(void)
{
    LIST_HEAD(, item) list = LIST_HEAD_INITIALIZER(list);
    TAILQ_HEAD(tail, item) tail = TAILQ_HEAD_INITIALIZER(tail);
    CIRCLEQ_HEAD(, item) ring = CIRCLEQ_HEAD_INITIALIZER(ring);

    for (int i = 0; i < 4; i++) {
        LIST_INSERT_HEAD(&list, &items[i], list);
        TAILQ_INSERT_TAIL(&tail, &items[i], tail);
        CIRCLEQ_INSERT_TAIL(&ring, &items[i], ring);
    }
    LIST_REMOVE(&items[2], list);
    LIST_INSERT_BEFORE(&items[0], &items[2], list);
    CHECK_ORDER(LIST_FOREACH(at, &list, list), 4231);
    TAILQ_REMOVE(&tail, &items[3], tail);
    TAILQ_INSERT_BEFORE(&items[0], &items[3], tail);
    TAILQ_REMOVE(&tail, &items[1], tail);
    TAILQ_INSERT_AFTER(&tail, &items[2], &items[1], tail);
    CHECK_ORDER(TAILQ_FOREACH(at, &tail, tail), 4132);
    CHECK_ORDER(TAILQ_FOREACH_REVERSE(at, &tail, tail, tail), 2314);
    CHECK_EQUAL(TAILQ_LAST(&tail, tail)->number, 2);
    CHECK(!TAILQ_PREV(&items[3], tail, tail));
    CIRCLEQ_REMOVE(&ring, &items[0], ring);
    CIRCLEQ_INSERT_AFTER(&ring, &items[3], &items[0], ring);
    CHECK_ORDER(CIRCLEQ_FOREACH(at, &ring, ring), 2341);
    CHECK_ORDER(CIRCLEQ_FOREACH_REVERSE(at, &ring, ring), 1432);
}

int main(void)
{
    one_way();
    both_ways();
    return check_failures();
}
