/* system.h: what is expected of the pcap library of one system. */
#ifndef WPCAP_SYSTEM_H
#define WPCAP_SYSTEM_H

#include <wherry/wpcap.h>

#include <pcap.h>
#include <stdbool.h>
#include <stdint.h>

enum { TRAFFIC_BYTES = 60, QUEUE_FRAMES = 5 };

/* In the test. */
void check_state(const struct wherry_pcap *pcap, const char *name, enum wherry_pcap_state wanted);

/* A frame that carries its number. */
void make_traffic(uint8_t frame[TRAFFIC_BYTES], unsigned number);

/* In system_linux.c, system_win32.c. */
void system_check_table(const struct wherry_pcap *pcap);
void system_check_words(const char *text);
void system_check_emulation(const struct wherry_pcap *pcap);

/* Send QUEUE_FRAMES frames of traffic with pcap_sendqueue_transmit(). False: not on this system. */
bool system_send_queue(pcap_t *sender);

#endif
