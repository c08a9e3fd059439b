#include "emulation_internal.h"

/* What a program works on. All numbers are unsigned and wrap. */
struct machine {
    uint32_t a, x;
    uint32_t memory[BPF_MEMWORDS];
    const u_char *bytes;
    uint32_t length;
    bool outside; /* a load or a division that cannot be: the program ends with 0 */
};

static uint32_t load(struct machine *machine, uint64_t at, unsigned size)
{
    uint32_t value = 0;
    if (at + size > machine->length) {
        machine->outside = true;
        return 0;
    }
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | machine->bytes[at + i];
    return value;
}

static unsigned size_of(uint16_t code)
{
    return BPF_SIZE(code) == BPF_W ? 4 : BPF_SIZE(code) == BPF_H ? 2 : 1;
}

static uint32_t load_value(struct machine *machine, const struct bpf_insn *at, uint32_t wire_length)
{
    switch (BPF_MODE(at->code)) {
    case BPF_IMM:
        return at->k;
    case BPF_ABS:
        return load(machine, at->k, size_of(at->code));
    case BPF_IND:
        return load(machine, (uint64_t)machine->x + at->k, size_of(at->code));
    case BPF_MEM:
        return machine->memory[at->k];
    case BPF_LEN:
        return wire_length;
    default: /* BPF_MSH: four times the low half of a byte, the length of an IP header */
        return (load(machine, at->k, 1) & 0xf) << 2;
    }
}

static uint32_t calculate(struct machine *machine, const struct bpf_insn *at)
{
    uint32_t a = machine->a, b = BPF_SRC(at->code) == BPF_X ? machine->x : at->k;
    switch (BPF_OP(at->code)) {
    case BPF_ADD:
        return a + b;
    case BPF_SUB:
        return a - b;
    case BPF_MUL:
        return a * b;
    case BPF_OR:
        return a | b;
    case BPF_AND:
        return a & b;
    case BPF_XOR:
        return a ^ b;
    case BPF_LSH:
        return b < 32 ? a << b : 0;
    case BPF_RSH:
        return b < 32 ? a >> b : 0;
    case BPF_NEG:
        return 0 - a;
    default: /* BPF_DIV, BPF_MOD */
        if (b == 0) {
            machine->outside = true;
            return 0;
        }
        return BPF_OP(at->code) == BPF_DIV ? a / b : a % b;
    }
}

/* How far it goes beyond the next instruction. */
static uint32_t jump(const struct machine *machine, const struct bpf_insn *at)
{
    uint32_t a = machine->a, b = BPF_SRC(at->code) == BPF_X ? machine->x : at->k;
    switch (BPF_OP(at->code)) {
    case BPF_JA:
        return at->k;
    case BPF_JGT:
        return a > b ? at->jt : at->jf;
    case BPF_JGE:
        return a >= b ? at->jt : at->jf;
    case BPF_JEQ:
        return a == b ? at->jt : at->jf;
    default: /* BPF_JSET */
        return a & b ? at->jt : at->jf;
    }
}

u_int wherry__bpf_filter(const struct bpf_insn *at, const u_char *bytes, u_int wire_length,
                         u_int length)
{
    struct machine machine = {.bytes = bytes, .length = length};
    if (!at) /* no filter: everything */
        return (u_int)-1;
    for (;; at++) {
        switch (BPF_CLASS(at->code)) {
        case BPF_LD:
            machine.a = load_value(&machine, at, wire_length);
            break;
        case BPF_LDX:
            machine.x = load_value(&machine, at, wire_length);
            break;
        case BPF_ST:
            machine.memory[at->k] = machine.a;
            break;
        case BPF_STX:
            machine.memory[at->k] = machine.x;
            break;
        case BPF_ALU:
            machine.a = calculate(&machine, at);
            break;
        case BPF_JMP:
            at += jump(&machine, at);
            break;
        case BPF_RET:
            return BPF_RVAL(at->code) == BPF_A ? machine.a : at->k;
        default: /* BPF_MISC */
            if (BPF_MISCOP(at->code) == BPF_TAX)
                machine.x = machine.a;
            else
                machine.a = machine.x;
        }
        if (machine.outside)
            return 0;
    }
}

/* ---- Which programs can be run --------------------------------------------------------------- */

static bool is_load(const struct bpf_insn *at)
{
    switch (BPF_MODE(at->code)) {
    case BPF_MEM:
        return at->k < BPF_MEMWORDS;
    case BPF_ABS:
    case BPF_IND:
    case BPF_MSH:
    case BPF_IMM:
    case BPF_LEN:
        return true;
    }
    return false;
}

static bool is_calculation(const struct bpf_insn *at)
{
    unsigned operation = BPF_OP(at->code);
    if ((operation == BPF_DIV || operation == BPF_MOD) && BPF_SRC(at->code) == BPF_K)
        return at->k != 0;
    return operation <= BPF_XOR;
}

/* Only forward, so that every program ends; `left`: instructions behind this one. */
static bool is_jump(const struct bpf_insn *at, unsigned left)
{
    unsigned operation = BPF_OP(at->code);
    if (operation == BPF_JA)
        return at->k < left;
    return operation <= BPF_JSET && at->jt < left && at->jf < left;
}

static bool is_valid(const struct bpf_insn *at, unsigned left)
{
    switch (BPF_CLASS(at->code)) {
    case BPF_LD:
    case BPF_LDX:
        return is_load(at);
    case BPF_ST:
    case BPF_STX:
        return at->k < BPF_MEMWORDS;
    case BPF_ALU:
        return is_calculation(at);
    case BPF_JMP:
        return is_jump(at, left);
    }
    return true; /* BPF_RET, BPF_MISC */
}

int wherry__bpf_validate(const struct bpf_insn *program, int count)
{
    if (count < 1 || !program || BPF_CLASS(program[count - 1].code) != BPF_RET)
        return 0;
    for (int i = 0; i < count; i++)
        if (!is_valid(&program[i], (unsigned)(count - i - 1)))
            return 0;
    return 1;
}

int wherry__bpf_offline_filter(const struct bpf_program *program, const struct pcap_pkthdr *header,
                               const u_char *bytes)
{
    if (!program->bf_insns)
        return 0;
    return (int)wherry__bpf_filter(program->bf_insns, bytes, header->len, header->caplen);
}
