/* nowhere.h: the API of a library that does not exist. */
#ifndef NOWHERE_H
#define NOWHERE_H

int nowhere_f(int a);
extern int nowhere_level;

#endif
