/* map.c: the notes of map.h, and what is done to pages that are mapped. */

#include "map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct wherry__maps wherry__maps = {.lock = SRWLOCK_INIT};

static bool is_live(const struct wherry__map *map, size_t page)
{
    return map->bits[page / 32] >> page % 32 & 1;
}

struct wherry__map *wherry__map_new(enum wherry__map_kind kind, size_t pages)
{
    struct wherry__map *map = calloc(1, sizeof *map + (pages / 32 + 1) * sizeof *map->bits);

    if (!map) {
        errno = ENOMEM;
        return NULL;
    }
    map->kind = kind;
    map->pages = pages;
    return map;
}

void wherry__map_mark(struct wherry__map *map, size_t page, size_t count, bool live)
{
    for (size_t end = page + count; page < end; page++) {
        if (is_live(map, page) != live) {
            map->bits[page / 32] ^= 1U << page % 32;
            map->live += live ? (size_t)1 : (size_t)-1;
        }
    }
}

/* The pages of a mapping that lie in the range: the first, and behind the last. */
static bool overlap(const struct wherry__map *map, const char *at, size_t length, size_t *from,
                    size_t *to)
{
    uintptr_t base = (uintptr_t)map->base, end = base + map->pages * MAP_PAGE;
    uintptr_t start = (uintptr_t)at, stop = start + length;

    if (stop <= base || start >= end) {
        return false;
    }
    *from = start > base ? (start - base) / MAP_PAGE : 0;
    *to = stop < end ? (stop - base) / MAP_PAGE : map->pages;
    return true;
}

int wherry__map_each(char *at, size_t length,
                     int (*see)(struct wherry__map *map, size_t page, size_t count, void *user),
                     void *user)
{
    struct wherry__map *next;
    size_t page, end;
    int result = 0;

    for (struct wherry__map *map = wherry__maps.first; map && !result; map = next) {
        next = map->next;
        if (!overlap(map, at, length, &page, &end)) {
            continue;
        }
        while (page < end && !result) {
            size_t start = page;

            while (page < end && is_live(map, page)) {
                page++;
            }
            result = page > start ? see(map, start, page - start, user) : 0;
            page += page == start;
        }
    }
    return result;
}

static int count_run(struct wherry__map *map, size_t page, size_t count, void *user)
{
    (void)map;
    (void)page;
    *(size_t *)user += count;
    return 0;
}

size_t wherry__map_count(char *at, size_t length)
{
    size_t count = 0;

    wherry__map_each(at, length, count_run, &count);
    return count;
}

/* ---- unmapping --------------------------------------------------------------------------------
 */

static void release(struct wherry__map *map)
{
    struct wherry__map **link = &wherry__maps.first;

    while (*link != map) {
        link = &(*link)->next;
    }
    *link = map->next;
    if (map->kind == WHERRY_MAP_MEMORY) {
        VirtualFree(map->base, 0, MEM_RELEASE);
    } else if (map->viewed) {
        UnmapViewOfFile(map->base);
        wherry__delete_leftovers();
    }
    if (map->tail) {
        VirtualFree(map->tail, 0, MEM_RELEASE);
    }
    if (map->file) {
        CloseHandle(map->file);
    }
    free(map);
}

/* Pages of a view cannot be given back alone; nobody reaches them any more. */
static void close_pages(struct wherry__map *map, size_t page, size_t count)
{
    DWORD was;

    if (map->kind == WHERRY_MAP_MEMORY) {
        VirtualFree(map->base + page * MAP_PAGE, count * MAP_PAGE, MEM_DECOMMIT);
    } else if (page < map->viewed) {
        count = count < map->viewed - page ? count : map->viewed - page;
        VirtualProtect(map->base + page * MAP_PAGE, count * MAP_PAGE, PAGE_NOACCESS, &was);
    }
}

void wherry__map_remove(char *at, size_t length)
{
    struct wherry__map *next;
    size_t from, to;

    for (struct wherry__map *map = wherry__maps.first; map; map = next) {
        next = map->next;
        if (overlap(map, at, length, &from, &to)) {
            wherry__map_mark(map, from, to - from, false);
            if (map->live == 0) {
                release(map);
            } else {
                close_pages(map, from, to - from);
            }
        }
    }
}

int munmap(void *at, size_t length)
{
    if ((uintptr_t)at % MAP_PAGE || length == 0 || (uintptr_t)at + length < (uintptr_t)at) {
        return wherry__error(EINVAL);
    }
    length = (length + MAP_PAGE - 1) & ~(size_t)(MAP_PAGE - 1);
    AcquireSRWLockExclusive(&wherry__maps.lock);
    wherry__map_remove(at, length);
    ReleaseSRWLockExclusive(&wherry__maps.lock);
    return 0;
}

/* ---- protection -------------------------------------------------------------------------------
 */

static DWORD system_protection(enum wherry__map_kind kind, int protection)
{
    bool writes = protection & PROT_WRITE;

    if (protection & PROT_EXEC) {
        return writes ? PAGE_EXECUTE_READWRITE : PAGE_EXECUTE_READ;
    }
    if (writes) {
        return kind == WHERRY_MAP_PRIVATE ? PAGE_WRITECOPY : PAGE_READWRITE;
    }
    return protection & PROT_READ ? PAGE_READONLY : PAGE_NOACCESS;
}

/* Memory that nobody could reach so far is not committed. */
static int protect_memory(char *at, size_t length, DWORD protection)
{
    DWORD was;

    if (protection != PAGE_NOACCESS) {
        return VirtualAlloc(at, length, MEM_COMMIT, protection) &&
                       VirtualProtect(at, length, protection, &was)
                   ? 0
                   : wherry__fail_last();
    }
    while (length) {
        MEMORY_BASIC_INFORMATION about;
        size_t piece = length;

        if (!VirtualQuery(at, &about, sizeof about)) {
            return wherry__fail_last();
        }
        piece = about.RegionSize < length ? about.RegionSize : length;
        if (about.State == MEM_COMMIT && !VirtualProtect(at, piece, protection, &was)) {
            return wherry__fail_last();
        }
        at += piece;
        length -= piece;
    }
    return 0;
}

int wherry__map_protect(struct wherry__map *map, size_t page, size_t count, int protection)
{
    DWORD wanted = system_protection(map->kind, protection), was;
    char *at = map->base + page * MAP_PAGE;

    if (map->kind == WHERRY_MAP_MEMORY) {
        return protect_memory(at, count * MAP_PAGE, wanted);
    }
    if ((protection & PROT_EXEC) ||
        (map->kind == WHERRY_MAP_SHARED && (protection & PROT_WRITE) && !map->file)) {
        return wherry__error(EACCES);
    }
    if (page >= map->viewed) {
        return 0;
    }
    count = count < map->viewed - page ? count : map->viewed - page;
    return VirtualProtect(at, count * MAP_PAGE, wanted, &was) ? 0 : wherry__fail_last();
}

static int protect_run(struct wherry__map *map, size_t page, size_t count, void *user)
{
    return wherry__map_protect(map, page, count, *(int *)user);
}

/* A range as these calls take it, rounded to pages. 0, or an errno. */
static int check_range(const void *at, size_t *length)
{
    if ((uintptr_t)at % MAP_PAGE) {
        return EINVAL;
    }
    *length = (*length + MAP_PAGE - 1) & ~(size_t)(MAP_PAGE - 1);
    return (uintptr_t)at + *length < (uintptr_t)at ? ENOMEM : 0;
}

/* For each run of the range, all of which must be mapped. */
static int each_of(void *at, size_t length,
                   int (*see)(struct wherry__map *, size_t, size_t, void *), void *user)
{
    int result = check_range(at, &length);

    if (result) {
        return wherry__error(result);
    }
    AcquireSRWLockExclusive(&wherry__maps.lock);
    result = wherry__map_count(at, length) == length / MAP_PAGE
                 ? wherry__map_each(at, length, see, user)
                 : wherry__error(ENOMEM);
    ReleaseSRWLockExclusive(&wherry__maps.lock);
    return result;
}

/* What malloc() gave out may be protected too, as long as it is whole pages. */
static bool is_foreign(void *at, size_t length)
{
    MEMORY_BASIC_INFORMATION about;
    bool ours;

    AcquireSRWLockShared(&wherry__maps.lock);
    ours = wherry__map_count(at, length) > 0;
    ReleaseSRWLockShared(&wherry__maps.lock);
    return !ours && VirtualQuery(at, &about, sizeof about) && about.State == MEM_COMMIT;
}

int mprotect(void *at, size_t length, int protection)
{
    if (protection & ~(PROT_READ | PROT_WRITE | PROT_EXEC)) {
        return wherry__error(EINVAL);
    }
    if ((uintptr_t)at % MAP_PAGE == 0 && length && is_foreign(at, length)) {
        DWORD was;

        return VirtualProtect(at, length, system_protection(WHERRY_MAP_MEMORY, protection), &was)
                   ? 0
                   : wherry__error(ENOMEM);
    }
    return each_of(at, length, protect_run, &protection);
}

/* ---- to the disk, and hints -------------------------------------------------------------------
 */

static int flush_run(struct wherry__map *map, size_t page, size_t count, void *user)
{
    if (map->kind != WHERRY_MAP_SHARED || !map->file || page >= map->viewed) {
        return 0;
    }
    count = count < map->viewed - page ? count : map->viewed - page;
    if (!FlushViewOfFile(map->base + page * MAP_PAGE, count * MAP_PAGE) ||
        (*(int *)user & MS_SYNC && !FlushFileBuffers(map->file))) {
        return wherry__fail_last();
    }
    return 0;
}

int msync(void *at, size_t length, int flags)
{
    if ((flags & ~(MS_ASYNC | MS_SYNC | MS_INVALIDATE)) ||
        (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC)) {
        return wherry__error(EINVAL);
    }
    return each_of(at, length, flush_run, &flags);
}

/* Anonymous memory is zero afterwards, as on Linux. */
static int forget_run(struct wherry__map *map, size_t page, size_t count, void *user)
{
    char *at = map->base + page * MAP_PAGE;

    (void)user;
    for (size_t left = count * MAP_PAGE; map->kind == WHERRY_MAP_MEMORY && left;) {
        MEMORY_BASIC_INFORMATION about;
        size_t piece;

        if (!VirtualQuery(at, &about, sizeof about)) {
            return wherry__fail_last();
        }
        piece = about.RegionSize < left ? about.RegionSize : left;
        if (about.State == MEM_COMMIT && (!VirtualFree(at, piece, MEM_DECOMMIT) ||
                                          !VirtualAlloc(at, piece, MEM_COMMIT, about.Protect))) {
            return wherry__fail_last();
        }
        at += piece;
        left -= piece;
    }
    return 0;
}

static int nothing(struct wherry__map *map, size_t page, size_t count, void *user)
{
    (void)map;
    (void)page;
    (void)count;
    (void)user;
    return 0;
}

int madvise(void *at, size_t length, int advice)
{
    if (advice < 0) {
        return wherry__error(EINVAL);
    }
    return each_of(at, length, advice == MADV_DONTNEED ? forget_run : nothing, NULL);
}

int posix_madvise(void *at, size_t length, int advice)
{
    int before = errno, error = 0;

    if (advice < POSIX_MADV_NORMAL || advice > POSIX_MADV_DONTNEED) {
        return EINVAL;
    }
    if (each_of(at, length, nothing, NULL) < 0) {
        error = errno;
    }
    errno = before;
    return error;
}

int mlock(const void *at, size_t length)
{
    return VirtualLock((void *)(uintptr_t)at, length) ? 0 : wherry__error(ENOMEM);
}

int munlock(const void *at, size_t length)
{
    return VirtualUnlock((void *)(uintptr_t)at, length) || GetLastError() == ERROR_NOT_LOCKED
               ? 0
               : wherry__error(ENOMEM);
}
