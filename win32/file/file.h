/* file.h: what the files of this folder share. */
#ifndef WHERRY_POSIX_FILE_H
#define WHERRY_POSIX_FILE_H

#include "../core/internal.h"

/* What the system says of a handle. */
int wherry__stat_open(struct wherry__open *open, struct stat *status);

#endif
