/* posix_plain.c: the work by the plain calls underneath. */
#include "posix.h"

#include <winsock2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static HANDLE file;
static FILE *stream;
static char block[BLOCK_BYTES], line[LINE_BYTES];
static WCHAR name[256];
static WSAPOLLFD polled[SOCKETS];

static int prepare_file(const char *path)
{
    LARGE_INTEGER end = {.QuadPart = 16L * BLOCK_BYTES};
    MultiByteToWideChar(CP_UTF8, 0, path, -1, name, 256);
    file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                       CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return -1;
    return SetFilePointerEx(file, end, NULL, FILE_BEGIN) && SetEndOfFile(file) ? 0 : -1;
}

static void start_again(void)
{
    LARGE_INTEGER start = {0};
    SetFilePointerEx(file, start, NULL, FILE_BEGIN);
}

static void write_blocks(void)
{
    DWORD put;
    start_again();
    for (int i = 0; i < 256; i++)
        if (!WriteFile(file, block, sizeof block, &put, NULL))
            abort();
}

static void read_blocks(void)
{
    DWORD got;
    start_again();
    for (int i = 0; i < 256; i++)
        if (!ReadFile(file, block, sizeof block, &got, NULL))
            abort();
}

static int prepare_stream(const char *path)
{
    (void)path;
    stream = fopen("bench-posix-stream", "w+bTD"); /* short-lived, gone when closed */
    memset(line, 'x', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    return stream ? 0 : -1;
}

static void write_lines(void)
{
    rewind(stream);
    for (int i = 0; i < 10000; i++)
        fputs(line, stream);
    fflush(stream);
}

static void read_lines(void)
{
    rewind(stream);
    for (int i = 0; i < 10000; i++)
        if (!fgets(line, sizeof line, stream))
            abort();
}

/* What stat() must ask as well, for the number of the file and its links. */
static void stat_file(void)
{
    BY_HANDLE_FILE_INFORMATION information;
    for (int i = 0; i < 500; i++) {
        HANDLE handle = CreateFileW(name, FILE_READ_ATTRIBUTES,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
        if (!GetFileInformationByHandle(handle, &information))
            abort();
        CloseHandle(handle);
    }
}

static void read_clock(void)
{
    LARGE_INTEGER now;
    for (int i = 0; i < 10000; i++)
        QueryPerformanceCounter(&now);
}

static void map_file(void)
{
    for (int i = 0; i < 200; i++) {
        HANDLE section = CreateFileMappingW(file, NULL, PAGE_READONLY, 0, 0, NULL);
        void *map = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 65536);
        if (!map || !UnmapViewOfFile(map))
            abort();
        CloseHandle(section);
    }
}

static int prepare_sockets(const char *path)
{
    WSADATA data;
    (void)path;
    if (WSAStartup(MAKEWORD(2, 2), &data))
        return -1;
    for (int i = 0; i < SOCKETS; i++) {
        struct sockaddr_in any = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
        polled[i] = (WSAPOLLFD){socket(AF_INET, SOCK_DGRAM, 0), POLLRDNORM, 0};
        if (bind(polled[i].fd, (struct sockaddr *)&any, sizeof any))
            return -1;
    }
    return 0;
}

static void poll_sockets(void)
{
    for (int i = 0; i < 4; i++)
        if (WSAPoll(polled, SOCKETS, 0) != 0)
            abort();
}

/* Two pipes, a pending read on each, one wait for both. */
static struct {
    HANDLE reader, writer;
    OVERLAPPED pending;
    char byte;
} pipes[2];

static int begin_read(int i)
{
    return ReadFile(pipes[i].reader, &pipes[i].byte, 1, NULL, &pipes[i].pending) ||
           GetLastError() == ERROR_IO_PENDING;
}

static int prepare_wait(const char *path)
{
    (void)path;
    for (int i = 0; i < 2; i++) {
        WCHAR pipe[64];
        swprintf(pipe, 64, L"\\\\.\\pipe\\bench-posix-%lu-%d", GetCurrentProcessId(), i);
        pipes[i].reader = CreateNamedPipeW(pipe, PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED, 0, 1,
                                           65536, 65536, 0, NULL);
        pipes[i].writer = CreateFileW(pipe, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        pipes[i].pending.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
        if (pipes[i].writer == INVALID_HANDLE_VALUE || !begin_read(i))
            return -1;
    }
    return 0;
}

static void wait_mixed(void)
{
    HANDLE events[] = {pipes[0].pending.hEvent, pipes[1].pending.hEvent};
    for (int i = 0; i < 100; i++) {
        DWORD done;
        int ready = i % 2;
        if (!WriteFile(pipes[ready].writer, "x", 1, &done, NULL) ||
            WaitForMultipleObjects(2, events, FALSE, INFINITE) != WAIT_OBJECT_0 + (DWORD)ready ||
            !GetOverlappedResult(pipes[ready].reader, &pipes[ready].pending, &done, FALSE) ||
            !begin_read(ready))
            abort();
    }
}

const struct way plain_ways[WAYS] = {
    {"write", prepare_file, write_blocks},
    {"read", NULL, read_blocks},
    {"stat", NULL, stat_file},
    {"mmap", NULL, map_file},
    {"clock", NULL, read_clock},
    {"fputs", prepare_stream, write_lines},
    {"fgets", NULL, read_lines},
    {"poll", prepare_sockets, poll_sockets},
    {"wait", prepare_wait, wait_mixed},
};
