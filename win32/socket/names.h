/* names.h: what the files about names share. */
#ifndef WHERRY_SOCKET_NAMES_H
#define WHERRY_SOCKET_NAMES_H

#include "socket.h"

#include <limits.h>
#include <stdio.h>

/* The EAI_ for an error of Winsock's; sets errno where it is EAI_SYSTEM. */
int wherry__resolver_error(int winsock);

/* A service by its name, or, where that is NULL, by its port in network order. `protocol` may be
 * NULL. What it points to belongs to the thread until its next call. -1: none. */
int wherry__service(const char *name, int port, const char *protocol, struct servent *found);

int wherry_posix_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                             struct addrinfo **answers);
void wherry_posix_freeaddrinfo(struct addrinfo *list);
int wherry_posix_getnameinfo(const struct sockaddr *address, unsigned length, char *host,
                             unsigned host_size, char *service, unsigned service_size, int flags);
const char *gai_strerror(int error);

struct hostent *wherry_posix_gethostbyname(const char *name);
struct hostent *gethostbyname2(const char *name, int family);
struct hostent *wherry_posix_gethostbyaddr(const void *address, unsigned length, int family);
int gethostbyname_r(const char *name, struct hostent *host, char *room, size_t size,
                    struct hostent **found, int *error);
int gethostbyname2_r(const char *name, int family, struct hostent *host, char *room, size_t size,
                     struct hostent **found, int *error);
int gethostbyaddr_r(const void *address, unsigned length, int family, struct hostent *host,
                    char *room, size_t size, struct hostent **found, int *error);
struct servent *wherry_posix_getservbyname(const char *name, const char *protocol);
struct servent *wherry_posix_getservbyport(int port, const char *protocol);
int getservbyname_r(const char *name, const char *protocol, struct servent *service, char *room,
                    size_t size, struct servent **found);
int getservbyport_r(int port, const char *protocol, struct servent *service, char *room,
                    size_t size, struct servent **found);
int *__h_errno_location(void);
int wherry_posix_gethostname(char *name, size_t size);

#endif
