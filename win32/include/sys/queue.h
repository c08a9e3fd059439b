/* Lists as macros, as the BSDs have them. Written for this library.
 *
 *   SLIST   one link forward; insert and remove at the head
 *   LIST    each element also knows what points to it: any can be removed
 *   STAILQ  SLIST with an end to append to (SIMPLEQ is the same under another name)
 *   TAILQ   LIST with an end, and a way backward
 *   CIRCLEQ links both ways, closed to a ring by the head
 */
#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H

/* ---- SLIST ---- */

#define SLIST_HEAD(name, type)                                                                     \
    struct name {                                                                                  \
        struct type *slh_first;                                                                    \
    }
#define SLIST_HEAD_INITIALIZER(head)                                                               \
    {                                                                                              \
        0                                                                                          \
    }
#define SLIST_ENTRY(type)                                                                          \
    struct {                                                                                       \
        struct type *sle_next;                                                                     \
    }
#define SLIST_INIT(head)                                                                           \
    do {                                                                                           \
        (head)->slh_first = 0;                                                                     \
    } while (0)
#define SLIST_FIRST(head) ((head)->slh_first)
#define SLIST_END(head) 0
#define SLIST_EMPTY(head) (!SLIST_FIRST(head))
#define SLIST_NEXT(element, field) ((element)->field.sle_next)
#define SLIST_FOREACH(at, head, field)                                                             \
    for ((at) = SLIST_FIRST(head); (at); (at) = SLIST_NEXT(at, field))
#define SLIST_FOREACH_SAFE(at, head, field, next)                                                  \
    for ((at) = SLIST_FIRST(head); (at) && ((next) = SLIST_NEXT(at, field), 1); (at) = (next))
#define SLIST_INSERT_HEAD(head, element, field)                                                    \
    do {                                                                                           \
        SLIST_NEXT(element, field) = SLIST_FIRST(head);                                            \
        SLIST_FIRST(head) = (element);                                                             \
    } while (0)
#define SLIST_INSERT_AFTER(before, element, field)                                                 \
    do {                                                                                           \
        SLIST_NEXT(element, field) = SLIST_NEXT(before, field);                                    \
        SLIST_NEXT(before, field) = (element);                                                     \
    } while (0)
#define SLIST_REMOVE_HEAD(head, field)                                                             \
    do {                                                                                           \
        SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field);                                  \
    } while (0)
#define SLIST_REMOVE_AFTER(before, field)                                                          \
    do {                                                                                           \
        SLIST_NEXT(before, field) = SLIST_NEXT(SLIST_NEXT(before, field), field);                  \
    } while (0)
#define SLIST_REMOVE(head, element, type, field)                                                   \
    do {                                                                                           \
        struct type **wherry__at = &SLIST_FIRST(head);                                             \
        while (*wherry__at != (element)) {                                                         \
            wherry__at = &SLIST_NEXT(*wherry__at, field);                                          \
        }                                                                                          \
        *wherry__at = SLIST_NEXT(*wherry__at, field);                                              \
    } while (0)

/* ---- LIST ---- */

#define LIST_HEAD(name, type)                                                                      \
    struct name {                                                                                  \
        struct type *lh_first;                                                                     \
    }
#define LIST_HEAD_INITIALIZER(head)                                                                \
    {                                                                                              \
        0                                                                                          \
    }
#define LIST_ENTRY(type)                                                                           \
    struct {                                                                                       \
        struct type *le_next, **le_prev;                                                           \
    }
#define LIST_INIT(head)                                                                            \
    do {                                                                                           \
        (head)->lh_first = 0;                                                                      \
    } while (0)
#define LIST_FIRST(head) ((head)->lh_first)
#define LIST_END(head) 0
#define LIST_EMPTY(head) (!LIST_FIRST(head))
#define LIST_NEXT(element, field) ((element)->field.le_next)
#define LIST_FOREACH(at, head, field)                                                              \
    for ((at) = LIST_FIRST(head); (at); (at) = LIST_NEXT(at, field))
#define LIST_FOREACH_SAFE(at, head, field, next)                                                   \
    for ((at) = LIST_FIRST(head); (at) && ((next) = LIST_NEXT(at, field), 1); (at) = (next))
#define LIST_INSERT_HEAD(head, element, field)                                                     \
    do {                                                                                           \
        if ((LIST_NEXT(element, field) = LIST_FIRST(head))) {                                      \
            LIST_FIRST(head)->field.le_prev = &LIST_NEXT(element, field);                          \
        }                                                                                          \
        LIST_FIRST(head) = (element);                                                              \
        (element)->field.le_prev = &LIST_FIRST(head);                                              \
    } while (0)
#define LIST_INSERT_AFTER(before, element, field)                                                  \
    do {                                                                                           \
        if ((LIST_NEXT(element, field) = LIST_NEXT(before, field))) {                              \
            LIST_NEXT(before, field)->field.le_prev = &LIST_NEXT(element, field);                  \
        }                                                                                          \
        LIST_NEXT(before, field) = (element);                                                      \
        (element)->field.le_prev = &LIST_NEXT(before, field);                                      \
    } while (0)
#define LIST_INSERT_BEFORE(after, element, field)                                                  \
    do {                                                                                           \
        (element)->field.le_prev = (after)->field.le_prev;                                         \
        LIST_NEXT(element, field) = (after);                                                       \
        *(after)->field.le_prev = (element);                                                       \
        (after)->field.le_prev = &LIST_NEXT(element, field);                                       \
    } while (0)
#define LIST_REMOVE(element, field)                                                                \
    do {                                                                                           \
        if (LIST_NEXT(element, field)) {                                                           \
            LIST_NEXT(element, field)->field.le_prev = (element)->field.le_prev;                   \
        }                                                                                          \
        *(element)->field.le_prev = LIST_NEXT(element, field);                                     \
    } while (0)
#define LIST_REPLACE(old, element, field)                                                          \
    do {                                                                                           \
        if ((LIST_NEXT(element, field) = LIST_NEXT(old, field))) {                                 \
            LIST_NEXT(element, field)->field.le_prev = &LIST_NEXT(element, field);                 \
        }                                                                                          \
        (element)->field.le_prev = (old)->field.le_prev;                                           \
        *(element)->field.le_prev = (element);                                                     \
    } while (0)

/* ---- STAILQ ---- */

#define STAILQ_HEAD(name, type)                                                                    \
    struct name {                                                                                  \
        struct type *stqh_first, **stqh_last;                                                      \
    }
#define STAILQ_HEAD_INITIALIZER(head)                                                              \
    {                                                                                              \
        0, &(head).stqh_first                                                                      \
    }
#define STAILQ_ENTRY(type)                                                                         \
    struct {                                                                                       \
        struct type *stqe_next;                                                                    \
    }
#define STAILQ_INIT(head)                                                                          \
    do {                                                                                           \
        (head)->stqh_first = 0;                                                                    \
        (head)->stqh_last = &(head)->stqh_first;                                                   \
    } while (0)
#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_END(head) 0
#define STAILQ_EMPTY(head) (!STAILQ_FIRST(head))
#define STAILQ_NEXT(element, field) ((element)->field.stqe_next)
#define STAILQ_FOREACH(at, head, field)                                                            \
    for ((at) = STAILQ_FIRST(head); (at); (at) = STAILQ_NEXT(at, field))
#define STAILQ_FOREACH_SAFE(at, head, field, next)                                                 \
    for ((at) = STAILQ_FIRST(head); (at) && ((next) = STAILQ_NEXT(at, field), 1); (at) = (next))
#define STAILQ_INSERT_HEAD(head, element, field)                                                   \
    do {                                                                                           \
        if (!(STAILQ_NEXT(element, field) = STAILQ_FIRST(head))) {                                 \
            (head)->stqh_last = &STAILQ_NEXT(element, field);                                      \
        }                                                                                          \
        STAILQ_FIRST(head) = (element);                                                            \
    } while (0)
#define STAILQ_INSERT_TAIL(head, element, field)                                                   \
    do {                                                                                           \
        STAILQ_NEXT(element, field) = 0;                                                           \
        *(head)->stqh_last = (element);                                                            \
        (head)->stqh_last = &STAILQ_NEXT(element, field);                                          \
    } while (0)
#define STAILQ_INSERT_AFTER(head, before, element, field)                                          \
    do {                                                                                           \
        if (!(STAILQ_NEXT(element, field) = STAILQ_NEXT(before, field))) {                         \
            (head)->stqh_last = &STAILQ_NEXT(element, field);                                      \
        }                                                                                          \
        STAILQ_NEXT(before, field) = (element);                                                    \
    } while (0)
#define STAILQ_REMOVE_HEAD(head, field)                                                            \
    do {                                                                                           \
        if (!(STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field))) {                      \
            (head)->stqh_last = &STAILQ_FIRST(head);                                               \
        }                                                                                          \
    } while (0)
#define STAILQ_REMOVE_AFTER(head, before, field)                                                   \
    do {                                                                                           \
        if (!(STAILQ_NEXT(before, field) = STAILQ_NEXT(STAILQ_NEXT(before, field), field))) {      \
            (head)->stqh_last = &STAILQ_NEXT(before, field);                                       \
        }                                                                                          \
    } while (0)
#define STAILQ_REMOVE(head, element, type, field)                                                  \
    do {                                                                                           \
        struct type **wherry__at = &STAILQ_FIRST(head);                                            \
        while (*wherry__at != (element)) {                                                         \
            wherry__at = &STAILQ_NEXT(*wherry__at, field);                                         \
        }                                                                                          \
        if (!(*wherry__at = STAILQ_NEXT(*wherry__at, field))) {                                    \
            (head)->stqh_last = wherry__at;                                                        \
        }                                                                                          \
    } while (0)
#define STAILQ_CONCAT(one, two)                                                                    \
    do {                                                                                           \
        if (!STAILQ_EMPTY(two)) {                                                                  \
            *(one)->stqh_last = STAILQ_FIRST(two);                                                 \
            (one)->stqh_last = (two)->stqh_last;                                                   \
            STAILQ_INIT(two);                                                                      \
        }                                                                                          \
    } while (0)

/* ---- SIMPLEQ ---- */

#define SIMPLEQ_HEAD(name, type)                                                                   \
    struct name {                                                                                  \
        struct type *sqh_first, **sqh_last;                                                        \
    }
#define SIMPLEQ_HEAD_INITIALIZER(head)                                                             \
    {                                                                                              \
        0, &(head).sqh_first                                                                       \
    }
#define SIMPLEQ_ENTRY(type)                                                                        \
    struct {                                                                                       \
        struct type *sqe_next;                                                                     \
    }
#define SIMPLEQ_INIT(head)                                                                         \
    do {                                                                                           \
        (head)->sqh_first = 0;                                                                     \
        (head)->sqh_last = &(head)->sqh_first;                                                     \
    } while (0)
#define SIMPLEQ_FIRST(head) ((head)->sqh_first)
#define SIMPLEQ_END(head) 0
#define SIMPLEQ_EMPTY(head) (!SIMPLEQ_FIRST(head))
#define SIMPLEQ_NEXT(element, field) ((element)->field.sqe_next)
#define SIMPLEQ_FOREACH(at, head, field)                                                           \
    for ((at) = SIMPLEQ_FIRST(head); (at); (at) = SIMPLEQ_NEXT(at, field))
#define SIMPLEQ_FOREACH_SAFE(at, head, field, next)                                                \
    for ((at) = SIMPLEQ_FIRST(head); (at) && ((next) = SIMPLEQ_NEXT(at, field), 1); (at) = (next))
#define SIMPLEQ_INSERT_HEAD(head, element, field)                                                  \
    do {                                                                                           \
        if (!(SIMPLEQ_NEXT(element, field) = SIMPLEQ_FIRST(head))) {                               \
            (head)->sqh_last = &SIMPLEQ_NEXT(element, field);                                      \
        }                                                                                          \
        SIMPLEQ_FIRST(head) = (element);                                                           \
    } while (0)
#define SIMPLEQ_INSERT_TAIL(head, element, field)                                                  \
    do {                                                                                           \
        SIMPLEQ_NEXT(element, field) = 0;                                                          \
        *(head)->sqh_last = (element);                                                             \
        (head)->sqh_last = &SIMPLEQ_NEXT(element, field);                                          \
    } while (0)
#define SIMPLEQ_INSERT_AFTER(head, before, element, field)                                         \
    do {                                                                                           \
        if (!(SIMPLEQ_NEXT(element, field) = SIMPLEQ_NEXT(before, field))) {                       \
            (head)->sqh_last = &SIMPLEQ_NEXT(element, field);                                      \
        }                                                                                          \
        SIMPLEQ_NEXT(before, field) = (element);                                                   \
    } while (0)
#define SIMPLEQ_REMOVE_HEAD(head, field)                                                           \
    do {                                                                                           \
        if (!(SIMPLEQ_FIRST(head) = SIMPLEQ_NEXT(SIMPLEQ_FIRST(head), field))) {                   \
            (head)->sqh_last = &SIMPLEQ_FIRST(head);                                               \
        }                                                                                          \
    } while (0)
#define SIMPLEQ_REMOVE_AFTER(head, before, field)                                                  \
    do {                                                                                           \
        if (!(SIMPLEQ_NEXT(before, field) = SIMPLEQ_NEXT(SIMPLEQ_NEXT(before, field), field))) {   \
            (head)->sqh_last = &SIMPLEQ_NEXT(before, field);                                       \
        }                                                                                          \
    } while (0)
#define SIMPLEQ_CONCAT(one, two)                                                                   \
    do {                                                                                           \
        if (!SIMPLEQ_EMPTY(two)) {                                                                 \
            *(one)->sqh_last = SIMPLEQ_FIRST(two);                                                 \
            (one)->sqh_last = (two)->sqh_last;                                                     \
            SIMPLEQ_INIT(two);                                                                     \
        }                                                                                          \
    } while (0)

/* ---- TAILQ ---- */

#define TAILQ_HEAD(name, type)                                                                     \
    struct name {                                                                                  \
        struct type *tqh_first, **tqh_last;                                                        \
    }
#define TAILQ_HEAD_INITIALIZER(head)                                                               \
    {                                                                                              \
        0, &(head).tqh_first                                                                       \
    }
#define TAILQ_ENTRY(type)                                                                          \
    struct {                                                                                       \
        struct type *tqe_next, **tqe_prev;                                                         \
    }
#define TAILQ_INIT(head)                                                                           \
    do {                                                                                           \
        (head)->tqh_first = 0;                                                                     \
        (head)->tqh_last = &(head)->tqh_first;                                                     \
    } while (0)
#define TAILQ_FIRST(head) ((head)->tqh_first)
#define TAILQ_END(head) 0
#define TAILQ_EMPTY(head) (!TAILQ_FIRST(head))
#define TAILQ_NEXT(element, field) ((element)->field.tqe_next)
/* tqh_last and tqe_prev point into a head or an entry, which begin alike: its second word points to
 * the link that leads to the element before. */
#define TAILQ_LAST(head, name) (*((struct name *)(void *)(head)->tqh_last)->tqh_last)
#define TAILQ_PREV(element, name, field)                                                           \
    (*((struct name *)(void *)(element)->field.tqe_prev)->tqh_last)
#define TAILQ_FOREACH(at, head, field)                                                             \
    for ((at) = TAILQ_FIRST(head); (at); (at) = TAILQ_NEXT(at, field))
#define TAILQ_FOREACH_SAFE(at, head, field, next)                                                  \
    for ((at) = TAILQ_FIRST(head); (at) && ((next) = TAILQ_NEXT(at, field), 1); (at) = (next))
#define TAILQ_FOREACH_REVERSE(at, head, name, field)                                               \
    for ((at) = TAILQ_LAST(head, name); (at); (at) = TAILQ_PREV(at, name, field))
#define TAILQ_FOREACH_REVERSE_SAFE(at, head, name, field, next)                                    \
    for ((at) = TAILQ_LAST(head, name); (at) && ((next) = TAILQ_PREV(at, name, field), 1);         \
         (at) = (next))
#define TAILQ_INSERT_HEAD(head, element, field)                                                    \
    do {                                                                                           \
        if ((TAILQ_NEXT(element, field) = TAILQ_FIRST(head))) {                                    \
            TAILQ_FIRST(head)->field.tqe_prev = &TAILQ_NEXT(element, field);                       \
        } else {                                                                                   \
            (head)->tqh_last = &TAILQ_NEXT(element, field);                                        \
        }                                                                                          \
        TAILQ_FIRST(head) = (element);                                                             \
        (element)->field.tqe_prev = &TAILQ_FIRST(head);                                            \
    } while (0)
#define TAILQ_INSERT_TAIL(head, element, field)                                                    \
    do {                                                                                           \
        TAILQ_NEXT(element, field) = 0;                                                            \
        (element)->field.tqe_prev = (head)->tqh_last;                                              \
        *(head)->tqh_last = (element);                                                             \
        (head)->tqh_last = &TAILQ_NEXT(element, field);                                            \
    } while (0)
#define TAILQ_INSERT_AFTER(head, before, element, field)                                           \
    do {                                                                                           \
        if ((TAILQ_NEXT(element, field) = TAILQ_NEXT(before, field))) {                            \
            TAILQ_NEXT(element, field)->field.tqe_prev = &TAILQ_NEXT(element, field);              \
        } else {                                                                                   \
            (head)->tqh_last = &TAILQ_NEXT(element, field);                                        \
        }                                                                                          \
        TAILQ_NEXT(before, field) = (element);                                                     \
        (element)->field.tqe_prev = &TAILQ_NEXT(before, field);                                    \
    } while (0)
#define TAILQ_INSERT_BEFORE(after, element, field)                                                 \
    do {                                                                                           \
        (element)->field.tqe_prev = (after)->field.tqe_prev;                                       \
        TAILQ_NEXT(element, field) = (after);                                                      \
        *(after)->field.tqe_prev = (element);                                                      \
        (after)->field.tqe_prev = &TAILQ_NEXT(element, field);                                     \
    } while (0)
#define TAILQ_REMOVE(head, element, field)                                                         \
    do {                                                                                           \
        if (TAILQ_NEXT(element, field)) {                                                          \
            TAILQ_NEXT(element, field)->field.tqe_prev = (element)->field.tqe_prev;                \
        } else {                                                                                   \
            (head)->tqh_last = (element)->field.tqe_prev;                                          \
        }                                                                                          \
        *(element)->field.tqe_prev = TAILQ_NEXT(element, field);                                   \
    } while (0)
#define TAILQ_REPLACE(head, old, element, field)                                                   \
    do {                                                                                           \
        if ((TAILQ_NEXT(element, field) = TAILQ_NEXT(old, field))) {                               \
            TAILQ_NEXT(element, field)->field.tqe_prev = &TAILQ_NEXT(element, field);              \
        } else {                                                                                   \
            (head)->tqh_last = &TAILQ_NEXT(element, field);                                        \
        }                                                                                          \
        (element)->field.tqe_prev = (old)->field.tqe_prev;                                         \
        *(element)->field.tqe_prev = (element);                                                    \
    } while (0)
#define TAILQ_CONCAT(one, two, field)                                                              \
    do {                                                                                           \
        if (!TAILQ_EMPTY(two)) {                                                                   \
            *(one)->tqh_last = TAILQ_FIRST(two);                                                   \
            TAILQ_FIRST(two)->field.tqe_prev = (one)->tqh_last;                                    \
            (one)->tqh_last = (two)->tqh_last;                                                     \
            TAILQ_INIT(two);                                                                       \
        }                                                                                          \
    } while (0)

/* ---- CIRCLEQ ---- */

#define CIRCLEQ_HEAD(name, type)                                                                   \
    struct name {                                                                                  \
        struct type *cqh_first, *cqh_last;                                                         \
    }
#define CIRCLEQ_HEAD_INITIALIZER(head)                                                             \
    {                                                                                              \
        CIRCLEQ_END(&(head)), CIRCLEQ_END(&(head))                                                 \
    }
#define CIRCLEQ_ENTRY(type)                                                                        \
    struct {                                                                                       \
        struct type *cqe_next, *cqe_prev;                                                          \
    }
#define CIRCLEQ_END(head) ((void *)(head))
#define CIRCLEQ_INIT(head)                                                                         \
    do {                                                                                           \
        (head)->cqh_first = CIRCLEQ_END(head);                                                     \
        (head)->cqh_last = CIRCLEQ_END(head);                                                      \
    } while (0)
#define CIRCLEQ_FIRST(head) ((head)->cqh_first)
#define CIRCLEQ_LAST(head) ((head)->cqh_last)
#define CIRCLEQ_EMPTY(head) ((void *)CIRCLEQ_FIRST(head) == CIRCLEQ_END(head))
#define CIRCLEQ_NEXT(element, field) ((element)->field.cqe_next)
#define CIRCLEQ_PREV(element, field) ((element)->field.cqe_prev)
#define CIRCLEQ_FOREACH(at, head, field)                                                           \
    for ((at) = CIRCLEQ_FIRST(head); (void *)(at) != CIRCLEQ_END(head);                            \
         (at) = CIRCLEQ_NEXT(at, field))
#define CIRCLEQ_FOREACH_REVERSE(at, head, field)                                                   \
    for ((at) = CIRCLEQ_LAST(head); (void *)(at) != CIRCLEQ_END(head);                             \
         (at) = CIRCLEQ_PREV(at, field))
#define CIRCLEQ_INSERT_AFTER(head, before, element, field)                                         \
    do {                                                                                           \
        CIRCLEQ_NEXT(element, field) = CIRCLEQ_NEXT(before, field);                                \
        CIRCLEQ_PREV(element, field) = (before);                                                   \
        if ((void *)CIRCLEQ_NEXT(before, field) == CIRCLEQ_END(head)) {                            \
            (head)->cqh_last = (element);                                                          \
        } else {                                                                                   \
            CIRCLEQ_PREV(CIRCLEQ_NEXT(before, field), field) = (element);                          \
        }                                                                                          \
        CIRCLEQ_NEXT(before, field) = (element);                                                   \
    } while (0)
#define CIRCLEQ_INSERT_BEFORE(head, after, element, field)                                         \
    do {                                                                                           \
        CIRCLEQ_NEXT(element, field) = (after);                                                    \
        CIRCLEQ_PREV(element, field) = CIRCLEQ_PREV(after, field);                                 \
        if ((void *)CIRCLEQ_PREV(after, field) == CIRCLEQ_END(head)) {                             \
            (head)->cqh_first = (element);                                                         \
        } else {                                                                                   \
            CIRCLEQ_NEXT(CIRCLEQ_PREV(after, field), field) = (element);                           \
        }                                                                                          \
        CIRCLEQ_PREV(after, field) = (element);                                                    \
    } while (0)
#define CIRCLEQ_INSERT_HEAD(head, element, field)                                                  \
    do {                                                                                           \
        CIRCLEQ_NEXT(element, field) = CIRCLEQ_FIRST(head);                                        \
        CIRCLEQ_PREV(element, field) = CIRCLEQ_END(head);                                          \
        if (CIRCLEQ_EMPTY(head)) {                                                                 \
            (head)->cqh_last = (element);                                                          \
        } else {                                                                                   \
            CIRCLEQ_PREV(CIRCLEQ_FIRST(head), field) = (element);                                  \
        }                                                                                          \
        CIRCLEQ_FIRST(head) = (element);                                                           \
    } while (0)
#define CIRCLEQ_INSERT_TAIL(head, element, field)                                                  \
    do {                                                                                           \
        CIRCLEQ_NEXT(element, field) = CIRCLEQ_END(head);                                          \
        CIRCLEQ_PREV(element, field) = CIRCLEQ_LAST(head);                                         \
        if (CIRCLEQ_EMPTY(head)) {                                                                 \
            (head)->cqh_first = (element);                                                         \
        } else {                                                                                   \
            CIRCLEQ_NEXT(CIRCLEQ_LAST(head), field) = (element);                                   \
        }                                                                                          \
        CIRCLEQ_LAST(head) = (element);                                                            \
    } while (0)
#define CIRCLEQ_REMOVE(head, element, field)                                                       \
    do {                                                                                           \
        if ((void *)CIRCLEQ_NEXT(element, field) == CIRCLEQ_END(head)) {                           \
            (head)->cqh_last = CIRCLEQ_PREV(element, field);                                       \
        } else {                                                                                   \
            CIRCLEQ_PREV(CIRCLEQ_NEXT(element, field), field) = CIRCLEQ_PREV(element, field);      \
        }                                                                                          \
        if ((void *)CIRCLEQ_PREV(element, field) == CIRCLEQ_END(head)) {                           \
            (head)->cqh_first = CIRCLEQ_NEXT(element, field);                                      \
        } else {                                                                                   \
            CIRCLEQ_NEXT(CIRCLEQ_PREV(element, field), field) = CIRCLEQ_NEXT(element, field);      \
        }                                                                                          \
    } while (0)

#endif
