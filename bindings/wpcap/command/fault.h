/* fault.h: a program that a library ends says so. fault_posix.c, fault_win32.c. */
#ifndef WPCAP_FAULT_H
#define WPCAP_FAULT_H

/* From now on: on Windows an exception that nobody handles, as a function raises that a DLL has as
 * a stub, is told of on standard error, and ends the program with exit status 1. A system of POSIX
 * tells of a signal by itself. */
void fault_tell(void);

#endif
