#include "library.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- DT_SONAME of an ELF file (System V gABI, chapters 4 and 5) ------------------------------ */

struct image {
    const char *bytes;
    size_t size;
};

static const void *at(const struct image *image, uint64_t offset, uint64_t size)
{
    bool inside = offset <= image->size && size <= image->size - offset;
    return inside ? image->bytes + offset : NULL;
}

static const char *soname_of_dynamic(const struct image *image, const Elf64_Shdr *sections,
                                     const Elf64_Shdr *dynamic, unsigned section_count)
{
    const Elf64_Dyn *entries = at(image, dynamic->sh_offset, dynamic->sh_size);
    if (!entries || dynamic->sh_link >= section_count)
        return NULL;
    const Elf64_Shdr *strings = &sections[dynamic->sh_link];
    const char *text = at(image, strings->sh_offset, strings->sh_size);
    for (size_t i = 0; text && i < dynamic->sh_size / sizeof *entries; i++)
        if (entries[i].d_tag == DT_SONAME && entries[i].d_un.d_val < strings->sh_size)
            return text + entries[i].d_un.d_val;
    return NULL;
}

static const char *soname(const struct image *image)
{
    const Elf64_Ehdr *header = at(image, 0, sizeof *header);
    if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) ||
        header->e_ident[EI_CLASS] != ELFCLASS64)
        return NULL;
    const Elf64_Shdr *sections =
        at(image, header->e_shoff, (uint64_t)header->e_shnum * sizeof *sections);
    for (unsigned i = 0; sections && i < header->e_shnum; i++)
        if (sections[i].sh_type == SHT_DYNAMIC)
            return soname_of_dynamic(image, sections, &sections[i], header->e_shnum);
    return NULL;
}

static const char *read_soname(struct arena *arena, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    const char *name = NULL;
    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size > 0) {
        struct image image = {.size = (size_t)status.st_size};
        void *map = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (map != MAP_FAILED) {
            image.bytes = map;
            name = soname(&image);
            name = name ? intern(arena, name) : NULL;
            munmap(map, image.size);
        }
    }
    if (descriptor >= 0)
        close(descriptor);
    return name;
}

/* ---- Names ----------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && !strcasecmp(text + length - end_length, end);
}

static const char *installed_soname(struct arena *arena, const struct target *target,
                                    const char *word)
{
    const char *folders[] = {"/usr/local/lib", "/usr/lib", "/lib"};
    for (size_t i = 0; i < 3; i++) {
        const char *paths[] = {
            intern_format(arena, "%s/%s/lib%s.so", folders[i], target->triple, word),
            intern_format(arena, "%s/lib%s.so", folders[i], word),
        };
        for (size_t j = 0; j < 2; j++) {
            const char *name = read_soname(arena, paths[j]);
            if (name)
                return name;
        }
    }
    return NULL;
}

static void add_once(struct list *names, const char *name)
{
    FOR_EACH (const char *, known, names) {
        if (!strcmp(known, name))
            return;
    }
    list_add(names, name);
}

void library_names(struct list *names, struct arena *arena, const struct target *target,
                   const char *word)
{
    bool is_dll = ends_with(word, ".dll");
    bool is_shared_object = ends_with(word, ".so") || strstr(word, ".so.");
    if (is_dll || is_shared_object) {
        if (is_dll == (target->format == FORMAT_PE))
            add_once(names, intern(arena, word));
    } else if (target->format == FORMAT_PE) {
        add_once(names, intern_format(arena, "%s.dll", word));
        add_once(names, intern_format(arena, "lib%s.dll", word));
    } else {
        const char *name = installed_soname(arena, target, word);
        if (name)
            add_once(names, name);
        add_once(names, intern_format(arena, "lib%s.so", word));
    }
}
