#define __NEED_time_t
#define __NEED_struct_timespec
#define __NEED_pid_t
#define __NEED_mode_t
#include <bits/alltypes.h>

#ifndef _INC_PROCESS
#define _INC_PROCESS
#endif
#ifndef _MODE_T_
#define _MODE_T_
#endif
#include <wherry/windows_on.h>
/* the system's, which asks for _WIN32 */
#include_next <sched.h>
/* and away with it */
#include <wherry/windows_off.h>
