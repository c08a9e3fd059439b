/* Our machine for filters against libpcap's: compiled filters and random programs, on random
 * packets. */
#include "check.h"

#include "../../bindings/wpcap/emulation_internal.h"

#include <stdint.h>

int failures;

enum { PACKETS = 200, PACKET_BYTES = 96, PROGRAMS = 20000, INSTRUCTIONS = 12 };

static uint64_t state = 1;

static uint32_t random_number(uint32_t below)
{
    state = state * 6364136223846793005 + 1442695040888963407;
    return (uint32_t)(state >> 33) % below;
}

/* A frame that some filter likes, cut anywhere. */
static uint32_t make_packet(u_char *bytes)
{
    static const u_char types[][2] = {{8, 0}, {0x86, 0xdd}, {8, 6}, {0x81, 0}};
    static const u_char protocols[] = {1, 6, 17, 58};
    for (int i = 0; i < PACKET_BYTES; i++)
        bytes[i] = (u_char)random_number(random_number(2) ? 256 : 4);
    memcpy(bytes + 12, types[random_number(4)], 2);
    bytes[14] = bytes[12] == 8 ? 0x45 : 0x60;
    bytes[23] = bytes[20] = protocols[random_number(4)];
    bytes[36] = 0;
    bytes[37] = 80;
    return random_number(4) ? PACKET_BYTES : random_number(PACKET_BYTES);
}

static void compare(const struct bpf_insn *code, const char *what)
{
    u_char bytes[PACKET_BYTES];
    uint32_t length = make_packet(bytes), wire_length = length + random_number(3);
    u_int wanted = bpf_filter(code, bytes, wire_length, length);
    u_int given = wherry__bpf_filter(code, bytes, wire_length, length);
    check(given == wanted, "%s gives %u, not %u", what, given, wanted);
}

static void test_compiled(void)
{
    static const char *const filters[] = {
        "",
        "tcp port 80",
        "udp or icmp",
        "ip6 and not tcp",
        "arp",
        "vlan and ip",
        "host 1.2.3.0 or net 2.3.0.0/16",
        "len > 50 and ip[2:2] % 3 = 1",
        "ether[20] & 3 != 0 and ether[21] / 2 > 1 or ether[30] << 3 = 8",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
        "ip[ip[0] & 0xf] ^ 5 > 3 or len - 20 < ip[6] * 2"};
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 65535);
    for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
        struct bpf_program program;
        if (pcap_compile(pcap, &program, filters[i], (int)(i % 2), 0) != 0)
            fatal("%s: %s", filters[i], pcap_geterr(pcap));
        check(wherry__bpf_validate(program.bf_insns, (int)program.bf_len), "%s", filters[i]);
        for (int k = 0; k < PACKETS; k++)
            compare(program.bf_insns, filters[i]);
        pcap_freecode(&program);
    }
    pcap_close(pcap);
}

/* All that there are: libpcap ends the program when it is to run another. */
static u_short random_code(void)
{
    static const u_short loads[] = {BPF_LD | BPF_W | BPF_ABS,
                                    BPF_LD | BPF_H | BPF_ABS,
                                    BPF_LD | BPF_B | BPF_ABS,
                                    BPF_LD | BPF_W | BPF_IND,
                                    BPF_LD | BPF_H | BPF_IND,
                                    BPF_LD | BPF_B | BPF_IND,
                                    BPF_LD | BPF_W | BPF_LEN,
                                    BPF_LDX | BPF_W | BPF_LEN,
                                    BPF_LDX | BPF_MSH | BPF_B,
                                    BPF_LD | BPF_IMM,
                                    BPF_LDX | BPF_IMM,
                                    BPF_LD | BPF_MEM,
                                    BPF_LDX | BPF_MEM,
                                    BPF_ST,
                                    BPF_STX,
                                    BPF_MISC | BPF_TAX,
                                    BPF_MISC | BPF_TXA,
                                    BPF_ALU | BPF_NEG};
    u_short source = random_number(2) ? BPF_X : BPF_K;
    switch (random_number(8)) {
    case 0:
        return (u_short)(BPF_JMP | source | (1 + random_number(4)) << 4);
    case 1:
        return (u_short)(random_number(9) ? BPF_JMP | BPF_JA
                                          : BPF_RET | (random_number(2) ? BPF_A : BPF_K));
    case 2:
    case 3:
    case 4: {
        u_short operation = (u_short)(random_number(11) << 4);
        return operation == BPF_NEG ? BPF_ALU | BPF_NEG : BPF_ALU | source | operation;
    }
    }
    return loads[random_number(sizeof(loads) / sizeof(*loads))];
}

/* Shifts by a constant are of less than 32 bits, and memory is read that was written: libpcap
 * leaves the rest to chance. */
static void make_program(struct bpf_insn *code)
{
    for (int i = 0; i < INSTRUCTIONS; i++) {
        code[i] = (struct bpf_insn){.code = random_code(),
                                    .jt = (u_char)random_number(4),
                                    .jf = (u_char)random_number(4),
                                    .k = random_number(random_number(8) ? 40 : UINT32_MAX)};
        if (code[i].code == (BPF_ALU | BPF_LSH | BPF_K) ||
            code[i].code == (BPF_ALU | BPF_RSH | BPF_K))
            code[i].k %= 32;
        unsigned class = BPF_CLASS(code[i].code);
        if (class == BPF_ST || class == BPF_STX ||
            (class < BPF_ST && BPF_MODE(code[i].code) == BPF_MEM))
            code[i].k %= 2;
    }
    code[0] = (struct bpf_insn)BPF_STMT(BPF_ST, 0);
    code[1] = (struct bpf_insn)BPF_STMT(BPF_ST, 1);
    code[INSTRUCTIONS - 1].code = (u_short)(BPF_RET | (random_number(4) ? BPF_A : BPF_K));
}

/* What we run libpcap runs too, with the same result. */
static void test_random(void)
{
    struct bpf_insn code[INSTRUCTIONS];
    int accepted = 0, refused = 0;
    for (int i = 0; accepted < PROGRAMS; i++) {
        make_program(code);
        bool is_ours = wherry__bpf_validate(code, INSTRUCTIONS);
        bool is_theirs = bpf_validate(code, INSTRUCTIONS);
        check(!is_ours || is_theirs, "program %d: only we run it", i);
        accepted += is_ours;
        refused += !is_ours && is_theirs;
        if (is_ours && is_theirs)
            compare(code, "a random program");
        if (failures)
            fatal("program %d, of %d, refused %d", i, accepted, refused);
    }
    check(refused == 0, "%d that libpcap runs are refused", refused);
}

int main(void)
{
    test_compiled();
    test_random();
    return failures > 0;
}
