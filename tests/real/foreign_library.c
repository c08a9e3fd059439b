#include "foreign.h"

int foreign(int a)
{
    return a;
}
