/* The system calls of musl's portable sources, handed on to the functions of this library. */
#ifndef WHERRY_MUSL_SYSCALL_H
#define WHERRY_MUSL_SYSCALL_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* A call that says -1 and errno, as musl's __syscall() wants it: the negated error. */
static inline long long wherry__negated(long long result)
{
    return result == -1 ? -errno : result;
}

ssize_t wherry__stdio_read(int fd, void *buffer, size_t size);
ssize_t wherry__stdio_readv(int fd, const struct iovec *parts, int count);

#define syscall(number, ...) WHERRY_##number(__VA_ARGS__)
#define __syscall(number, ...) wherry__negated(WHERRY_##number(__VA_ARGS__))
#define syscall_cp syscall
#define __syscall_cp __syscall
#define __syscall_ret(result) ((result) < 0 ? (errno = -(int)(result), -1) : (result))

#define WHERRY_SYS_close close
#define WHERRY_SYS_read wherry__stdio_read /* stdio alone reads by these two */
#define WHERRY_SYS_write write
#define WHERRY_SYS_readv wherry__stdio_readv
#define WHERRY_SYS_writev writev
#define WHERRY_SYS_lseek lseek
#define WHERRY_SYS_fcntl fcntl
#define WHERRY_SYS_ioctl ioctl
#define SYS_unlink /* tmpfile.c asks whether there is one */
#define WHERRY_SYS_unlink unlink
#define WHERRY_SYS_unlinkat unlinkat
#define WHERRY_SYS_fstatat fstatat
#define WHERRY_SYS_rmdir rmdir
#define WHERRY_SYS_dup3 dup3

#define sys_open(...) open(__VA_ARGS__)
#define __sys_open(...) ((int)wherry__negated(open(__VA_ARGS__)))

#endif
