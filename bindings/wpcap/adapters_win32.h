/* adapters_win32.h: the network adapters as Windows knows them. */
#ifndef WHERRY_ADAPTERS_WIN32_H
#define WHERRY_ADAPTERS_WIN32_H

#include <winsock2.h>

#include <iphlpapi.h>

/* To be freed with free(); NULL: there are none, or they cannot be listed. */
IP_ADAPTER_ADDRESSES *wherry__adapters_list(void);

/* The adapter of a device, by the GUID in its name: \Device\NPF_{...}. */
const IP_ADAPTER_ADDRESSES *wherry__adapters_find(const IP_ADAPTER_ADDRESSES *list,
                                                  const char *name);

#endif
