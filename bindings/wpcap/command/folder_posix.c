#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    int descriptor;
};

struct folder *folder_open(const char *path)
{
    struct folder *folder = malloc(sizeof *folder);
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder && descriptor >= 0) {
        folder->descriptor = descriptor;
        return folder;
    }
    if (descriptor >= 0)
        close(descriptor);
    free(folder);
    return NULL;
}

void folder_close(struct folder *folder)
{
    if (folder)
        close(folder->descriptor);
    free(folder);
}

int folder_is_name(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static const char *or_itself(const char *path)
{
    return *path ? path : ".";
}

enum folder_kind folder_find(struct folder *folder, const char *path, struct folder_file *file)
{
    struct stat status;
    /* Not blocking: to open a FIFO would mean to wait for its writer. */
    int descriptor =
        openat(folder->descriptor, or_itself(path), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == EACCES ? FOLDER_FORBIDDEN : FOLDER_NOTHING;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        *file = (struct folder_file){descriptor, (uint64_t)status.st_size, status.st_mtime};
        return FOLDER_FILE;
    }
    int is_folder = S_ISDIR(status.st_mode);
    close(descriptor);
    return is_folder ? FOLDER_FOLDER : FOLDER_NOTHING;
}

size_t folder_read(const struct folder_file *file, uint64_t offset, void *bytes,
                   size_t length_bytes)
{
    size_t done = 0;
    while (done < length_bytes) {
        ssize_t count = pread((int)file->handle, (char *)bytes + done, length_bytes - done,
                              (off_t)(offset + done));
        if (count > 0)
            done += (size_t)count;
        else if (count == 0 || errno != EINTR)
            break;
    }
    return done;
}

void folder_close_file(struct folder_file *file)
{
    close((int)file->handle);
}

int folder_list(struct folder *folder, const char *path,
                void (*each)(void *data, const char *name, int is_folder), void *data)
{
    int descriptor =
        openat(folder->descriptor, or_itself(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (!entries) {
        if (descriptor >= 0)
            close(descriptor);
        return 0;
    }
    for (const struct dirent *entry; (entry = readdir(entries));) {
        struct stat status;
        if (folder_is_name(entry->d_name) && fstatat(descriptor, entry->d_name, &status, 0) == 0 &&
            (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
            each(data, entry->d_name, S_ISDIR(status.st_mode));
    }
    closedir(entries);
    return 1;
}
