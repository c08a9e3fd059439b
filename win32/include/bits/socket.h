/* What programs see of sockets and the library too, which knows the rest from Winsock: the flags
 * that Winsock lacks, and messages. */
#ifndef WHERRY_BITS_SOCKET_H
#define WHERRY_BITS_SOCKET_H

#define __NEED_size_t
#define __NEED_struct_iovec
#include <bits/alltypes.h>

#define SOCK_CLOEXEC 02000000
#define SOCK_NONBLOCK 04000

/* Above all of Winsock's. */
#define MSG_DONTWAIT 0x10000
#define MSG_NOSIGNAL 0x20000
#define MSG_EOR 0x40000
#define MSG_CMSG_CLOEXEC 0x80000
#define MSG_MORE 0x100000
#define MSG_WAITFORONE 0x200000

#define SCM_RIGHTS 1

/* Of SOL_SOCKET, kept by the library. */
#define SO_DOMAIN 0x7101
#define SO_PROTOCOL 0x7102

struct msghdr {
    void *msg_name;
    unsigned msg_namelen;
    struct iovec *msg_iov;
    int msg_iovlen;
    void *msg_control;
    size_t msg_controllen;
    int msg_flags;
};

struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned msg_len;
};

#endif
