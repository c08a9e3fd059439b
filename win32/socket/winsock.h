/* winsock.h: Winsock beside the POSIX headers: what both name is renamed or taken back.
 *
 * Files here include it instead of <sys/socket.h> and <netdb.h>. Addresses are laid out alike on
 * both sides (layout.c), so Winsock's struct sockaddr serves for both. */
#ifndef WHERRY_SOCKET_WINSOCK_H
#define WHERRY_SOCKET_WINSOCK_H

#include "../core/internal.h"

#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

#pragma push_macro("FD_SETSIZE")
#pragma push_macro("FD_ZERO")
#pragma push_macro("FD_SET")
#pragma push_macro("FD_CLR")
#pragma push_macro("FD_ISSET")
#undef FD_SETSIZE
#undef FD_ZERO
#undef FD_SET
#undef FD_CLR
#undef FD_ISSET
#define fd_set winsock_fd_set
#define timeval winsock_timeval
#define select winsock_select
#define gethostname winsock_gethostname
#define linger winsock_linger
#define addrinfo winsock_addrinfo
#define hostent winsock_hostent
#define netent winsock_netent
#define servent winsock_servent
#define protoent winsock_protoent
#include <winsock2.h>
#include <ws2tcpip.h>
/* after winsock2.h */
#include <mswsock.h>
#undef fd_set
#undef timeval
#undef select
#undef gethostname
#undef linger
#undef addrinfo
#undef hostent
#undef netent
#undef servent
#undef protoent
#pragma pop_macro("FD_SETSIZE")
#pragma pop_macro("FD_ZERO")
#pragma pop_macro("FD_SET")
#pragma pop_macro("FD_CLR")
#pragma pop_macro("FD_ISSET")

enum {
    WINSOCK_FIONBIO = (int)FIONBIO,
    WINSOCK_FIONREAD = (int)FIONREAD,
    WINSOCK_SIOCATMARK = (int)SIOCATMARK
};
#undef FIONBIO
#undef FIONREAD
#undef FIOASYNC
#undef SIOCATMARK
#undef SIOCSHIWAT
#undef SIOCGHIWAT
#undef SIOCSLOWAT
#undef SIOCGLOWAT

#undef gai_strerror
#undef IFF_UP
#undef IFF_BROADCAST
#undef IFF_LOOPBACK
#undef IFF_MULTICAST
#undef IF_NAMESIZE

#undef h_errno
#undef h_addr
#undef NO_ADDRESS
#undef NO_DATA
#undef HOST_NOT_FOUND
#undef TRY_AGAIN
#undef NO_RECOVERY
#undef EAI_AGAIN
#undef EAI_BADFLAGS
#undef EAI_FAIL
#undef EAI_FAMILY
#undef EAI_MEMORY
#undef EAI_NONAME
#undef EAI_NODATA
#undef EAI_SERVICE
#undef EAI_SOCKTYPE
#undef NI_MAXHOST
#undef NI_MAXSERV
#undef AI_PASSIVE
#undef AI_CANONNAME
#undef AI_NUMERICHOST
#undef AI_NUMERICSERV
#undef AI_ALL
#undef AI_ADDRCONFIG
#undef AI_V4MAPPED
#undef NI_NOFQDN
#undef NI_NUMERICHOST
#undef NI_NAMEREQD
#undef NI_NUMERICSERV
#undef NI_DGRAM

#include <bits/interface.h>
#include <bits/netdb.h>
#include <bits/socket.h>

#endif
