/* faults.h: the option --faults of commands with a stack. */
#ifndef WPCAP_FAULTS_H
#define WPCAP_FAULTS_H

#include <wherry/netdev.h>

#include <stdbool.h>

/* Read "loss=5,delay=10ms,seed=7". False: it is wrong, and why was said. */
bool faults_read(const char *text, struct wherry_netdev_faults *faults);

#endif
