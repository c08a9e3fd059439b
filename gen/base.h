/* base.h: memory, interned names and lists; at the bottom of the generator.
 *
 * One arena lives as long as the run. What is in it is never freed singly. */
#ifndef WHERRY_GEN_BASE_H
#define WHERRY_GEN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* Zeroed memory for `count` objects of `size` bytes, aligned for any of them. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))

/* The one copy of a string in the arena: equal strings have equal addresses. */
const char *intern(struct arena *arena, const char *text);
const char *intern_bytes(struct arena *arena, const char *text, size_t length);
const char *intern_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text in the arena; unlike an interned one it is nobody else's. */
const char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A growing list of pointers. The items are malloc'ed: list_release() frees them. */
struct list {
    void **items;
    size_t count;
    size_t capacity;
};
void list_add(struct list *list, const void *item);
void list_release(struct list *list);

/* Copy the objects of `size` bytes that the items point to into one array, and release the list. */
void *list_flatten(struct list *list, struct arena *arena, size_t size);

/* FOR_EACH(struct thing *, thing, &list) { … }; `thing_i` is its index. `break` and `continue` do
 * what they do in any loop: the inner one runs once, and `_go` stays 0 when it is left early. */
#define FOR_EACH(type, name, list)                                                                 \
    for (size_t name##_i = 0, name##_go = 1; name##_go && name##_i < (list)->count; name##_i++)    \
        for (type name = (name##_go = 0, (list)->items[name##_i]); !name##_go; name##_go = 1)

/* malloc and realloc that end the program with a message when memory is exhausted. */
void *xmalloc(size_t size_bytes);
void *xrealloc(void *block, size_t size_bytes);

#endif
