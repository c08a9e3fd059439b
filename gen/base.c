#include "base.h"

#include "hash.h"

#include <assert.h>
#include <limits.h>
#include <obstack.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define obstack_chunk_alloc xmalloc
#define obstack_chunk_free free

enum { ARENA_CHUNK_BYTES = 1 << 20 };

struct interned {
    UT_hash_handle hh;
    char text[];
};

struct arena {
    struct obstack memory;
    struct interned *names;
};

void *xmalloc(size_t size_bytes)
{
    return xrealloc(NULL, size_bytes);
}

void *xrealloc(void *block, size_t size_bytes)
{
    void *grown = realloc(block, size_bytes ? size_bytes : 1);
    if (!grown) {
        fputs("wherry: error: out of memory\n", stderr);
        exit(1);
    }
    return grown;
}

struct arena *arena_new(void)
{
    struct arena *arena = xmalloc(sizeof *arena);
    obstack_begin(&arena->memory, ARENA_CHUNK_BYTES);
    obstack_alignment_mask(&arena->memory) = _Alignof(max_align_t) - 1;
    arena->names = NULL;
    return arena;
}

void arena_free(struct arena *arena)
{
    HASH_CLEAR(hh, arena->names);
    obstack_free(&arena->memory, NULL);
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    assert(!size || count <= INT_MAX / size); /* what an obstack takes */
    return memset(obstack_alloc(&arena->memory, (int)(count * size)), 0, count * size);
}

const char *intern_bytes(struct arena *arena, const char *text, size_t length)
{
    struct interned *found;
    HASH_FIND(hh, arena->names, text, length, found);
    if (!found) {
        found = arena_alloc(arena, 1, sizeof *found + length + 1);
        memcpy(found->text, text, length);
        HASH_ADD_KEYPTR(hh, arena->names, found->text, length, found);
    }
    return found->text;
}

const char *intern(struct arena *arena, const char *text)
{
    return intern_bytes(arena, text, strlen(text));
}

const char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    obstack_vprintf(&arena->memory, format, arguments);
    va_end(arguments);
    obstack_1grow(&arena->memory, 0);
    return obstack_finish(&arena->memory);
}

const char *intern_format(struct arena *arena, const char *format, ...)
{
    char buffer[512];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t length = (size_t)vsnprintf(buffer, sizeof buffer, format, arguments);
    char *text = length < sizeof buffer ? buffer : xmalloc(length + 1);
    if (text != buffer)
        vsnprintf(text, length + 1, format, again);
    va_end(again);
    va_end(arguments);
    const char *name = intern_bytes(arena, text, length);
    if (text != buffer)
        free(text);
    return name;
}

void list_add(struct list *list, const void *item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->items = xrealloc(list->items, list->capacity * sizeof *list->items);
    }
    list->items[list->count++] = (void *)(uintptr_t)item;
}

void list_release(struct list *list)
{
    free(list->items);
    *list = (struct list){0};
}

void *list_flatten(struct list *list, struct arena *arena, size_t size)
{
    char *array = arena_alloc(arena, list->count + 1, size);
    for (size_t i = 0; i < list->count; i++)
        memcpy(array + i * size, list->items[i], size);
    list_release(list);
    return array;
}
