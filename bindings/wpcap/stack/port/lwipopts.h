/* lwipopts.h: how lwIP is built for <wherry/stack.h>: one interface, one thread, for a computer and
 * not for a device with a few kilobytes. lwIP's opt.h says what each of these means. */
#ifndef WHERRY_LWIPOPTS_H
#define WHERRY_LWIPOPTS_H

/* No threads of lwIP's own: everything runs within wherry_stack_turn(). */
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SINGLE_NETIF 1
/* Frames are copied into the device's buffer anyhow. And ip6_frag() otherwise moves the pointers of
 * what it cuts up, which TCP keeps to send again. */
#define LWIP_NETIF_TX_SINGLE_PBUF 1
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0

/* Memory is the C library's, so that tools which watch it see every pbuf. */
#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 8

#define LWIP_IPV4 1
#define LWIP_IPV6 1
#define LWIP_ARP 1
#define LWIP_ICMP 1
#define LWIP_ICMP6 1
#define LWIP_IGMP 1
#define LWIP_IPV6_MLD 1
#define LWIP_RAW 1 /* ping.c */
#define LWIP_UDP 1
#define LWIP_TCP 1
#define LWIP_ALTCP 0
#define IP_DEFAULT_TTL 64

/* A datagram of 64 KiB has 45 fragments. */
#define IP_REASSEMBLY 1
#define IP_FRAG 1
#define IP_REASS_MAX_PBUFS 256
#define IPV6_FRAG_COPYHEADER 1 /* a pointer of 64 bits has no room in the header itself */

/* Tables that are searched from end to end for each new packet: not too large. */
#define ARP_TABLE_SIZE 64
#define ARP_QUEUEING 1
#define ARP_QUEUE_LEN 64 /* a datagram of 64 KiB has 45 fragments; all wait for the MAC address */
#define LWIP_NETIF_HWADDRHINT 1
#define LWIP_IPV6_NUM_ADDRESSES 6
#define LWIP_ND6_NUM_NEIGHBORS 64
#define LWIP_ND6_NUM_DESTINATIONS 64

#define LWIP_DHCP 1
#define LWIP_DNS 1
#define DNS_MAX_SERVERS 3
#define DNS_TABLE_SIZE 16
#define LWIP_IPV6_AUTOCONFIG 1
#define LWIP_IPV6_SEND_ROUTER_SOLICIT 1

#define LWIP_NETIF_HOSTNAME 1
#define LWIP_NETIF_LINK_CALLBACK 1
#define LWIP_NETIF_STATUS_CALLBACK 1

/* ---- TCP ------------------------------------------------------------------------------------- */

/* The most that a jumbo frame holds; a connection uses what its device's MTU allows. */
#define TCP_MSS 8960
/* 2 MiB keep 1 Gbit/s busy over 16 ms, and 10 Gbit/s over 1.6. */
#define LWIP_WND_SCALE 1
#define TCP_RCV_SCALE 6
#define TCP_WND (2 * 1024 * 1024)
#define TCP_SND_BUF (1024 * 1024)
#define TCP_SND_QUEUELEN 8192 /* pbufs: enough for a full buffer in segments of 536 bytes */
#define MEMP_NUM_TCP_SEG TCP_SND_QUEUELEN
#define TCP_SNDLOWAT 16384
#define TCP_QUEUE_OOSEQ 1
#define LWIP_TCP_SACK_OUT 1
#define LWIP_TCP_KEEPALIVE 1
#define TCP_LISTEN_BACKLOG 1
#define TCP_DEFAULT_LISTEN_BACKLOG 128
#define SO_REUSE 1

/* lwIP counts time in ticks of twice this. Its 500 ms make the shortest retransmission time-out
 * 1.5 s, where others wait 200 ms; now it is 300. The first one is RFC 6298's second. */
#define TCP_TMR_INTERVAL 50
#define LWIP_TCP_RTO_TIME 1000

/* ---- Checksums, numbers, hooks --------------------------------------------------------------- */

/* A device whose checksums are trusted has the checks turned off. */
#define LWIP_CHECKSUM_CTRL_PER_NETIF 1
#define LWIP_CHKSUM wherry__checksum
#define LWIP_RAND() wherry__random()
/* RFC 6528: nobody shall guess where a connection's numbers begin. */
#define LWIP_HOOK_TCP_ISN(local, local_port, remote, remote_port)                                  \
    wherry__initial_sequence(local, local_port, remote, remote_port)
#define LWIP_HOOK_ND6_GET_GW(netif, destination) wherry__router6(netif, destination)
#define LWIP_HOOK_TCP_INPACKET_PCB(tcp, header, length, length1, options2, data)                   \
    (wherry__check_segment(tcp, header, length, length1, options2) != ERR_OK                       \
         ? ERR_VAL                                                                                 \
         : wherry__tcp_input(tcp, header, (const uint8_t *)((header) + 1), length1, data))
#define LWIP_HOOK_IP6_INPUT(packet, netif) wherry__refuse_packet6(packet, netif)
#define LWIP_HOOK_FILENAME "hooks.h"

#define LWIP_STATS 1
#define LWIP_STATS_LARGE 1
#define LWIP_STATS_DISPLAY 0

#endif
