/* musl's private errno.h, without an errno of its own. */
#ifndef ERRNO_H
#define ERRNO_H

#include "../../include/errno.h"

#endif
