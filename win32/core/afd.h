/* afd.h: the request that Winsock's select() and WSAPoll() make of the driver below them; no header
 * of the system has it. Documented by use, the same on any Windows. */
#ifndef WHERRY_POSIX_AFD_H
#define WHERRY_POSIX_AFD_H

#include <windows.h>
#include <winternl.h>

struct afd_socket {
    HANDLE socket;
    ULONG events;
    NTSTATUS status;
};

struct afd_poll {
    LARGE_INTEGER timeout; /* 100 ns, negative: from now */
    ULONG count;
    ULONG exclusive;
    struct afd_socket sockets[];
};

enum { AFD_POLL = 0x00012024 }; /* the control code */

enum afd_events {
    AFD_RECEIVE = 0x001,
    AFD_EXPEDITED = 0x002,
    AFD_SEND = 0x004,
    AFD_DISCONNECT = 0x008, /* the peer's end of data */
    AFD_ABORT = 0x010,
    AFD_LOCAL_CLOSE = 0x020,
    AFD_CONNECT = 0x040,
    AFD_ACCEPT = 0x080,
    AFD_CONNECT_FAIL = 0x100,
};

#endif
