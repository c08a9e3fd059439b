/* local_name.h: "grüße.pcap" as this system's fopen() wants it. */
#ifndef WPCAP_LOCAL_NAME_H
#define WPCAP_LOCAL_NAME_H

extern const char local_name[]; /* in local_name_linux.c, local_name_win32.c */

#endif
