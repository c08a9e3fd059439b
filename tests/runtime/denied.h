/* denied.h: a system whose policy refuses memory that can be executed. denied_SYSTEM.c */
#ifndef DENIED_H
#define DENIED_H

/* From now on the system refuses it to this process. NULL, or why that cannot be arranged here. */
const char *deny_executable_memory(void);

#endif
