/* lock.c: record locks, flock(), lockf().
 *
 * Windows' locks keep others from reading and writing; POSIX's only keep them from locking. So the
 * bytes that are locked here lie where no file reaches: record locks from RECORDS on, each byte of
 * the file there once more. Programs that lock with the system's own calls do not meet these locks.
 *
 * A record lock belongs to the process and the file, whatever descriptor it was made by; Windows'
 * belong to a handle. Each file that has some gets a handle of its own, and a list of what is
 * locked. Windows' cannot change or be split: they are taken away and made anew, and GATE, which
 * every process locks while it does so, keeps others from coming between. */

#include "file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Places in a file, below 2^63. */
static const int64_t RECORDS = INT64_C(1) << 62;
static const int64_t RECORDS_END = INT64_C(3) << 61;
static const int64_t GATE = INT64_C(3) << 61;
static const int64_t FLOCK = (INT64_C(3) << 61) + 1;
static const int64_t OWNERS = (INT64_C(3) << 61) + (INT64_C(1) << 33); /* a byte for each process */

/* A lock that the system holds for us: places, not offsets of the file. */
struct range {
    struct range *next;
    int64_t start, end;
    bool writes;
};

struct file_locks {
    struct file_locks *next;
    dev_t device;
    ino_t inode;
    HANDLE handle;
    struct range *ranges; /* apart from each other, in no order */
};

/* The process's. */
static struct {
    SRWLOCK lock;
    struct file_locks *first;
} files = {.lock = SRWLOCK_INIT};

/* ---- the system's locks ------------------------------------------------------------------------
 */

static OVERLAPPED place(int64_t start)
{
    OVERLAPPED at = {0};

    at.Offset = (DWORD)start;
    at.OffsetHigh = (DWORD)(start >> 32);
    return at;
}

static bool take(HANDLE handle, int64_t start, int64_t end, DWORD flags)
{
    OVERLAPPED at = place(start);
    uint64_t length = (uint64_t)(end - start);

    return LockFileEx(handle, flags, 0, (DWORD)length, (DWORD)(length >> 32), &at);
}

static bool try(HANDLE handle, int64_t start, int64_t end, bool writes)
{
    return take(handle, start, end,
                (DWORD)LOCKFILE_FAIL_IMMEDIATELY | (writes ? LOCKFILE_EXCLUSIVE_LOCK : 0));
}

static void give(HANDLE handle, int64_t start, int64_t end)
{
    OVERLAPPED at = place(start);
    uint64_t length = (uint64_t)(end - start);

    UnlockFileEx(handle, 0, (DWORD)length, (DWORD)(length >> 32), &at);
}

static bool can_take(HANDLE handle, int64_t start, int64_t end, bool writes)
{
    bool can = try(handle, start, end, writes);

    if (can) {
        give(handle, start, end);
    }
    return can;
}

static int64_t owner(void)
{
    return OWNERS + (int64_t)GetCurrentProcessId();
}

/* ---- files that have locks ---------------------------------------------------------------------
 */

static struct file_locks **find(const struct stat *status)
{
    struct file_locks **link = &files.first;

    while (*link && ((*link)->inode != status->st_ino || (*link)->device != status->st_dev)) {
        link = &(*link)->next;
    }
    return link;
}

/* A handle that no child inherits, and that has a file object of its own. */
static HANDLE own_handle(const struct wherry__open *open)
{
    HANDLE self = GetCurrentProcess(), handle;
    DWORD access = (open->flags & O_ACCMODE) == O_WRONLY ? GENERIC_WRITE : GENERIC_READ;

    handle = ReOpenFile(open->handle, access, SHARE_ALL, 0);
    if (handle == INVALID_HANDLE_VALUE && /* its name is gone */
        !DuplicateHandle(self, open->handle, self, &handle, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
        wherry__fail_last();
        return NULL;
    }
    return handle;
}

static struct file_locks *locks_of(const struct wherry__open *open, const struct stat *status)
{
    struct file_locks **link = find(status), *made;

    if (*link) {
        return *link;
    }
    made = calloc(1, sizeof *made);
    if (!made) {
        wherry__error(ENOMEM);
        return NULL;
    }
    made->device = status->st_dev;
    made->inode = status->st_ino;
    made->handle = own_handle(open);
    if (!made->handle) {
        free(made);
        return NULL;
    }
    *link = made;
    return made;
}

/* Without locks it is not kept; with them others find out whose they are. */
static void settle(struct file_locks *locks)
{
    struct file_locks **link = &files.first;

    give(locks->handle, owner(), owner() + 1);
    if (locks->ranges) {
        try(locks->handle, owner(), owner() + 1, true);
    }
    give(locks->handle, GATE, GATE + 1);
    if (locks->ranges) {
        return;
    }
    while (*link != locks) {
        link = &(*link)->next;
    }
    *link = locks->next;
    CloseHandle(locks->handle);
    free(locks);
}

/* ---- F_SETLK -----------------------------------------------------------------------------------
 */

static void add(struct file_locks *locks, struct range *range, int64_t start, int64_t end,
                bool writes)
{
    *range = (struct range){locks->ranges, start, end, writes};
    locks->ranges = range;
    try(locks->handle, start, end, writes);
}

static bool meets(const struct range *range, int64_t start, int64_t end)
{
    return range->start < end && start < range->end;
}

/* What is left of a range in front of [start, end) and behind it; `spare` is for a second piece. */
static struct range *cut(struct file_locks *locks, struct range *range, int64_t start, int64_t end,
                         struct range *spare)
{
    struct range was = *range, *unused = range;

    if (was.start < start) {
        add(locks, unused, was.start, start, was.writes);
        unused = spare;
        spare = NULL;
    }
    if (was.end > end) {
        add(locks, unused, end, was.end, was.writes);
        unused = spare;
        spare = NULL;
    }
    if (unused != spare) {
        free(unused);
    }
    return spare;
}

/* With GATE. `type` is F_RDLCK, F_WRLCK or F_UNLCK. False: another process is in the way, and all
 * is as before. The two spares are used up, or freed. */
static bool change(struct file_locks *locks, int64_t start, int64_t end, int type,
                   struct range *spare, struct range *fresh)
{
    struct range *before = locks->ranges, *next;
    bool done;

    for (struct range *range = before; range; range = range->next) {
        if (meets(range, start, end)) {
            give(locks->handle, range->start, range->end);
        }
    }
    done = type == F_UNLCK || try(locks->handle, start, end, type == F_WRLCK);
    locks->ranges = NULL;
    for (struct range *range = before; range; range = next) {
        next = range->next;
        if (done && meets(range, start, end)) {
            spare = cut(locks, range, start, end, spare);
        } else {
            if (meets(range, start, end)) {
                try(locks->handle, range->start, range->end, range->writes);
            }
            range->next = locks->ranges;
            locks->ranges = range;
        }
    }
    if (done && type != F_UNLCK) {
        *fresh = (struct range){locks->ranges, start, end, type == F_WRLCK};
        locks->ranges = fresh;
        fresh = NULL;
    }
    free(fresh);
    free(spare);
    return done;
}

/* ---- F_GETLK -----------------------------------------------------------------------------------
 */

/* The first place where [start, place + 1) cannot be locked; there is one before `end`. */
static int64_t first_taken(HANDLE handle, int64_t start, int64_t end, bool writes)
{
    int64_t free_to = start;

    while (end - free_to > 1) {
        int64_t middle = free_to + (end - free_to) / 2;

        if (can_take(handle, start, middle, writes)) {
            free_to = middle;
        } else {
            end = middle;
        }
    }
    return free_to;
}

static bool is_free(HANDLE handle, int64_t at, bool writes)
{
    return can_take(handle, at, at + 1, writes);
}

/* From a place that is taken towards `limit`, up or down: where that lock ends. The steps grow, so
 * a small gap far away may be stepped over. */
static int64_t last_taken(HANDLE handle, int64_t taken, int64_t limit, bool writes)
{
    int64_t sign = limit < taken ? -1 : 1, step = 1;

    while (step < sign * (limit - taken) && !is_free(handle, taken + sign * step, writes)) {
        taken += sign * step;
        step *= 2;
    }
    if (step < sign * (limit - taken)) {
        limit = taken + sign * step;
    } else if (!is_free(handle, limit, writes)) {
        return limit;
    }
    while (sign * (limit - taken) > 1) {
        int64_t middle = taken + (limit - taken) / 2;

        if (is_free(handle, middle, writes)) {
            limit = middle;
        } else {
            taken = middle;
        }
    }
    return taken;
}

/* With GATE. */
static void look(struct file_locks *locks, int64_t start, int64_t end, struct flock *lock)
{
    bool writes = lock->l_type == F_WRLCK;
    HANDLE handle = locks->handle;
    int64_t first, last;

    if (can_take(handle, start, end, writes)) {
        lock->l_type = F_UNLCK;
        return;
    }
    first = first_taken(handle, start, end, writes);
    last = last_taken(handle, first, RECORDS_END - 1, writes);
    first = last_taken(handle, first, RECORDS, writes);
    lock->l_type = can_take(handle, first, first + 1, false) ? F_RDLCK : F_WRLCK;
    lock->l_whence = SEEK_SET;
    lock->l_start = first - RECORDS;
    lock->l_len = last == RECORDS_END - 1 ? 0 : last + 1 - first;
    lock->l_pid = (pid_t)(first_taken(handle, OWNERS, OWNERS + UINT32_MAX, true) - OWNERS);
}

/* One's own locks are not in the way. */
static void look_past_own(struct file_locks *locks, int64_t start, int64_t end, struct flock *lock)
{
    give(locks->handle, owner(), owner() + 1);
    for (struct range *range = locks->ranges; range; range = range->next) {
        give(locks->handle, range->start, range->end);
    }
    look(locks, start, end, lock);
    for (struct range *range = locks->ranges; range; range = range->next) {
        try(locks->handle, range->start, range->end, range->writes);
    }
}

/* ---- fcntl() -----------------------------------------------------------------------------------
 */

/* The places of a struct flock; -1 and errno. */
static int places(struct wherry__open *open, const struct stat *status, const struct flock *lock,
                  int64_t *start, int64_t *end)
{
    int64_t from = lock->l_start, length = lock->l_len;

    if (lock->l_whence == SEEK_CUR) {
        from += open->class->seek(open, 0, SEEK_CUR);
    } else if (lock->l_whence == SEEK_END) {
        from += status->st_size;
    } else if (lock->l_whence != SEEK_SET) {
        return wherry__error(EINVAL);
    }
    if (length < 0) {
        from += length;
        length = -length;
    }
    if (from < 0) {
        return wherry__error(EINVAL);
    }
    if (from >= RECORDS_END - RECORDS || length > RECORDS_END - RECORDS - from) {
        return wherry__error(EOVERFLOW);
    }
    *start = RECORDS + from;
    *end = length ? *start + length : RECORDS_END;
    return 0;
}

static int check(const struct wherry__open *open, int command, int type)
{
    int access = open->flags & O_ACCMODE;

    if (open->class != &wherry__disk || (type != F_RDLCK && type != F_WRLCK && type != F_UNLCK) ||
        (command == F_GETLK && type == F_UNLCK)) {
        return wherry__error(EINVAL);
    }
    if (command != F_GETLK && ((type == F_RDLCK && access == O_WRONLY) ||
                               (type == F_WRLCK && access == O_RDONLY) || (access & O_PATH))) {
        return wherry__error(EBADF);
    }
    return 0;
}

/* Once, without waiting. */
static int attempt(struct wherry__open *open, int command, const struct stat *status,
                   struct flock *lock, int64_t start, int64_t end)
{
    struct range *spare = malloc(sizeof *spare), *fresh = malloc(sizeof *fresh);
    struct file_locks *locks;
    bool done = true;

    AcquireSRWLockExclusive(&files.lock);
    locks = spare && fresh ? locks_of(open, status) : NULL;
    if (!locks || !take(locks->handle, GATE, GATE + 1, LOCKFILE_EXCLUSIVE_LOCK)) {
        ReleaseSRWLockExclusive(&files.lock);
        free(spare);
        free(fresh);
        return locks ? wherry__fail_last() : wherry__error(ENOLCK);
    }
    if (command == F_GETLK) {
        look_past_own(locks, start, end, lock);
        free(spare);
        free(fresh);
    } else {
        done = change(locks, start, end, lock->l_type, spare, fresh);
    }
    settle(locks);
    ReleaseSRWLockExclusive(&files.lock);
    return done ? 0 : wherry__error(EAGAIN);
}

/* Windows' own waiting cannot be interrupted, and holds up the handle: one looks again, soon at
 * first and then 20 times a second. */
static int pause_until(uint64_t *step_ms)
{
    int got = wherry__wait(NULL, 0, wherry__now_ms() + *step_ms);

    *step_ms = *step_ms < 32 ? *step_ms * 2 : 50;
    return got == WAIT_TIMEOUT ? 0 : -1;
}

int wherry__record_lock(struct wherry__open *open, int command, struct flock *lock)
{
    struct stat status;
    int64_t start = 0, end = 0;
    uint64_t step_ms = 1;

    if (check(open, command, lock->l_type) < 0 || wherry__stat_handle(open->handle, &status) < 0 ||
        places(open, &status, lock, &start, &end) < 0) {
        return -1;
    }
    while (attempt(open, command, &status, lock, start, end) < 0) {
        if (command != F_SETLKW || errno != EAGAIN || pause_until(&step_ms) < 0) {
            return -1;
        }
    }
    return 0;
}

void wherry__record_locks_closed(struct wherry__open *open)
{
    struct file_locks *locks = NULL;
    struct stat status;
    int error = errno;

    AcquireSRWLockExclusive(&files.lock);
    if (files.first && wherry__stat_handle(open->handle, &status) == 0) {
        locks = *find(&status);
    }
    if (locks) {
        take(locks->handle, GATE, GATE + 1, LOCKFILE_EXCLUSIVE_LOCK);
        change(locks, RECORDS, RECORDS_END, F_UNLCK, NULL, NULL);
        settle(locks);
    }
    ReleaseSRWLockExclusive(&files.lock);
    errno = error;
}

int lockf(int fd, int operation, off_t size)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = size};

    switch (operation) {
    case F_ULOCK:
        lock.l_type = F_UNLCK;
        return fcntl(fd, F_SETLK, &lock);
    case F_LOCK:
        return fcntl(fd, F_SETLKW, &lock);
    case F_TLOCK:
        return fcntl(fd, F_SETLK, &lock);
    case F_TEST:
        lock.l_type = F_RDLCK;
        if (fcntl(fd, F_GETLK, &lock) < 0) {
            return -1;
        }
        return lock.l_type == F_UNLCK ? 0 : wherry__error(EACCES);
    default:
        return wherry__error(EINVAL);
    }
}

/* ---- flock(): it belongs to the open file description, as Windows' do
 * ---------------------------- */

static int flock_open(struct wherry__open *open, int operation)
{
    int wanted = operation & ~LOCK_NB;
    uint64_t step_ms = 1;

    if (wanted != LOCK_SH && wanted != LOCK_EX && wanted != LOCK_UN) {
        return wherry__error(EINVAL);
    }
    if (open->class != &wherry__disk) {
        return wherry__error(open->class == &wherry__directory ? EOPNOTSUPP : EINVAL);
    }
    give(open->handle, FLOCK, FLOCK + 1);
    while (wanted != LOCK_UN && !try(open->handle, FLOCK, FLOCK + 1, wanted == LOCK_EX)) {
        if (GetLastError() != ERROR_LOCK_VIOLATION && GetLastError() != ERROR_IO_PENDING) {
            return wherry__fail_last();
        }
        if (operation & LOCK_NB) {
            return wherry__error(EWOULDBLOCK);
        }
        if (pause_until(&step_ms) < 0) {
            return -1;
        }
    }
    return 0;
}

int flock(int fd, int operation)
{
    struct wherry__open *open = wherry__fd_get(fd);
    int result;

    if (!open) {
        return -1;
    }
    result = flock_open(open, operation);
    wherry__open_put(open);
    return result;
}
