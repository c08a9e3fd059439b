#include "emit.h"

#include <string.h>

static const struct backend *const backends[] = {&backend_c, &backend_json};

enum { BACKEND_COUNT = sizeof backends / sizeof backends[0] };

const struct backend *backend_at(size_t i)
{
    return i < BACKEND_COUNT ? backends[i] : NULL;
}

const struct backend *backend_find(const char *name)
{
    for (size_t i = 0; i < BACKEND_COUNT; i++)
        if (!strcmp(backends[i]->name, name))
            return backends[i];
    return NULL;
}

const char *binding_path(const struct binding *binding, const char *suffix)
{
    return arena_format(binding->arena, "%s/%s%s", binding->out_dir, binding->name, suffix);
}

const char *target_names(const struct model *model, struct arena *arena, unsigned targets)
{
    const char *names = "";
    for (size_t t = 0; t < model->target_count; t++)
        if (targets & 1u << t)
            names =
                arena_format(arena, "%s%s%s", names, *names ? ", " : "", model->targets[t]->triple);
    return names;
}
