/* Two stacks on a cable in memory. */
#include "../check.h"
#include "../netdev/thread.h"
#include "pair.h"
#include "servers.h"

#include <lwip/dns.h>
#include <lwip/timeouts.h>
#include <lwip/udp.h>

enum { SOON_MS = 200, LATE_MS = 60000 };

/* ---- Ping ------------------------------------------------------------------------------------ */

static const int64_t unanswered = -2;

static void pong(void *data, int64_t round_trip_us)
{
    int64_t *answer = data;
    CHECK_EQUAL(*answer, unanswered); /* once */
    *answer = round_trip_us;
}

static int64_t ping(struct pair *pair, const char *address, uint16_t bytes, uint32_t timeout_ms)
{
    int64_t answer = unanswered;
    ip_addr_t to;
    CHECK(ipaddr_aton(address, &to));
    CHECK_EQUAL(wherry_stack_ping(pair->stack, &to, bytes, timeout_ms, pong, &answer), 0);
    while (answer == unanswered)
        CHECK(wherry_stack_turn(pair->stack, -1) >= 0);
    return answer;
}

static void test_ping(struct pair *pair)
{
    CHECK(ping(pair, PEER_ADDRESS4, 56, LATE_MS) >= 0);
    CHECK(ping(pair, PEER_ADDRESS4, 0, LATE_MS) >= 0);
    CHECK(ping(pair, PEER_ADDRESS4, 30000, LATE_MS) >= 0); /* in fragments */
    CHECK(ping(pair, PEER_ADDRESS6, 56, LATE_MS) >= 0);
    CHECK(ping(pair, PEER_ADDRESS6, 20000, LATE_MS) >= 0);
    CHECK_EQUAL(ping(pair, "192.0.2.200", 56, SOON_MS), -1);
    CHECK_EQUAL(ping(pair, "fd00::200", 56, SOON_MS), -1);
}

/* ---- UDP ------------------------------------------------------------------------------------- */

struct echo {
    int is_back, is_same;
    uint32_t length_bytes;
};

static void echoed(void *data, struct udp_pcb *pcb, struct pbuf *datagram, const ip_addr_t *from,
                   u16_t port)
{
    static uint8_t wanted[UINT16_MAX], seen[UINT16_MAX];
    struct echo *echo = data;
    (void)pcb, (void)from;
    CHECK_EQUAL(port, PEER_ECHO_PORT);
    exchange_fill(EXCHANGE_CALLER, 0, wanted, echo->length_bytes);
    CHECK_EQUAL(pbuf_copy_partial(datagram, seen, sizeof seen, 0), echo->length_bytes);
    echo->is_back = 1;
    echo->is_same = memcmp(seen, wanted, echo->length_bytes) == 0;
    pbuf_free(datagram);
}

static void test_datagram(struct pair *pair, const char *address, u16_t length_bytes)
{
    struct echo echo = {.length_bytes = length_bytes};
    struct udp_pcb *pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
    struct pbuf *datagram = pbuf_alloc(PBUF_TRANSPORT, length_bytes, PBUF_RAM);
    ip_addr_t to;
    CHECK(ipaddr_aton(address, &to));
    exchange_fill(EXCHANGE_CALLER, 0, datagram->payload, length_bytes);
    udp_recv(pcb, echoed, &echo);
    CHECK_EQUAL(udp_sendto(pcb, datagram, &to, PEER_ECHO_PORT), ERR_OK);
    pbuf_free(datagram);
    while (!echo.is_back)
        CHECK(wherry_stack_turn(pair->stack, -1) >= 0);
    CHECK(echo.is_same);
    udp_remove(pcb);
}

static void test_udp(struct pair *pair)
{
    static const u16_t lengths[] = {0, 1, 1472, 1473, 9000, 60000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        test_datagram(pair, PEER_ADDRESS4, lengths[i]);
        test_datagram(pair, PEER_ADDRESS6, lengths[i]);
    }
}

/* ---- The loop -------------------------------------------------------------------------------- */

static void count_one(void *data)
{
    ++*(int *)data;
}

static void stop_from_thread(void *data)
{
    wherry_stack_stop(data);
}

static void wake_from_timer(void *data)
{
    wherry_stack_wake(data);
}

static void test_loop(struct pair *pair)
{
    int expired = 0;
    sys_timeout(0, count_one, &expired);
    sys_timeout(10, count_one, &expired);
    while (expired < 2)
        CHECK(wherry_stack_turn(pair->stack, -1) >= 0);
    wherry_stack_stop(pair->stack); /* before the run */
    CHECK_EQUAL(wherry_stack_run(pair->stack), 0);
    struct thread *thread = thread_start(stop_from_thread, pair->stack);
    CHECK_EQUAL(wherry_stack_run(pair->stack), 0);
    thread_join(thread);
    thread = thread_start(wake_from_timer, pair->stack);
    CHECK(wherry_stack_turn(pair->stack, LATE_MS) >= 0);
    thread_join(thread);
}

/* ---- Others ---------------------------------------------------------------------------------- */

static void test_status(struct pair *pair)
{
    struct wherry_stack_status status;
    struct wherry_stack *second;
    char error[WHERRY_STACK_ERROR_BYTES];
    wherry_stack_status(pair->stack, &status);
    CHECK(status.link_up);
    CHECK_EQUAL(status.dhcp, WHERRY_STACK_DHCP_OFF);
    CHECK_EQUAL_STRING(status.address4, "192.0.2.1/24");
    CHECK_EQUAL_STRING(status.gateway4, "");
    CHECK_EQUAL_STRING(status.address6[1], "fd00::1");
    CHECK(status.received > 0 && status.sent > 0);
    CHECK_EQUAL(status.received_bad, 0);
    CHECK_EQUAL(wherry_stack_new(&second, pair->own, NULL, error), WHERRY_STACK_E_BUSY);
    CHECK_EQUAL_STRING(error, "this process has a stack already");
    CHECK(!second);
}

static void test_static(void)
{
    static const struct peer_plan plan = {.exchange_bytes = 8 << 20};
    struct pair pair;
    if (!CHECK(pair_open(&pair, &pair_static, &plan, NULL)))
        return;
    test_ping(&pair);
    test_udp(&pair);
    test_loop(&pair);
    CHECK(pair_exchange(&pair, PEER_ADDRESS4, &plan));
    CHECK(pair_exchange(&pair, PEER_ADDRESS6, &plan));
    test_status(&pair);
    CHECK(pair_close(&pair));
}

/* The window closes on both sides, again and again. */
static void test_slow(void)
{
    static const struct peer_plan plan = {.exchange_bytes = 5 << 20, .is_slow = 1};
    struct pair pair;
    if (!CHECK(pair_open(&pair, &pair_static, &plan, NULL)))
        return;
    CHECK(pair_exchange(&pair, PEER_ADDRESS4, &plan));
    CHECK(pair_close(&pair));
}

/* ---- DHCP and DNS ---------------------------------------------------------------------------- */

struct lookup {
    int is_over;
    ip_addr_t address;
    int is_known;
};

static void found(const char *name, const ip_addr_t *address, void *data)
{
    struct lookup *lookup = data;
    (void)name;
    lookup->is_over = 1;
    lookup->is_known = address != NULL;
    if (address)
        lookup->address = *address;
}

static void look_up(struct pair *pair, const char *name, struct lookup *lookup)
{
    *lookup = (struct lookup){0};
    CHECK_EQUAL(
        dns_gethostbyname_addrtype(name, &lookup->address, found, lookup, LWIP_DNS_ADDRTYPE_IPV4),
        ERR_INPROGRESS);
    while (!lookup->is_over)
        CHECK(wherry_stack_turn(pair->stack, -1) >= 0);
}

static void test_dynamic(void)
{
    static const struct wherry_stack_options options = {
        .dhcp = 1, .no_ipv6 = 1, .hostname = "guest"};
    static const struct peer_plan plan = {.exchange_bytes = 1000};
    struct wherry_stack_status status;
    struct lookup lookup;
    struct pair pair;
    if (!CHECK(pair_open(&pair, &options, &plan, NULL)))
        return;
    wherry_stack_status(pair.stack, &status);
    CHECK_EQUAL(status.dhcp, WHERRY_STACK_DHCP_BOUND);
    CHECK_EQUAL_STRING(status.address4, SERVERS_LEASE "/24");
    CHECK_EQUAL_STRING(status.gateway4, PEER_ADDRESS4);
    CHECK_EQUAL_STRING(status.dns[0], PEER_ADDRESS4);
    CHECK_EQUAL_STRING(status.address6[0], "");
    look_up(&pair, SERVERS_NAME, &lookup);
    CHECK(lookup.is_known);
    CHECK_EQUAL_STRING(ipaddr_ntoa(&lookup.address), SERVERS_NAME_ADDRESS);
    look_up(&pair, "unknown.example", &lookup);
    CHECK(!lookup.is_known);
    CHECK(pair_exchange(&pair, PEER_ADDRESS4, &plan));
    CHECK(pair_close(&pair));
}

/* ---- Ends ------------------------------------------------------------------------------------ */

static void aborted(void *data, err_t code)
{
    CHECK_EQUAL(code, ERR_ABRT);
    ++*(int *)data;
}

/* A stack that is freed tells everybody who still waits, once. */
static void test_free(void)
{
    static const struct wherry_stack_options options = {
        .address4 = "192.0.2.1/24", .no_ipv6 = 1, .dns = "192.0.2.200"};
    static const struct peer_plan plan = {.exchange_bytes = 1000};
    struct pair pair;
    struct lookup lookup = {0};
    int64_t answer = unanswered;
    int lost = 0;
    ip_addr_t to;
    if (!CHECK(pair_open(&pair, &options, &plan, NULL)))
        return;
    ipaddr_aton("192.0.2.200", &to);
    CHECK_EQUAL(wherry_stack_ping(pair.stack, &to, 8, LATE_MS, pong, &answer), 0);
    CHECK_EQUAL(dns_gethostbyname("nobody.example", &to, found, &lookup), ERR_INPROGRESS);
    struct tcp_pcb *connection = tcp_new_ip_type(IPADDR_TYPE_ANY);
    tcp_arg(connection, &lost);
    tcp_err(connection, aborted);
    CHECK_EQUAL(tcp_connect(connection, &to, 80, NULL), ERR_OK);
    CHECK(wherry_stack_turn(pair.stack, 0) >= 0);
    CHECK(pair_close(&pair));
    CHECK_EQUAL(answer, -1);
    CHECK(lookup.is_over && !lookup.is_known);
    CHECK_EQUAL(lost, 1);
}

static void test_gone(void)
{
    struct wherry_netdev *ends[2];
    struct wherry_stack *stack;
    char error[WHERRY_STACK_ERROR_BYTES];
    CHECK_EQUAL(wherry_netdev_open_pair(ends, 16, error), 0);
    CHECK_EQUAL(wherry_stack_new(&stack, ends[0], &pair_static, error), 0);
    wherry_netdev_close(ends[1]);
    CHECK_EQUAL(wherry_stack_run(stack), WHERRY_STACK_E_DEVICE);
    CHECK_EQUAL_STRING(wherry_stack_error(stack), "the other end of the pair is closed");
    wherry_stack_free(stack);
    wherry_netdev_close(ends[0]);
}

static void test_options(void)
{
    static const struct {
        struct wherry_stack_options options;
        const char *error;
    } rows[] = {
        {{.address4 = "192.0.2.1"},
         "address4: '192.0.2.1' is not an address with its prefix, such as 192.0.2.10/24"},
        {{.address4 = "192.0.2.1/33"},
         "address4: '192.0.2.1/33' is not an address with its prefix, such as 192.0.2.10/24"},
        {{.address4 = "192.0.2.1/24", .dhcp = 1},
         "address4: '192.0.2.1/24' is not possible together with DHCP"},
        {{.address4 = "192.0.2.1/24", .gateway4 = "router"},
         "gateway4: 'router' is not an address, such as 192.0.2.1"},
        {{.address6 = "fd00::1/48"},
         "address6: 'fd00::1/48' is not an address with its prefix of 64, such as "
         "2001:db8::10/64"},
        {{.address6 = "fd00::1/64", .no_ipv6 = 1},
         "address6: 'fd00::1/64' is not possible without IPv6"},
        {{.dns = "192.0.2.1,"},
         "dns: '192.0.2.1,' is not up to 3 addresses with commas between "
         "them"},
    };
    struct wherry_netdev *ends[2];
    char error[WHERRY_STACK_ERROR_BYTES];
    CHECK_EQUAL(wherry_netdev_open_pair(ends, 16, error), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wherry_stack *stack;
        CHECK_EQUAL(wherry_stack_new(&stack, ends[0], &rows[i].options, error),
                    WHERRY_STACK_E_ARGUMENT);
        CHECK_EQUAL_STRING(error, rows[i].error);
        CHECK(!stack);
    }
    wherry_netdev_close(ends[0]);
    wherry_netdev_close(ends[1]);
}

int main(void)
{
    test_options();
    test_static();
    test_slow();
    test_dynamic();
    test_free();
    test_gone();
    return check_result();
}
