/* mmap.c: making mappings. */

#include "map.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What mmap() was asked for. Lengths are in whole pages. */
struct request {
    char *at; /* or NULL */
    size_t length;
    int protection;
    int flags;
    struct wherry__open *open; /* or NULL: anonymous */
    off_t offset;
};

enum { EXACTLY = MAP_FIXED | MAP_FIXED_NOREPLACE };

static size_t up(size_t length, size_t step)
{
    return (length + step - 1) & ~(step - 1);
}

static void list(struct wherry__map *map)
{
    map->next = wherry__maps.first;
    wherry__maps.first = map;
}

/* ---- memory -----------------------------------------------------------------------------------
 */

/* Addresses that hold the range, reserved. A wish that is no demand may come to nothing. */
static char *reserve(const struct request *request, size_t *before)
{
    char *start = (char *)((uintptr_t)request->at & ~(uintptr_t)(MAP_GRAIN - 1));
    char *base = NULL;

    *before = (size_t)(request->at - start);
    if (request->at) {
        base = VirtualAlloc(start, *before + request->length, MEM_RESERVE, PAGE_NOACCESS);
    }
    if (!base && !(request->flags & EXACTLY)) {
        *before = 0;
        base = VirtualAlloc(NULL, request->length, MEM_RESERVE, PAGE_NOACCESS);
    }
    if (!base) {
        errno = request->flags & MAP_FIXED_NOREPLACE ? EEXIST : ENOMEM;
    }
    return base;
}

/* What a private mapping of a file holds, where a view cannot be had. */
static int fill(const struct request *request, char *at)
{
    size_t done = 0;
    ssize_t got = 1;

    while (request->open && done < request->length && got > 0) {
        size_t left = request->length - done;

        got = request->open->class->read(request->open, at + done, left < 1 << 30 ? left : 1 << 30,
                                         request->offset + (off_t)done);
        done += got > 0 ? (size_t)got : 0;
    }
    return got < 0 ? -1 : 0;
}

/* Pages of a mapping of memory, fresh, as they were asked for. */
static int furnish(struct wherry__map *map, size_t page, const struct request *request)
{
    size_t count = request->length / MAP_PAGE;
    char *at = map->base + page * MAP_PAGE;

    if (request->open && (wherry__map_protect(map, page, count, PROT_READ | PROT_WRITE) < 0 ||
                          fill(request, at) < 0)) {
        return -1;
    }
    if (wherry__map_protect(map, page, count, request->protection) < 0) {
        return -1;
    }
    wherry__map_mark(map, page, count, true);
    return 0;
}

static void *map_memory(const struct request *request)
{
    size_t before;
    char *base = reserve(request, &before);
    struct wherry__map *map;

    if (!base) {
        return MAP_FAILED;
    }
    map = wherry__map_new(WHERRY_MAP_MEMORY, (before + request->length) / MAP_PAGE);
    if (map) {
        map->base = base;
    }
    if (!map || furnish(map, before / MAP_PAGE, request) < 0) {
        VirtualFree(base, 0, MEM_RELEASE);
        free(map);
        errno = ENOMEM;
        return MAP_FAILED;
    }
    list(map);
    return base + before;
}

/* ---- views of files ----------------------------------------------------------------------------
 */

/* Of a file: where the view starts, how much of it is in front of what was asked for, and how many
 * bytes the file has for it. */
struct view {
    off_t offset;
    size_t before, total, filled;
};

static int measure(const struct request *request, struct view *view)
{
    FILE_STANDARD_INFO now;
    off_t left;

    if (!GetFileInformationByHandleEx(request->open->handle, FileStandardInfo, &now, sizeof now)) {
        return wherry__fail_last();
    }
    view->offset = request->offset & ~(off_t)(MAP_GRAIN - 1);
    view->before = (size_t)(request->offset - view->offset);
    view->total = view->before + request->length;
    left = now.EndOfFile.QuadPart - view->offset;
    view->filled = left <= 0 ? 0 : left < (off_t)view->total ? (size_t)left : view->total;
    return 0;
}

static HANDLE section_of(const struct request *request, bool writable)
{
    bool shared = (request->flags & MAP_TYPE) != MAP_PRIVATE;
    DWORD protection = !shared ? PAGE_WRITECOPY : writable ? PAGE_READWRITE : PAGE_READONLY;

    return CreateFileMappingW(request->open->handle, NULL, protection, 0, 0, NULL);
}

/* The view, and addresses behind it for what the file does not reach yet. Windows cannot reserve
 * both in one step: a place for all of it is looked for, freed, and taken in two pieces, which
 * another thread may come between. */
static int place_view(struct wherry__map *map, HANDLE section, DWORD access,
                      const struct view *view, char *at)
{
    size_t step = up(view->filled, MAP_GRAIN);

    for (int tries = 0; tries < 16; tries++) {
        char *start = at;

        if (!start && view->total > step) {
            start = VirtualAlloc(NULL, view->total, MEM_RESERVE, PAGE_NOACCESS);
            VirtualFree(start, 0, MEM_RELEASE);
        }
        map->base = !view->filled ? start
                                  : MapViewOfFileEx(section, access, (DWORD)(view->offset >> 32),
                                                    (DWORD)view->offset, view->filled, start);
        if (map->base && view->total > step) {
            map->tail =
                VirtualAlloc(map->base + step, view->total - step, MEM_RESERVE, PAGE_NOACCESS);
        }
        if (map->base && (map->tail || view->total <= step)) {
            return 0;
        }
        if (map->base && view->filled) {
            UnmapViewOfFile(map->base);
        }
        if (at || view->total <= step) {
            break;
        }
    }
    return wherry__error(ENOMEM);
}

static int open_view(struct wherry__map *map, const struct request *request, struct view *view)
{
    bool shared = map->kind == WHERRY_MAP_SHARED;
    bool writable = (request->open->flags & O_ACCMODE) == O_RDWR;
    DWORD access = !shared ? FILE_MAP_COPY : FILE_MAP_READ | (writable ? FILE_MAP_WRITE : 0);
    char *at = request->flags & EXACTLY ? request->at - view->before : NULL;
    HANDLE section = view->filled ? section_of(request, writable) : NULL;
    HANDLE self = GetCurrentProcess();
    int result;

    if (view->filled && !section) {
        return wherry__fail_last();
    }
    result = place_view(map, section, access, view, at);
    if (section) {
        CloseHandle(section);
    }
    map->viewed = up(view->filled, MAP_PAGE) / MAP_PAGE;
    if (result == 0 && shared && writable) {
        DuplicateHandle(self, request->open->handle, self, &map->file, 0, FALSE,
                        DUPLICATE_SAME_ACCESS);
    }
    return result;
}

static void *map_view(const struct request *request)
{
    bool shared = (request->flags & MAP_TYPE) != MAP_PRIVATE;
    struct wherry__map *map;
    struct view view = {0};

    if (measure(request, &view) < 0) {
        return MAP_FAILED;
    }
    map = wherry__map_new(shared ? WHERRY_MAP_SHARED : WHERRY_MAP_PRIVATE, view.total / MAP_PAGE);
    if (!map || open_view(map, request, &view) < 0) {
        free(map);
        return MAP_FAILED;
    }
    list(map);
    wherry__map_mark(map, view.before / MAP_PAGE, request->length / MAP_PAGE, true);
    if (wherry__map_protect(map, view.before / MAP_PAGE, request->length / MAP_PAGE,
                            request->protection) < 0) {
        int error = errno;

        wherry__map_remove(map->base, view.total);
        errno = error;
        return MAP_FAILED;
    }
    return map->base + view.before;
}

/* ---- MAP_FIXED ---------------------------------------------------------------------------------
 */

/* A mapping of memory that holds the whole range, also where it has holes. */
static struct wherry__map *memory_around(const struct request *request)
{
    for (struct wherry__map *map = wherry__maps.first; map; map = map->next) {
        if (map->kind == WHERRY_MAP_MEMORY && request->at >= map->base &&
            request->at + request->length <= map->base + map->pages * MAP_PAGE) {
            return map;
        }
    }
    return NULL;
}

/* In place of what is there: pages are put into memory of ours; a view needs a place of its own,
 * which is free once what is there has gone. */
static void *map_fixed(const struct request *request, bool as_memory)
{
    struct wherry__map *around = as_memory ? memory_around(request) : NULL;

    if ((request->flags & MAP_FIXED_NOREPLACE) &&
        wherry__map_count(request->at, request->length) > 0) {
        errno = EEXIST;
        return MAP_FAILED;
    }
    if (around) {
        VirtualFree(request->at, request->length, MEM_DECOMMIT);
        return furnish(around, (size_t)(request->at - around->base) / MAP_PAGE, request) < 0
                   ? MAP_FAILED
                   : request->at;
    }
    wherry__map_remove(request->at, request->length);
    if (as_memory) {
        return map_memory(request);
    }
    if ((uintptr_t)request->at % MAP_GRAIN != (uintptr_t)request->offset % MAP_GRAIN) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return map_view(request);
}

/* ---- mmap() ------------------------------------------------------------------------------------
 */

static int check(const struct request *request)
{
    int type = request->flags & MAP_TYPE;

    if (request->length == 0 || (type != MAP_SHARED && type != MAP_PRIVATE) ||
        request->offset % MAP_PAGE || request->offset < 0 ||
        ((request->flags & EXACTLY) && (uintptr_t)request->at % MAP_PAGE)) {
        return EINVAL;
    }
    return (uintptr_t)request->at + request->length < request->length ? ENOMEM : 0;
}

static int check_file(const struct request *request)
{
    int access = request->open->flags & O_ACCMODE;
    bool shared = (request->flags & MAP_TYPE) == MAP_SHARED;

    if (request->open->class != &wherry__disk) {
        return ENODEV;
    }
    if ((access != O_RDONLY && access != O_RDWR) ||
        (shared && (request->protection & PROT_WRITE) && access != O_RDWR)) {
        return EACCES;
    }
    return shared && (request->protection & PROT_EXEC) ? ENOTSUP : 0;
}

static void *map(const struct request *request)
{
    bool private = (request->flags & MAP_TYPE) == MAP_PRIVATE;
    bool copied = private && ((request->protection & PROT_EXEC) || (request->flags & EXACTLY));
    bool as_memory = !request->open || copied;
    void *result;

    AcquireSRWLockExclusive(&wherry__maps.lock);
    if (request->flags & EXACTLY) {
        result = map_fixed(request, as_memory);
    } else {
        result = as_memory ? map_memory(request) : map_view(request);
    }
    ReleaseSRWLockExclusive(&wherry__maps.lock);
    return result;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    struct request request = {.at = at,
                              .length = up(length, MAP_PAGE),
                              .protection = protection,
                              .flags = flags,
                              .offset = offset};
    bool anonymous = flags & MAP_ANONYMOUS;
    void *result = MAP_FAILED;
    int error;

    if (length > (size_t)-1 - MAP_GRAIN) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    request.open = anonymous ? NULL : wherry__fd_get(fd);
    if (!anonymous && !request.open) {
        return MAP_FAILED;
    }
    if (!(flags & EXACTLY)) { /* a wish */
        request.at = (char *)((uintptr_t)at & ~(uintptr_t)(MAP_GRAIN - 1));
    }
    error = check(&request);
    if (!error && request.open) {
        error = check_file(&request);
    }
    if (error) {
        errno = error;
    } else {
        result = map(&request);
    }
    if (request.open) {
        wherry__open_put(request.open);
    }
    return result;
}

/* ---- memory with a name ------------------------------------------------------------------------
 */

/* A file in the temporary directory: it lasts until shm_unlink(), as POSIX wants it. */
static char *shared_name(const char *name)
{
    static const char where[] = "/tmp/.wherry-shm-";
    char *path;

    name += strspn(name, "/");
    if (!*name || strchr(name, '/')) {
        errno = EINVAL;
        return NULL;
    }
    path = malloc(sizeof where + strlen(name));
    if (path) {
        strcat(strcpy(path, where), name);
    }
    return path;
}

int shm_open(const char *name, int flags, mode_t mode)
{
    char *path = shared_name(name);
    int fd = path ? open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode) : -1;

    free(path);
    return fd;
}

int shm_unlink(const char *name)
{
    char *path = shared_name(name);
    int result = path ? remove(path) : -1;

    free(path);
    return result;
}

/* A file that has lost its name already. The one it is given here is for nobody. */
int memfd_create(const char *name, unsigned flags)
{
    char path[] = "/tmp/.wherry-memfd-XXXXXX";
    int fd;

    (void)name;
    if (flags & ~MFD_CLOEXEC) {
        return wherry__error(EINVAL);
    }
    fd = mkostemp(path, flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
    if (fd >= 0) {
        unlink(path);
    }
    return fd;
}
