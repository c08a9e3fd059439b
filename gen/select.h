/* select.h: which declarations the binding is made of. */
#ifndef WHERRY_GEN_SELECT_H
#define WHERRY_GEN_SELECT_H

#include "merge.h"
#include "notes.h"
#include "options.h"

/* Set `is_bound` of every entity: what the library's headers declare (scope.h), more with
 * --include and less with --exclude, and the types through which a bound function, object or type
 * is reached. Drops from the ledger what was not asked for. An --include pattern that matches
 * nothing is an error. */
bool select_entities(struct model *model, const struct options *options, const struct notes *notes,
                     struct arena *arena);

#endif
