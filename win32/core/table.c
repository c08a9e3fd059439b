/* table.c: descriptors, and the open file descriptions that they lead to. */

#include "internal.h"

#include <stdlib.h>
#include <string.h>

struct slot {
    struct wherry__open *open; /* or NULL */
    bool cloexec;
};

/* The one table of the process. It grows by doubling, up to the limit. */
static struct {
    SRWLOCK lock;
    struct slot *slots;
    int count;
    int limit; /* RLIMIT_NOFILE */
} table = {.lock = SRWLOCK_INIT, .limit = 1 << 16};

struct wherry__open *wherry__open_new(const struct wherry__class *class, size_t size, HANDLE handle,
                                      int flags)
{
    struct wherry__open *open = calloc(1, size);

    if (!open) {
        return NULL;
    }
    open->class = class;
    open->handle = handle;
    open->references = 1;
    open->flags = flags;
    InitializeSRWLock(&open->lock);
    return open;
}

void wherry__open_put(struct wherry__open *open)
{
    int error = errno;

    wherry__held_end(open);
    if (InterlockedDecrement(&open->references) == 0) {
        if (open->class->release) {
            open->class->release(open);
        } else {
            CloseHandle(open->handle);
        }
        free(open->name);
        free(open);
    }
    errno = error;
}

/* One that was in the table, and is no longer. */
static void put_closed(struct wherry__open *open)
{
    if (open->class == &wherry__disk) {
        wherry__record_locks_closed(open);
    }
    wherry__open_put(open);
}

/* With the table locked: room for descriptor `fd`. */
static bool grow_to(int fd)
{
    int count = table.count ? table.count : 64;
    struct slot *slots;

    if (fd < table.count) {
        return true;
    }
    while (count <= fd) {
        count *= 2;
    }
    slots = realloc(table.slots, (size_t)count * sizeof *slots);
    if (!slots) {
        return false;
    }
    memset(slots + table.count, 0, (size_t)(count - table.count) * sizeof *slots);
    table.slots = slots;
    table.count = count;
    return true;
}

int wherry__fd_install(struct wherry__open *open, int lowest, bool cloexec)
{
    int fd = lowest;
    int error = 0;

    wherry__held_end(open);
    AcquireSRWLockExclusive(&table.lock);
    while (fd < table.count && table.slots[fd].open) {
        fd++;
    }
    if (fd >= table.limit) {
        error = EMFILE;
    } else if (!grow_to(fd)) {
        error = ENOMEM;
    } else {
        table.slots[fd] = (struct slot){open, cloexec};
    }
    ReleaseSRWLockExclusive(&table.lock);
    if (error) {
        wherry__open_put(open);
        return wherry__error(error);
    }
    return fd;
}

struct wherry__open *wherry__fd_get(int fd)
{
    struct wherry__open *open = NULL;

    AcquireSRWLockShared(&table.lock);
    if (fd >= 0 && fd < table.count && table.slots[fd].open) {
        open = table.slots[fd].open;
        InterlockedIncrement(&open->references);
    }
    ReleaseSRWLockShared(&table.lock);
    if (open) {
        wherry__held_open(open);
    } else {
        errno = EBADF;
    }
    return open;
}

struct wherry__open *wherry__fd_get_as(int fd, const struct wherry__class *class, int error)
{
    struct wherry__open *open = wherry__fd_get(fd);

    if (open && open->class != class) {
        wherry__open_put(open);
        errno = error;
        return NULL;
    }
    return open;
}

int wherry__fd_remove(int fd)
{
    struct wherry__open *open = NULL;

    AcquireSRWLockExclusive(&table.lock);
    if (fd >= 0 && fd < table.count) {
        open = table.slots[fd].open;
        table.slots[fd].open = NULL;
    }
    ReleaseSRWLockExclusive(&table.lock);
    if (!open) {
        return wherry__error(EBADF);
    }
    wherry__waits_closed(open);
    put_closed(open);
    return 0;
}

int wherry__fd_replace(struct wherry__open *open, int fd, bool cloexec)
{
    struct wherry__open *former = NULL;
    int error = 0;

    wherry__held_end(open);
    AcquireSRWLockExclusive(&table.lock);
    if (fd < 0 || fd >= table.limit) {
        error = EBADF;
    } else if (!grow_to(fd)) {
        error = ENOMEM;
    } else {
        former = table.slots[fd].open;
        table.slots[fd] = (struct slot){open, cloexec};
    }
    ReleaseSRWLockExclusive(&table.lock);
    if (error) {
        wherry__open_put(open);
    } else if (former) {
        wherry__waits_closed(former);
        put_closed(former);
    }
    return error ? wherry__error(error) : fd;
}

int wherry__fd_cloexec(int fd, int set)
{
    int was = -1;

    AcquireSRWLockExclusive(&table.lock);
    if (fd >= 0 && fd < table.count && table.slots[fd].open) {
        was = table.slots[fd].cloexec;
        if (set >= 0) {
            table.slots[fd].cloexec = set;
        }
    }
    ReleaseSRWLockExclusive(&table.lock);
    return was < 0 ? wherry__error(EBADF) : was;
}

int wherry__fd_each(int (*see)(int fd, struct wherry__open *open, bool cloexec, void *user),
                    void *user)
{
    int result = 0;

    AcquireSRWLockShared(&table.lock);
    for (int fd = 0; fd < table.count && !result; fd++) {
        if (table.slots[fd].open) {
            result = see(fd, table.slots[fd].open, table.slots[fd].cloexec, user);
        }
    }
    ReleaseSRWLockShared(&table.lock);
    return result;
}

int wherry__fd_limit(int set)
{
    int was;

    AcquireSRWLockExclusive(&table.lock);
    was = table.limit;
    table.limit = set >= 0 ? set : was;
    ReleaseSRWLockExclusive(&table.lock);
    return was;
}
