/* folder.h: files below a folder, on either system. Paths and names are UTF-8 on Windows, the
 * system's bytes elsewhere; a path is relative, its steps joined by '/'; "" is the folder itself.
 */
#ifndef WHERRY_COMMAND_FOLDER_H
#define WHERRY_COMMAND_FOLDER_H

#include <stddef.h>
#include <stdint.h>

struct folder;

/* NULL: no such folder, or no memory. */
struct folder *folder_open(const char *path);
void folder_close(struct folder *folder); /* NULL is allowed */

/* May this be one step of a path: is it neither "..", nor a device, nor a second spelling of
 * something else? */
int folder_is_name(const char *name);

enum folder_kind { FOLDER_NOTHING, FOLDER_FORBIDDEN, FOLDER_FILE, FOLDER_FOLDER };

struct folder_file {
    intptr_t handle;
    uint64_t size_bytes;
    int64_t modified_s; /* since 1970-01-01 00:00:00 UTC */
};

/* FOLDER_FILE: the file is open, and to be closed. */
enum folder_kind folder_find(struct folder *folder, const char *path, struct folder_file *file);

/* Returns how many bytes were read: less than asked for at the end of the file, and after an error.
 */
size_t folder_read(const struct folder_file *file, uint64_t offset, void *bytes,
                   size_t length_bytes);
void folder_close_file(struct folder_file *file);

/* In no order, without "." and "..". Returns 0 where the folder cannot be read. */
int folder_list(struct folder *folder, const char *path,
                void (*each)(void *data, const char *name, int is_folder), void *data);

#endif
