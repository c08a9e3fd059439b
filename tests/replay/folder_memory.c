/* folder_memory.c: the folder that the web server serves, in memory. Names of files differ between
 * systems on purpose (in the case of letters, in what may be a name), and a changed frame asks for
 * every kind of name; the answers shall not depend on it here. */
#include "folder.h"

#include <string.h>

enum { MODIFIED_S = 1500000000 };

static const struct entry {
    const char *path; /* a folder's ends with '/' */
    uint64_t size_bytes;
} entries[] = {
    {"hello.txt", 6}, {"big", 150000},         {"with space.txt", 6},
    {"sub/", 0},      {"sub/index.html", 100}, {"sub/empty", 0},
};

enum { ENTRIES = sizeof entries / sizeof *entries };

struct folder {
    char unused;
};

static struct folder only;

struct folder *folder_open(const char *path)
{
    (void)path;
    return &only;
}

void folder_close(struct folder *folder)
{
    (void)folder;
}

int folder_is_name(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int is_folder(const struct entry *entry)
{
    return entry->path[strlen(entry->path) - 1] == '/';
}

/* With or without a '/' at the end, as systems have it. */
static int is_path(const struct entry *entry, const char *path)
{
    size_t length = strlen(entry->path) - (size_t)is_folder(entry), given = strlen(path);
    if (given > 0 && path[given - 1] == '/')
        given--;
    return given == length && memcmp(entry->path, path, length) == 0;
}

enum folder_kind folder_find(struct folder *folder, const char *path, struct folder_file *file)
{
    (void)folder;
    if (*path == '\0')
        return FOLDER_FOLDER;
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (!is_path(&entries[i], path))
            continue;
        if (is_folder(&entries[i]))
            return FOLDER_FOLDER;
        *file = (struct folder_file){
            .handle = (intptr_t)i, .size_bytes = entries[i].size_bytes, .modified_s = MODIFIED_S};
        return FOLDER_FILE;
    }
    return FOLDER_NOTHING;
}

size_t folder_read(const struct folder_file *file, uint64_t offset, void *bytes,
                   size_t length_bytes)
{
    uint8_t *at = bytes;
    uint64_t left = offset < file->size_bytes ? file->size_bytes - offset : 0;
    size_t length = length_bytes < left ? length_bytes : (size_t)left;
    for (size_t i = 0; i < length; i++)
        at[i] = (uint8_t)(offset + i + ((offset + i) >> 8));
    return length;
}

void folder_close_file(struct folder_file *file)
{
    (void)file;
}

int folder_list(struct folder *folder, const char *path,
                void (*each)(void *data, const char *name, int is_folder), void *data)
{
    size_t length = strlen(path);
    (void)folder;
    for (unsigned i = 0; i < ENTRIES; i++) {
        const char *name = entries[i].path + length;
        if (strncmp(entries[i].path, path, length) != 0 || *name == '\0')
            continue;
        if (strchr(name, '/') == NULL)
            each(data, name, 0);
        else if (is_folder(&entries[i]))
            each(data, "sub", 1);
    }
    return 1;
}
