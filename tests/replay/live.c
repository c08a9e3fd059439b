#include "live.h"

enum {
    PORT_DNS = 53,
    PORT_DHCP_CLIENT = 68,
    UDP_BYTES = 8,
    DHCP_XID = UDP_BYTES + 4,
    ICMP_ECHO_REPLY = 0,
    ICMP_ECHO_REQUEST = 8,
    ICMP6_ECHO_REQUEST = 128,
    ICMP6_ECHO_REPLY = 129
};

static unsigned version_of(const struct frame *frame)
{
    return wherry__get16(frame->bytes + 12) == WHERRY__TYPE_IPV6 ? 6 : 4;
}

static void hear_request(struct live *live, enum answer awaited)
{
    live->asked++;
    live->awaited = awaited;
}

/* ---- What the stack says --------------------------------------------------------------------- */

/* By its hash; a newer one takes the place. */
static struct live_connection *place_of(const struct live *live, const uint8_t ports[4],
                                        unsigned ip_version)
{
    unsigned hash = ports[0] * 7u + ports[1] + ports[2] * 13u + ports[3] * 3u + ip_version;
    return (struct live_connection *)&live->connections[hash % LIVE_CONNECTIONS];
}

static int is_it(const struct live_connection *connection, const uint8_t ports[4],
                 unsigned ip_version)
{
    return connection->ip_version == ip_version && memcmp(connection->ports, ports, 4) == 0;
}

static void hear_tcp(struct live *live, const uint8_t *tcp, uint32_t segment_bytes,
                     unsigned ip_version)
{
    uint8_t ports[4] = {tcp[2], tcp[3], tcp[0], tcp[1]};
    struct live_connection *connection = place_of(live, ports, ip_version);
    uint32_t header = (tcp[TCP_DATA_OFFSET] >> 4) * 4u, flags = tcp[TCP_FLAG_BITS];
    uint32_t first = wherry__get32(tcp + TCP_SEQUENCE);
    uint32_t next = first + (segment_bytes - header) + ((flags & (FLAG_SYN | FLAG_FIN)) != 0);
    if (flags & FLAG_RST)
        return;
    if (flags & FLAG_SYN) {
        *connection = (struct live_connection){.ip_version = ip_version, .initial = first};
        memcpy(connection->ports, ports, 4);
        connection->is_calling = (flags & FLAG_ACK) == 0;
    } else if (!is_it(connection, ports, ip_version)) {
        return;
    }
    if ((flags & FLAG_SYN) || (int32_t)(next - connection->next) > 0)
        connection->next = next;
    if (flags & FLAG_ACK)
        connection->awaited = wherry__get32(tcp + TCP_ACKNOWLEDGED);
    if ((flags & (FLAG_SYN | FLAG_ACK)) == FLAG_ACK)
        connection->is_calling = 0;
}

static void hear_udp(struct live *live, const uint8_t *udp, uint32_t length_bytes)
{
    if (wherry__get16(udp) == PORT_DHCP_CLIENT && length_bytes >= DHCP_XID + 4) {
        memcpy(live->dhcp, udp + DHCP_XID, 4);
        hear_request(live, ANSWER_LEASE);
    } else if (wherry__get16(udp + 2) == PORT_DNS && length_bytes >= UDP_BYTES + 2) {
        unsigned i = live->lookup++ % LIVE_LOOKUPS;
        memcpy(live->lookups[i].port, udp, 2);
        memcpy(live->lookups[i].id, udp + UDP_BYTES, 2);
        hear_request(live, ANSWER_NAME);
    }
}

void live_hear(struct live *live, const uint8_t *bytes, uint32_t length_bytes)
{
    struct wherry__frame_layers layers;
    wherry__frame_layers(bytes, length_bytes, &layers);
    const uint8_t *transport = bytes + layers.transport;
    if (layers.ip_version == 0 || layers.is_fragment)
        return;
    if (layers.protocol == WHERRY__PROTOCOL_TCP && layers.transport_bytes >= TCP_HEADER_BYTES)
        hear_tcp(live, transport, layers.transport_bytes, layers.ip_version);
    else if (layers.protocol == WHERRY__PROTOCOL_UDP && layers.transport_bytes >= UDP_BYTES)
        hear_udp(live, transport, layers.transport_bytes);
    else if (layers.transport_bytes >= 8 &&
             transport[0] == (layers.ip_version == 4 ? ICMP_ECHO_REQUEST : ICMP6_ECHO_REQUEST)) {
        memcpy(live->pings[layers.ip_version == 6][live->ping++ % LIVE_PINGS], transport + 4, 4);
        hear_request(live, layers.ip_version == 4 ? ANSWER_PING4 : ANSWER_PING6);
    }
}

/* ---- What comes to it ------------------------------------------------------------------------ */

static void adapt_tcp(const struct live *live, uint8_t *tcp, const struct sample *sample,
                      uint16_t port_shift)
{
    put16(tcp + TCP_SOURCE, wherry__get16(tcp + TCP_SOURCE) ^ port_shift);
    unsigned ip_version = version_of(&sample->frame);
    const struct live_connection *connection = place_of(live, tcp, ip_version);
    if (sample->has_initial && is_it(connection, tcp, ip_version))
        put32(tcp + TCP_ACKNOWLEDGED,
              wherry__get32(tcp + TCP_ACKNOWLEDGED) - sample->initial + connection->initial);
}

static void adapt_udp(const struct live *live, uint8_t *udp, uint32_t length_bytes)
{
    unsigned last = (live->lookup + LIVE_LOOKUPS - 1) % LIVE_LOOKUPS;
    if (wherry__get16(udp + 2) == PORT_DHCP_CLIENT && length_bytes >= DHCP_XID + 4) {
        memcpy(udp + DHCP_XID, live->dhcp, 4);
    } else if (wherry__get16(udp) == PORT_DNS && length_bytes >= UDP_BYTES + 2) {
        memcpy(udp + 2, live->lookups[last].port, 2);
        memcpy(udp + UDP_BYTES, live->lookups[last].id, 2);
    }
}

void live_adapt(const struct live *live, struct frame *frame, const struct sample *sample,
                uint16_t port_shift)
{
    unsigned last = (live->ping + LIVE_PINGS - 1) % LIVE_PINGS;
    struct wherry__frame_layers layers;
    wherry__frame_layers(frame->bytes, frame->length_bytes, &layers);
    uint8_t *transport = frame->bytes + layers.transport;
    if (layers.ip_version == 0 || layers.is_fragment)
        return;
    if (layers.protocol == WHERRY__PROTOCOL_TCP && layers.transport_bytes >= TCP_HEADER_BYTES)
        adapt_tcp(live, transport, sample, port_shift);
    else if (layers.protocol == WHERRY__PROTOCOL_UDP && layers.transport_bytes >= UDP_BYTES)
        adapt_udp(live, transport, layers.transport_bytes);
    else if (layers.transport_bytes >= 8 &&
             transport[0] == (layers.ip_version == 4 ? ICMP_ECHO_REPLY : ICMP6_ECHO_REPLY))
        memcpy(transport + 4, live->pings[layers.ip_version == 6][last], 4);
    frame_repair(frame);
}

/* Mostly exact, else a little beside. */
static uint32_t about(uint32_t number, struct random *random)
{
    static const uint32_t spans[] = {2, 16, 1460, 65536};
    if (random_percent(random, 70))
        return number;
    uint32_t span = spans[random_below(random, sizeof spans / sizeof *spans)];
    return number + random_below(random, 2 * span) - span;
}

void live_aim(const struct live *live, struct frame *frame, struct random *random)
{
    uint8_t *tcp = frame_transport(frame, WHERRY__PROTOCOL_TCP, TCP_HEADER_BYTES);
    unsigned first = random_below(random, LIVE_CONNECTIONS);
    for (unsigned i = 0; tcp && i < LIVE_CONNECTIONS; i++) {
        const struct live_connection *connection =
            &live->connections[(first + i) % LIVE_CONNECTIONS];
        if (connection->ip_version != version_of(frame))
            continue;
        memcpy(tcp, connection->ports, 4);
        put32(tcp + TCP_SEQUENCE, about(connection->awaited, random));
        put32(tcp + TCP_ACKNOWLEDGED, about(connection->next, random));
        if (connection->is_calling && random_percent(random, 70))
            tcp[TCP_FLAG_BITS] = FLAG_SYN | FLAG_ACK;
        return;
    }
}
