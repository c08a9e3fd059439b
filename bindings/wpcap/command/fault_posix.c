#include "fault.h"

void fault_tell(void)
{
}
