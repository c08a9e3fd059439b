/* What tmpnam() and tempnam() look for a name with. */
#include <sys/stat.h>

#define kstat stat
