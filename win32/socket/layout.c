/* layout.c: no code: that the public headers say of sockets what Winsock says, number for number
 * and field for field. Both are read here: Winsock first, with its types renamed, then the public
 * headers, with those of their functions renamed that Winsock has too. */

#define sockaddr winsock_sockaddr
#define sockaddr_in winsock_sockaddr_in
#define sockaddr_in6 winsock_sockaddr_in6
#define sockaddr_storage winsock_sockaddr_storage
#define in_addr winsock_in_addr
#define in6_addr winsock_in6_addr
#define ip_mreq winsock_ip_mreq
#define ip_mreq_source winsock_ip_mreq_source
#define ipv6_mreq winsock_ipv6_mreq
#define group_req winsock_group_req
#define group_source_req winsock_group_source_req
#define in_pktinfo winsock_in_pktinfo
#define in6_pktinfo winsock_in6_pktinfo
#define socklen_t winsock_socklen_t
#define in6addr_any winsock_in6addr_any
#define in6addr_loopback winsock_in6addr_loopback
#include "winsock.h"
#undef sockaddr
#undef sockaddr_in
#undef sockaddr_in6
#undef sockaddr_storage
#undef in_addr
#undef in6_addr
#undef ip_mreq
#undef ip_mreq_source
#undef ipv6_mreq
#undef group_req
#undef group_source_req
#undef in_pktinfo
#undef in6_pktinfo
#undef socklen_t
#undef in6addr_any
#undef in6addr_loopback
#undef s_addr

/* clang-format off */
#define NUMBERS(X) \
    X(AF_UNSPEC) X(AF_UNIX) X(AF_INET) X(AF_IPX) X(AF_APPLETALK) X(AF_INET6) X(AF_IRDA) \
    X(SOCK_STREAM) X(SOCK_DGRAM) X(SOCK_RAW) X(SOCK_RDM) X(SOCK_SEQPACKET) X(SOL_SOCKET) \
    X(SO_DEBUG) X(SO_ACCEPTCONN) X(SO_REUSEADDR) X(SO_KEEPALIVE) X(SO_DONTROUTE) \
    X(SO_BROADCAST) X(SO_LINGER) X(SO_OOBINLINE) X(SO_SNDBUF) X(SO_RCVBUF) X(SO_SNDLOWAT) \
    X(SO_RCVLOWAT) X(SO_SNDTIMEO) X(SO_RCVTIMEO) X(SO_ERROR) X(SO_TYPE) X(MSG_OOB) \
    X(MSG_PEEK) X(MSG_DONTROUTE) X(MSG_WAITALL) X(MSG_TRUNC) X(MSG_CTRUNC) X(IPPROTO_IP) \
    X(IPPROTO_ICMP) X(IPPROTO_IGMP) X(IPPROTO_TCP) X(IPPROTO_EGP) X(IPPROTO_PUP) \
    X(IPPROTO_UDP) X(IPPROTO_IDP) X(IPPROTO_IPV6) X(IPPROTO_ROUTING) X(IPPROTO_FRAGMENT) \
    X(IPPROTO_ESP) X(IPPROTO_AH) X(IPPROTO_ICMPV6) X(IPPROTO_NONE) X(IPPROTO_DSTOPTS) \
    X(IPPROTO_PIM) X(IPPROTO_SCTP) X(IPPROTO_RAW) X(IP_OPTIONS) X(IP_HDRINCL) X(IP_TOS) \
    X(IP_TTL) X(IP_MULTICAST_IF) X(IP_MULTICAST_TTL) X(IP_MULTICAST_LOOP) \
    X(IP_ADD_MEMBERSHIP) X(IP_DROP_MEMBERSHIP) X(IP_ADD_SOURCE_MEMBERSHIP) \
    X(IP_DROP_SOURCE_MEMBERSHIP) X(IP_BLOCK_SOURCE) X(IP_UNBLOCK_SOURCE) X(IP_PKTINFO) \
    X(IP_RECVTTL) X(IP_UNICAST_IF) X(IP_RECVTOS) X(IP_MTU_DISCOVER) X(IP_MTU) \
    X(IPV6_HDRINCL) X(IPV6_UNICAST_HOPS) X(IPV6_MULTICAST_IF) X(IPV6_MULTICAST_HOPS) \
    X(IPV6_MULTICAST_LOOP) X(IPV6_JOIN_GROUP) X(IPV6_LEAVE_GROUP) X(IPV6_DONTFRAG) \
    X(IPV6_PKTINFO) X(IPV6_HOPLIMIT) X(IPV6_CHECKSUM) X(IPV6_V6ONLY) X(IPV6_UNICAST_IF) \
    X(IPV6_TCLASS) X(IPV6_RECVTCLASS) X(IPV6_MTU_DISCOVER) X(IPV6_MTU) X(MCAST_JOIN_GROUP) \
    X(MCAST_LEAVE_GROUP) X(MCAST_BLOCK_SOURCE) X(MCAST_UNBLOCK_SOURCE) \
    X(MCAST_JOIN_SOURCE_GROUP) X(MCAST_LEAVE_SOURCE_GROUP) X(TCP_NODELAY)
/* clang-format on */

#define KEEP(number) enum { WINSOCK_##number = number };
NUMBERS(KEEP)

#define accept public_accept
#define bind public_bind
#define connect public_connect
#define getpeername public_getpeername
#define getsockname public_getsockname
#define getsockopt public_getsockopt
#define htonl public_htonl
#define htons public_htons
#define listen public_listen
#define ntohl public_ntohl
#define ntohs public_ntohs
#define recv public_recv
#define recvfrom public_recvfrom
#define send public_send
#define sendto public_sendto
#define setsockopt public_setsockopt
#define shutdown public_shutdown
#define socket public_socket
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define COMPARE(number)                                                                            \
    _Static_assert((int)WINSOCK_##number == (int)(number), "<sys/socket.h>: " #number);
NUMBERS(COMPARE)

#define SAME_SIZE(type)                                                                            \
    _Static_assert(sizeof(struct type) == sizeof(struct winsock_##type) &&                         \
                       _Alignof(struct type) >= _Alignof(struct winsock_##type),                   \
                   "struct " #type)
#define SAME_PLACE(type, field, winsocks)                                                          \
    _Static_assert(offsetof(struct type, field) == offsetof(struct winsock_##type, winsocks) &&    \
                       sizeof(((struct type *)0)->field) ==                                        \
                           sizeof(((struct winsock_##type *)0)->winsocks),                         \
                   "struct " #type ": " #field)

SAME_SIZE(sockaddr);
SAME_PLACE(sockaddr, sa_family, sa_family);
SAME_PLACE(sockaddr, sa_data, sa_data);
SAME_SIZE(sockaddr_storage);
SAME_PLACE(sockaddr_storage, ss_family, ss_family);
SAME_SIZE(sockaddr_in);
SAME_PLACE(sockaddr_in, sin_port, sin_port);
SAME_PLACE(sockaddr_in, sin_addr, sin_addr);
SAME_SIZE(sockaddr_in6);
SAME_PLACE(sockaddr_in6, sin6_port, sin6_port);
SAME_PLACE(sockaddr_in6, sin6_flowinfo, sin6_flowinfo);
SAME_PLACE(sockaddr_in6, sin6_addr, sin6_addr);
SAME_PLACE(sockaddr_in6, sin6_scope_id, sin6_scope_id);
SAME_SIZE(ip_mreq);
SAME_PLACE(ip_mreq, imr_multiaddr, imr_multiaddr);
SAME_PLACE(ip_mreq, imr_interface, imr_interface);
SAME_SIZE(ip_mreq_source);
SAME_PLACE(ip_mreq_source, imr_sourceaddr, imr_sourceaddr);
SAME_SIZE(ipv6_mreq);
SAME_PLACE(ipv6_mreq, ipv6mr_multiaddr, ipv6mr_multiaddr);
SAME_PLACE(ipv6_mreq, ipv6mr_interface, ipv6mr_interface);
SAME_SIZE(group_req);
SAME_PLACE(group_req, gr_interface, gr_interface);
SAME_PLACE(group_req, gr_group, gr_group);
SAME_SIZE(group_source_req);
SAME_PLACE(group_source_req, gsr_group, gsr_group);
SAME_PLACE(group_source_req, gsr_source, gsr_source);
SAME_SIZE(in_pktinfo);
SAME_PLACE(in_pktinfo, ipi_addr, ipi_addr);
SAME_PLACE(in_pktinfo, ipi_ifindex, ipi_ifindex);
SAME_SIZE(in6_pktinfo);
SAME_PLACE(in6_pktinfo, ipi6_ifindex, ipi6_ifindex);

_Static_assert(sizeof(struct cmsghdr) == sizeof(WSACMSGHDR) &&
                   offsetof(struct cmsghdr, cmsg_level) == offsetof(WSACMSGHDR, cmsg_level) &&
                   CMSG_SPACE(1) == WSA_CMSG_SPACE(1) && CMSG_LEN(1) == WSA_CMSG_LEN(1),
               "struct cmsghdr");
