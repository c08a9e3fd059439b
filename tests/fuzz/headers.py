"""Mutated headers: the bytes of the seeds, and declarations that C allows and nobody expects."""
import bytes_mutations

ATTRIBUTES = """__attribute__((packed)) __attribute__((aligned)) __attribute__((aligned(4096)))
__attribute__((aligned(268435456))) __attribute__((aligned(0))) __attribute__((aligned(3)))
__attribute__((vector_size(16))) __attribute__((vector_size(3))) __attribute__((mode(TI)))
__attribute__((mode(XX))) __attribute__((stdcall)) __attribute__((fastcall))
__attribute__((ms_abi)) __attribute__((sysv_abi)) __attribute__((vectorcall))
__attribute__((regparm(3))) __attribute__((noreturn)) __attribute__((deprecated("\\xff\\n\\"")))
__attribute__((transparent_union)) __attribute__((ms_struct)) __attribute__((gcc_struct))
__attribute__((weak)) __attribute__((alias("no_such"))) __attribute__((visibility("hidden")))
__attribute__((address_space(1))) __attribute__((may_alias)) __attribute__((cleanup(abs)))
__attribute__((nonnull(1,99))) __attribute__((format(printf,1,2))) __attribute__((enable_if(1,"")))
__attribute__((ext_vector_type(3))) __attribute__((overloadable)) __attribute__((annotate("")))
__attribute__((unavailable)) __attribute__((tls_model("local-exec"))) __attribute__((pure))
__attribute__((dllimport)) __attribute__((swiftcall)) __attribute__((preserve_all))
__attribute__((flag_enum)) __attribute__((enum_extensibility(open))) __attribute__(())
__declspec(dllimport) __asm__("") __asm__("a\\"b") __asm__("9x") __asm__("\\n.err\\n")
_Alignas(64) _Alignas(int) _Atomic _Atomic(int) _Complex _Imaginary _Thread_local _Noreturn inline
static register auto extern typedef const volatile restrict __restrict signed unsigned long short
_Bool _BitInt(7) _BitInt(129) __int128 _Float16 __float128 __bf16 __auto_type typeof(int) void
__extension__ __thread _Nonnull __unaligned __ptr32 int char struct union enum ... [[x]] [static]
[*] [0] [] [-1] [1ull<<60] (*)() ^ && @ # ## $ \\u00e9 <: %> ??(""".split()

DECLARATIONS = r"""
typedef struct fz_a fz_a; struct fz_a { fz_a *next; fz_a (*call)(fz_a); };
struct fz_b { struct fz_b inside; };
typedef fz_c fz_c; typedef int fz_d; typedef fz_d fz_d;
struct fz_e { unsigned a : 1, : 0, b : 31, : 3; _Bool c : 1; long long d : 63; char e : 8; };
struct fz_f { int a : 33; }; struct fz_g { unsigned long long a : 64; int : 32; };
struct __attribute__((packed)) fz_h { char a; long double b : 8; long c : 61; char d : 3; };
extern char fz_i[9223372036854775807]; struct fz_j { int a[1ul << 58]; char b[1ul << 60]; };
struct fz_k { int n; int a[]; }; struct fz_l { struct fz_k k; }; union fz_m { int a[0]; };
struct fz_n {}; union fz_o {}; struct fz_n fz_p(struct fz_n, union fz_o);
enum fz_q { FZ_Q1 = 0xffffffffffffffffULL, FZ_Q2 = -1 }; enum fz_r; enum fz_r fz_s(enum fz_r);
enum fz_t { FZ_T1 = -9223372036854775807LL - 1, FZ_T2 = 'abcd', FZ_T3 = sizeof(long) };
enum __attribute__((packed)) fz_u { FZ_U1 = 200 }; enum fz_v : unsigned char { FZ_V };
int (*(*fz_w(int (*)(int (*)(void))))[3])(char (*[2])(void)); typedef int fz_x(int); fz_x fz_y;
int fz_z(int n, int a[n][*], int b[static 3], int c[const restrict]);
int fz_z(int, int[*][*], int*, int*);
int fz_A(a, b) int a; char b; { return a + b; } int fz_B();
static inline int fz_C(int a) { return ({ int b = a; b; }); } inline int fz_D(void) { return 1; }
typeof(sizeof(struct { int a; })) fz_E; extern struct { int a; struct { int b; }; } fz_F;
struct { int a; } fz_G(union { int x; } p); struct fz_H { struct { enum { FZ_H1 } e; } s[2]; };
extern const char fz_I[]; extern struct fz_unknown fz_J; extern void fz_K; extern int fz_L[][3];
_Complex double fz_M(_Complex float, __int128, unsigned __int128, long double);
_Float16 fz_N(__float128);
typedef int fz_O __attribute__((vector_size(32))); fz_O fz_P(fz_O); struct fz_Q { fz_O a[2]; };
#define FZ_A FZ_B
#define FZ_B FZ_A
#define FZ_C "\0\x00\777\u00e9\xff"
#define FZ_D ((void *)-1)
#define FZ_E (1 / 0)
#define FZ_F (-9223372036854775807LL - 1)
#define FZ_G 1e4932L
#define FZ_H sizeof(struct { int a; })
#define FZ_I "unfinished
#define FZ_J 'ab' L"wide" u8"x"
#define FZ_K() FZ_K()
#define FZ_L(a, ...) #a ## __VA_ARGS__
#define FZ_M &fz_y
#define FZ_N (struct fz_k){1}
#define FZ_O ({ 1; })
#define FZ_P __COUNTER__ __LINE__
#define FZ_Q _Pragma("once") 3
#define FZ_R 0.0/0.0
#define FZ_S -(__builtin_inf())
#define FZ_T \
#define FZ_U ) + (
#define FZ_V } int fz_evil; {
#define FZ_W /* unfinished
#define FZ_X fz_y
#define FZ_Y *"text"
#define FZ_Z __builtin_trap()
#define int long
#define struct union
#define wherry__macro_FZ_A 1
#define static
#define __auto_type
#define const
#define sizeof
#undef __GNUC__
#pragma pack(push, 1)
#pragma pack(3)
#pragma pack(pop)
#pragma weak fz_y = fz_z
#pragma redefine_extname fz_y fz_other
#pragma once
#pragma GCC system_header
#pragma STDC FENV_ACCESS ON
#pragma clang attribute push (__attribute__((packed)), apply_to = record)
#pragma ms_struct on
#line 4294967295 "elsewhere.h"
#line 7 ""
# 1 "/usr/include/stdio.h" 1 3 4
#include "api.h"
#include <no_such_header.h>
#include "."
#include "/dev/null"
#include_next <stddef.h>
#error "of the header"
#warning "of the header"
#if 1
#else
#endif
#ifdef
#embed "api.h"
_Pragma("pack(1)") struct fz_R { char a; int b; }; _Static_assert(sizeof(int) == 5, "no");
int printf(const char *, ...); int puts(int); void *memcpy(); int main(void); int errno;
int __imp_fz(void); int fz_S(int wherry, int p0, int result, int slot); int _fz(int if0, int __x);
int fz_T(void) __asm__("fz_U"); int fz_U(void) __asm__("fz_T"); int fz_V(int __x(int), int (y)[3]);
extern _Thread_local int fz_W; extern volatile const int *const volatile fz_X[2]; int fz_Y = 3;
struct fz_aa { _Alignas(64) char a; _Alignas(1) char b; } __attribute__((aligned(128)));
struct fz_ab { _Atomic int a; _Atomic struct { char c[3]; } b; }; _Bool fz_ac(_Bool *, _Bool[2]);
void fz_ad(void) __attribute__((noreturn, noreturn)); void fz_ae(void), fz_af(int), *fz_ag(void);
int (fz_ah)(int), (*fz_ai)(int), fz_aj; typedef void (*fz_ak)(void), fz_al(void);
fz_al fz_am, *fz_an;
struct fz_ao { int a; int a; }; struct fz_ap { void f(void); }; struct fz_aq { int : 3; int : 0; };
union fz_ar { struct { int a, b; }; struct { int c : 3; }; long long d; } fz_as(union fz_ar);
struct fz_at { struct fz_at *(*f)(struct fz_at *(*)(struct fz_at *)); }; enum { FZ_AU };
enum {} fz_av;
int fz_aw(struct fz_local { int a; } *p); struct fz_ax { enum fz_ay { FZ_AY } a; struct fz_az *b; };
void (*signal_(int, void (*)(int)))(int); int __attribute__((stdcall)) (*fz_ba)(int), fz_bb(int);
int fz_bc(int, ...); int fz_bd(...); int fz_be(register int a, int b); int fz_bf(void), fz_bf(int);
extern "C" { int fz_bg(void); }
class fz_bh { public: int a; }; template <int n> struct fz_bi { int a[n]; }; namespace fz { int n; }
int \u00e9(void); int é(int ñ); int $dollar(int $); struct été { int à; };
int fz_bj(int (^block)(int)); id fz_bk(void); __strong int fz_bl; @class fz_bm;
int for(int while); int fz_bn(int int); typedef unsigned fz_bo; fz_bo long fz_bp(fz_bo fz_bo);
""".strip("\n").encode().split(b"\n")


def nest(random, data, _):
    depth = random.choice([3, 40, 250, 251, 257, 1500, 6000])
    name = b"fz_n%d" % random.randrange(1000)
    shape = random.randrange(9)
    text = [
        lambda: b"int " + b"(" * depth + name + b")" * depth + b";",
        lambda: b"int " + b"*" * depth + name + b";",
        lambda: b"extern int " + name + b"[2]" * depth + b";",
        lambda: b"struct %s {" % name + b"struct {" * depth + b"int a;" + b"} b;" * depth + b"};",
        lambda: b"#define N_%s " % name + b"(" * depth + b"1" + b")" * depth,
        lambda: b"#define N_%s " % name + b"-" * depth + b"1" + b"+1" * depth,
        lambda: b"int " + b"(*" * depth + name + b"(void)" + b")(void)" * depth + b";",
        lambda: b"".join(b"typedef struct %s_%d { struct %s_%d *a; } *%s_t%d;\n"
                         % (name, i, name, i + 1, name, i) for i in range(depth)),
        lambda: b"typedef int %s_0;\n" % name + b"".join(
            b"typedef %s_%d %s_%d%s;\n" % (name, i, name, i + 1, random.choice([b"", b"[2]"]))
            for i in range(min(depth, 300))),
    ][shape]()
    return at_line(random, data, text)


def many(random, data, _):
    count = random.choice([70, 1000, 4000])
    text = random.choice([
        b"int fz_many(" + b"int, " * count + b"int);",
        b"struct fz_fields {" + b"".join(b"int f%d : %d;" % (i, i % 32 + 1)
                                         for i in range(count)) + b"};",
        b"enum fz_many {" + b"".join(b"FZ_M%d," % i for i in range(count)) + b"};",
        b"".join(b"int fz_m%d(struct fz_s%d *, long);" % (i, i) for i in range(count)),
        b"".join(b"#define FZ_N%d (%d+1)\n" % (i, i) for i in range(count)),
        b"#define FZ_LONG \"" + b"x\\n" * count + b"\"",
    ])
    return at_line(random, data, text)


def at_line(random, data, text):
    lines = data.split(b"\n")
    lines.insert(random.randrange(len(lines) + 1), text)
    return b"\n".join(lines)


def declaration(random, data, _):
    for _ in range(random.choice([1, 1, 2, 5])):
        data = at_line(random, data, random.choice(DECLARATIONS))
    return data


def attribute(random, data, _):
    def change(tokens, places):
        place = random.choice(places)
        word = random.choice(ATTRIBUTES).encode()
        tokens[place] = random.choice([b"%s %s", b"%s %s", b"%.0s%s"]) % (word, tokens[place])
    return bytes_mutations.on_tokens(random, data, change)


OWN = [declaration] * 3 + [attribute] * 3 + [nest, many]


def mutate(random, seeds):
    """A header as bytes; now and then of declarations alone, that all its mutations are read."""
    data = random.choice(seeds) if random.random() < .85 else b"\n"
    if random.random() < .4 and len(data) > 3000:
        start = random.randrange(len(data) - 2000)
        data = data[start:start + random.choice([500, 2000, 8000])]
    mutations = OWN if random.random() < .4 else OWN + bytes_mutations.ALL
    for _ in range(random.choice([1, 1, 1, 2, 2, 4])):
        data = random.choice(mutations)(random, data, random.choice(seeds))
    return data
