/* transfer.c: moves bytes both ways at once and says what they sum to.
 *
 *   transfer listen BYTES SEED          tells its port on a line of its own, takes one connection
 *   transfer connect BYTES SEED PORT
 *
 * Then a line "sent SUM received SUM". Compiled for both systems (transfer-test). */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net.h"

struct half {
    int fd;
    uint64_t length, state, sum;
    const char *failed; /* the call that did, or NULL */
};

static uint64_t sum_on(uint64_t sum, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ bytes[i]) * 1099511628211u;
    }
    return sum;
}

static void fill(uint64_t *state, unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (unsigned char)(*state >> 56);
    }
}

static void *send_half(void *user)
{
    struct half *half = user;
    unsigned char piece[50000];

    for (uint64_t done = 0; done < half->length;) {
        size_t want =
            half->length - done < sizeof piece ? (size_t)(half->length - done) : sizeof piece;

        fill(&half->state, piece, want);
        half->sum = sum_on(half->sum, piece, want);
        for (size_t at = 0; at < want;) {
            ssize_t put = write(half->fd, piece + at, want - at);

            if (put < 0) {
                half->failed = "write";
                return NULL;
            }
            at += (size_t)put;
        }
        done += want;
    }
    if (shutdown(half->fd, SHUT_WR) < 0) {
        half->failed = "shutdown";
    }
    return NULL;
}

static void *receive_half(void *user)
{
    struct half *half = user;
    unsigned char piece[60000];
    ssize_t got;

    while ((got = read(half->fd, piece, sizeof piece)) > 0) {
        half->sum = sum_on(half->sum, piece, (size_t)got);
        half->length += (uint64_t)got;
    }
    if (got < 0) {
        half->failed = "read";
    }
    return NULL;
}

static int open_listening(void)
{
    union address address;
    int listener = bound(AF_INET, SOCK_STREAM, &address);

    if (listener < 0 || listen(listener, 1) < 0) {
        return -1;
    }
    printf("%d\n", ntohs(address.four.sin_port));
    fflush(stdout);
    return accept(listener, NULL, NULL);
}

static int open_connecting(const char *port)
{
    union address address;
    socklen_t length = local_address(AF_INET, &address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.four.sin_port = htons((uint16_t)atoi(port));
    return fd < 0 || connect(fd, &address.any, length) < 0 ? -1 : fd;
}

int main(int argc, char **argv)
{
    struct half out = {.sum = 14695981039346656037u}, in = {.sum = 14695981039346656037u};
    pthread_t thread;

    if (argc < 4 || (strcmp(argv[1], "listen") != 0 && argc != 5)) {
        fprintf(stderr, "usage: transfer listen BYTES SEED | transfer connect BYTES SEED PORT\n");
        return 2;
    }
    in.fd = out.fd = argc == 4 ? open_listening() : open_connecting(argv[4]);
    if (out.fd < 0) {
        perror("transfer");
        return 1;
    }
    out.length = strtoull(argv[2], NULL, 10);
    out.state = strtoull(argv[3], NULL, 10);
    if (pthread_create(&thread, NULL, send_half, &out)) {
        return 1;
    }
    receive_half(&in);
    pthread_join(thread, NULL);
    if (in.failed || out.failed) {
        fprintf(stderr, "transfer: %s failed\n", in.failed ? in.failed : out.failed);
        return 1;
    }
    printf("sent %llu %016llx received %llu %016llx\n", (unsigned long long)out.length,
           (unsigned long long)out.sum, (unsigned long long)in.length, (unsigned long long)in.sum);
    close(in.fd);
    return 0;
}
