/* plan.c: the descriptors of a child, made by carrying out its file actions on a copy of the table.
 *
 * The actions are carried out here, in the parent, since a child of Windows begins with all of it
 * done. */

#include "process.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum kind { CLOSE, DUP2, OPEN, CHDIR, FCHDIR };

struct action {
    struct action *next;
    enum kind kind;
    int fd, other, flags;
    mode_t mode;
    char path[];
};

/* ---- the list -------------------------------------------------------------------------------- */

static int add(posix_spawn_file_actions_t *actions, struct action action, const char *path)
{
    size_t length = path ? strlen(path) + 1 : 0;
    struct action *added = malloc(sizeof *added + length), **at;

    if (!added) {
        return ENOMEM;
    }
    *added = action;
    if (path) {
        memcpy(added->path, path, length);
    }
    for (at = (struct action **)&actions->__actions; *at; at = &(*at)->next) {
    }
    *at = added;
    return 0;
}

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions)
{
    *actions = (posix_spawn_file_actions_t){0};
    return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)
{
    struct action *action = actions->__actions;

    while (action) {
        struct action *next = action->next;

        free(action);
        action = next;
    }
    actions->__actions = NULL;
    return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *actions, int fd)
{
    return fd < 0 ? EBADF : add(actions, (struct action){.kind = CLOSE, .fd = fd}, NULL);
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd, int other)
{
    return fd < 0 || other < 0
               ? EBADF
               : add(actions, (struct action){.kind = DUP2, .fd = fd, .other = other}, NULL);
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict actions, int fd,
                                     const char *restrict path, int flags, mode_t mode)
{
    return fd < 0
               ? EBADF
               : add(actions, (struct action){.kind = OPEN, .fd = fd, .flags = flags, .mode = mode},
                     path);
}

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *restrict actions,
                                         const char *restrict path)
{
    return add(actions, (struct action){.kind = CHDIR}, path);
}

int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int fd)
{
    return fd < 0 ? EBADF : add(actions, (struct action){.kind = FCHDIR, .fd = fd}, NULL);
}

/* ---- carrying out ---------------------------------------------------------------------------- */

static bool grow(struct wherry__plan *plan, int count)
{
    void *slots;

    if (count <= plan->count) {
        return true;
    }
    slots = realloc(plan->slots, (size_t)count * sizeof *plan->slots);
    if (!slots) {
        return false;
    }
    plan->slots = slots;
    memset(plan->slots + plan->count, 0, (size_t)(count - plan->count) * sizeof *plan->slots);
    plan->count = count;
    return true;
}

static int copy(int fd, struct wherry__open *open, bool cloexec, void *user)
{
    struct wherry__plan *plan = user;

    if (fd >= plan->count && !grow(plan, (fd + 1) * 2)) {
        return ENOMEM;
    }
    InterlockedIncrement(&open->references);
    plan->slots[fd].open = open;
    plan->slots[fd].cloexec = cloexec;
    return 0;
}

static bool is_open(const struct wherry__plan *plan, int fd)
{
    return fd < plan->count && plan->slots[fd].open;
}

static void close_slot(struct wherry__plan *plan, int fd)
{
    if (is_open(plan, fd)) {
        wherry__open_put(plan->slots[fd].open);
        plan->slots[fd].open = NULL;
    }
}

/* Takes over the reference. */
static int put_at(struct wherry__plan *plan, int fd, struct wherry__open *open, bool cloexec)
{
    if (!grow(plan, fd + 1)) {
        wherry__open_put(open);
        return ENOMEM;
    }
    close_slot(plan, fd);
    plan->slots[fd].open = open;
    plan->slots[fd].cloexec = cloexec;
    return 0;
}

/* A name as the child would read it, after its changes of directory. From malloc(). */
static char *from_here(const struct wherry__plan *plan, const char *path)
{
    bool relative = *path && !strchr("/\\", path[0]) && path[1] != ':';
    char *joined;

    if (!plan->directory || !relative) {
        return strdup(path);
    }
    joined = malloc(strlen(plan->directory) + strlen(path) + 2);
    return joined ? strcat(strcat(strcpy(joined, plan->directory), "/"), path) : NULL;
}

static int do_open(struct wherry__plan *plan, const struct action *action)
{
    char *path = from_here(plan, action->path);
    struct wherry__open *open;
    int fd;

    if (!path) {
        return ENOMEM;
    }
    fd = openat(AT_FDCWD, path, action->flags | O_CLOEXEC, action->mode);
    free(path);
    if (fd < 0) {
        return errno;
    }
    open = wherry__fd_get(fd);
    close(fd);
    if (!open) {
        return EBADF;
    }
    wherry__held_end(open);
    return put_at(plan, action->fd, open, action->flags & O_CLOEXEC);
}

static int do_dup2(struct wherry__plan *plan, const struct action *action)
{
    if (!is_open(plan, action->fd)) {
        return EBADF;
    }
    if (action->fd == action->other) { /* asks for inheritance: POSIX.1-2024 */
        plan->slots[action->fd].cloexec = false;
        return 0;
    }
    InterlockedIncrement(&plan->slots[action->fd].open->references);
    return put_at(plan, action->other, plan->slots[action->fd].open, false);
}

/* Takes over the name. */
static int enter(struct wherry__plan *plan, wchar_t *name)
{
    DWORD attributes = GetFileAttributesW(name);
    int error = attributes == INVALID_FILE_ATTRIBUTES   ? wherry__errno_of(GetLastError())
                : attributes & FILE_ATTRIBUTE_DIRECTORY ? 0
                                                        : ENOTDIR;

    if (!error) {
        free(plan->directory);
        plan->directory = wherry__path_back(name);
        error = plan->directory ? 0 : ENOMEM;
    }
    free(name);
    return error;
}

static int do_chdir(struct wherry__plan *plan, const struct action *action)
{
    char *path = from_here(plan, action->path);
    wchar_t *name = path ? wherry__path(path) : NULL;

    free(path);
    return name ? enter(plan, name) : errno;
}

static int do_fchdir(struct wherry__plan *plan, const struct action *action)
{
    wchar_t *name;

    if (!is_open(plan, action->fd)) {
        return EBADF;
    }
    if (!plan->slots[action->fd].open->name) {
        return ENOTDIR;
    }
    name = wcsdup(plan->slots[action->fd].open->name);
    return name ? enter(plan, name) : ENOMEM;
}

static int carry_out(struct wherry__plan *plan, const struct action *action)
{
    switch (action->kind) {
    case CLOSE:
        close_slot(plan, action->fd);
        return 0;
    case DUP2:
        return do_dup2(plan, action);
    case OPEN:
        return do_open(plan, action);
    case CHDIR:
        return do_chdir(plan, action);
    case FCHDIR:
        return do_fchdir(plan, action);
    }
    return EINVAL;
}

int wherry__plan_init(struct wherry__plan *plan, const posix_spawn_file_actions_t *actions)
{
    const struct action *action = actions ? actions->__actions : NULL;
    int error;

    *plan = (struct wherry__plan){0};
    error = wherry__fd_each(copy, plan);
    for (; action && !error; action = action->next) {
        error = carry_out(plan, action);
    }
    return error;
}

void wherry__plan_clear(struct wherry__plan *plan)
{
    for (int fd = 0; fd < plan->count; fd++) {
        close_slot(plan, fd);
    }
    free(plan->slots);
    free(plan->directory);
    *plan = (struct wherry__plan){0};
}
