/* servers.h: what a network has for those who come to it: DHCP (RFC 2131) and DNS (RFC 1035), as
 * far as a test needs them. */
#ifndef WHERRY_TEST_STACK_SERVERS_H
#define WHERRY_TEST_STACK_SERVERS_H

#define SERVERS_LEASE "192.0.2.77"          /* what DHCP gives to everybody */
#define SERVERS_NAME "ferry.example"        /* a name that DNS knows ... */
#define SERVERS_NAME_ADDRESS "198.51.100.7" /* ... and its address */

int servers_open(void);
void servers_close(void);

#endif
