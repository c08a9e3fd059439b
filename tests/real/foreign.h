/* foreign.h: the API of a library that this program cannot load. */
#ifndef FOREIGN_H
#define FOREIGN_H

int foreign(int a);

#endif
