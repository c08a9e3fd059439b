/* denied_posix.c: by a filter of system calls (seccomp(2)), as SELinux's execmem and execmod and
 * PaX's MPROTECT would refuse it. */
#define _DEFAULT_SOURCE

#include "denied.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
/* Skip so many of the instructions that follow. */
#define IF_EQUAL(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
#define IF_BITS(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, value, then, otherwise)

/* libffi 3.4 first maps trampolines from its own file, then tries anonymous memory, memfd_create()
 * and temporary files. All three calls have the protection as their third argument. */
static struct sock_filter filter[] = {
    LOAD(arch),
    IF_EQUAL(AUDIT_ARCH_X86_64, 0, 7),
    LOAD(nr),
    IF_EQUAL(SYS_memfd_create, 6, 0),
    IF_EQUAL(SYS_mmap, 2, 0),
    IF_EQUAL(SYS_mprotect, 1, 0),
    IF_EQUAL(SYS_pkey_mprotect, 0, 2),
    LOAD(args[2]), /* the low half, on a little-endian machine */
    IF_BITS(PROT_EXEC, 1, 0),
    RETURN(SECCOMP_RET_ALLOW),
    RETURN(SECCOMP_RET_ERRNO | EACCES),
};

const char *deny_executable_memory(void)
{
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        return "this system does not permit a seccomp filter";
    void *memory =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED && errno == EACCES ? NULL : "the seccomp filter is not obeyed";
}
