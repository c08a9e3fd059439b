/* stack.h: a TCP/IP stack of one's own on a network device.
 *
 * The stack is lwIP. This header adds what lwIP leaves to its user: the interface on a device of
 * <wherry/netdev.h>, and the loop that drives both. Applications call lwIP's own "raw" API,
 * <lwip/tcp.h>, <lwip/udp.h>, <lwip/dns.h>, <lwip/timeouts.h>; no part of it is hidden. A server:
 *
 *     static err_t received(void *data, struct tcp_pcb *connection, struct pbuf *bytes, err_t code)
 *     {
 *         if (!bytes)                                     // the other side has closed
 *             return tcp_close(connection);
 *         tcp_recved(connection, bytes->tot_len);         // opens the window again
 *         tcp_write(connection, bytes->payload, bytes->len, TCP_WRITE_FLAG_COPY);
 *         pbuf_free(bytes);
 *         return ERR_OK;
 *     }
 *
 *     static err_t accepted(void *data, struct tcp_pcb *connection, err_t code)
 *     {
 *         if (code == ERR_OK)
 *             tcp_recv(connection, received);
 *         return ERR_OK;
 *     }
 *
 *     struct wherry_stack_options options = {.address4 = "192.0.2.10/24"};
 *     wherry_netdev_open_packet(&device, "eth0", error);
 *     wherry_stack_new(&stack, device, &options, error);
 *     struct tcp_pcb *server = tcp_new_ip_type(IPADDR_TYPE_ANY);
 *     tcp_bind(server, IP_ANY_TYPE, 7);
 *     server = tcp_listen(server);
 *     tcp_accept(server, accepted);
 *     wherry_stack_run(stack);                            // until wherry_stack_stop()
 *
 * When      lwIP may be called after wherry_stack_new() and before wherry_stack_free(), by the
 *           thread that takes the turns: between turns, and from lwIP's callbacks and timers, which
 *           run within wherry_stack_turn(). From other threads and from signal handlers only
 *           wherry_stack_wake() and wherry_stack_stop().
 * Sending   Frames are gathered and handed to the device at the end of a turn. What is written
 *           between turns goes out with the next one.
 * Pressure  Sending: tcp_write() takes no more than tcp_sndbuf(), which never shows more than
 *           65,535: ask again after writing, 1 MiB has room. The callback of tcp_sent() says that
 *           there is room again. Receiving: keep the pbuf and do not call tcp_recved(); when the
 *           window is used up the other side waits.
 * Polls     The interval of tcp_poll() counts in units of 100 ms, where lwIP's manual says 500.
 * DNS       dns_gethostbyname_addrtype(), with the servers of the options or of DHCP.
 * Changes   netif_set_status_callback() and netif_set_link_callback() on wherry_stack_netif() tell
 *           of addresses and of the cable.
 * Counts    lwip_stats, of <lwip/stats.h>, by protocol.
 * One       lwIP keeps its state in variables of its own: one stack at a time in a process.
 * Errors    Functions return 0 or a count, or a negative enum wherry_stack_error. */
#ifndef WHERRY_STACK_H
#define WHERRY_STACK_H

#include <lwip/ip_addr.h>
#include <stdint.h>
#include <wherry/netdev.h>

#ifdef __cplusplus
extern "C" {
#endif

struct netif;
struct wherry_stack;

#define WHERRY_STACK_ERRORS(X)                                                                     \
    X(WHERRY_STACK_E_ARGUMENT, -1, "invalid argument")                                             \
    X(WHERRY_STACK_E_MEMORY, -2, "out of memory")                                                  \
    X(WHERRY_STACK_E_BUSY, -3, "this process has a stack already")                                 \
    X(WHERRY_STACK_E_DEVICE, -4, "the device failed")                                              \
    X(WHERRY_STACK_E_END, -5, "the device has no more frames")

enum wherry_stack_error {
#define WHERRY__ENUMERATOR(name, code, text) name = (code),
    WHERRY_STACK_ERRORS(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
};

/* The fixed text of an error code. Never NULL. */
const char *wherry_stack_strerror(int code);

enum { WHERRY_STACK_ERROR_BYTES = WHERRY_NETDEV_ERROR_BYTES };

/* ---- Life ------------------------------------------------------------------------------------ */

/* A member that is 0 or NULL takes what is said there. Nothing is kept of the strings. */
struct wherry_stack_options {
    const char *address4; /* "192.0.2.10/24"; NULL: none, or by DHCP */
    const char *gateway4; /* "192.0.2.1"; NULL: none, or by DHCP */
    int dhcp;             /* ask for address, gateway and DNS servers; not with address4 */
    const char *address6; /* "2001:db8::10/64", always /64; NULL: what routers announce */
    const char *gateway6; /* "fe80::1"; NULL: what routers announce */
    int no_ipv6;          /* no IPv6 at all; else there is a link-local address in any case */
    const char *dns;      /* up to 3 servers, "192.0.2.1,2001:db8::1"; NULL: none, or by DHCP */
    const char *hostname; /* that DHCP tells; NULL: none */
    /* Zero: the device's own, which the system's stack uses too. With another one the device must
     * receive what is for others ("promiscuous"). */
    uint8_t mac[WHERRY_NETDEV_MAC_BYTES];
};

/* The device stays the caller's, and must live longer than the stack; nobody else uses it
 * meanwhile. On failure `*stack` is NULL, and `error` has the text. */
int wherry_stack_new(struct wherry_stack **stack, struct wherry_netdev *device,
                     const struct wherry_stack_options *options,
                     char error[WHERRY_STACK_ERROR_BYTES]);

/* Aborts connections that are open, look-ups and pings that are under way: their callbacks are
 * called a last time. Listening and UDP pcbs are the application's to close before. Not within a
 * turn. NULL is allowed. */
void wherry_stack_free(struct wherry_stack *stack);

/* What went wrong last, with the device's own words. "" if nothing did. */
const char *wherry_stack_error(const struct wherry_stack *stack);

/* ---- The loop -------------------------------------------------------------------------------- */

/* Wait for frames or for the next timer, and handle them. Returns the number of frames, 0 when
 * `timeout_ms` is over (0: do not wait; negative: for ever), and 0 earlier too: after a timer or
 * wherry_stack_wake(). */
int wherry_stack_turn(struct wherry_stack *stack, int timeout_ms);

/* Turns, until wherry_stack_stop(): then 0. One stop, before or during it, ends one run. */
int wherry_stack_run(struct wherry_stack *stack);

/* From any thread, and from a signal handler, until wherry_stack_free(). */
void wherry_stack_stop(struct wherry_stack *stack);
int wherry_stack_stopping(const struct wherry_stack *stack); /* 1: stop was called, no run ended */
void wherry_stack_wake(struct wherry_stack *stack); /* ends the turn under way, or the next one */

/* ---- What it is ------------------------------------------------------------------------------ */

/* lwIP's interface: addresses, callbacks. Its members `state`, `input` and `linkoutput` are ours.
 */
struct netif *wherry_stack_netif(struct wherry_stack *stack);

/* 1 when the link is up and the addresses that were asked for are in use: DHCP has given one, and
 * nobody else was found to have that of IPv6, which takes a second. */
int wherry_stack_ready(const struct wherry_stack *stack);

enum wherry_stack_dhcp { WHERRY_STACK_DHCP_OFF, WHERRY_STACK_DHCP_ASKING, WHERRY_STACK_DHCP_BOUND };

enum { WHERRY_STACK_ADDRESS_BYTES = 48, WHERRY_STACK_ADDRESSES6 = 6, WHERRY_STACK_DNS_SERVERS = 3 };

struct wherry_stack_status {
    int link_up;
    enum wherry_stack_dhcp dhcp;
    char address4[WHERRY_STACK_ADDRESS_BYTES];                          /* with prefix; "": none */
    char gateway4[WHERRY_STACK_ADDRESS_BYTES];                          /* "": none */
    char address6[WHERRY_STACK_ADDRESSES6][WHERRY_STACK_ADDRESS_BYTES]; /* those in use, then "" */
    char dns[WHERRY_STACK_DNS_SERVERS][WHERRY_STACK_ADDRESS_BYTES];
    uint64_t received;       /* frames that went to lwIP */
    uint64_t received_other; /* for others, or our own that came back */
    uint64_t received_bad;   /* cut off, too long, or no memory */
    uint64_t sent;
    uint64_t send_failed; /* the device had no room; TCP sends again */
};

void wherry_stack_status(const struct wherry_stack *stack, struct wherry_stack_status *status);

/* ---- Ping ------------------------------------------------------------------------------------ */

/* `round_trip_us` is negative when no answer came in time. */
typedef void wherry_stack_answer(void *data, int64_t round_trip_us);

/* Send one ICMP echo request, of either IP version; `answer` is called once, in a later turn. When
 * this fails it is never called. */
int wherry_stack_ping(struct wherry_stack *stack, const ip_addr_t *to, uint16_t payload_bytes,
                      uint32_t timeout_ms, wherry_stack_answer *answer, void *data);

#ifdef __cplusplus
}
#endif

#endif
