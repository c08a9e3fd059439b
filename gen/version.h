/* version.h: the generator's version; CHANGELOG.md says what changed. */
#ifndef WHERRY_GEN_VERSION_H
#define WHERRY_GEN_VERSION_H

#define WHERRY_GEN_VERSION "0.1.0"

#endif
