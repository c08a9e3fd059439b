/* Sockets: connections, datagrams, what blocks and what does not, peers that go. */
#include "check.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "net.h"

enum { BIG = 4 << 20 };

/* ---- transfers, both directions at once ---- */

struct transfer {
    int fd;
    unsigned seed;
    size_t length;
    int faults;
};

static unsigned char byte_at(unsigned seed, size_t i)
{
    return (unsigned char)((i + seed) * 2654435761u >> 13);
}

static void *send_all(void *user)
{
    struct transfer *transfer = user;
    unsigned char piece[30000];

    for (size_t done = 0; done < transfer->length;) {
        size_t want = transfer->length - done;

        want = want < sizeof piece ? want : sizeof piece;
        for (size_t i = 0; i < want; i++) {
            piece[i] = byte_at(transfer->seed, done + i);
        }
        if (send(transfer->fd, piece, want, 0) != (ssize_t)want) {
            transfer->faults++;
            break;
        }
        done += want;
    }
    if (shutdown(transfer->fd, SHUT_WR) < 0) {
        transfer->faults++;
    }
    return NULL;
}

static void *receive_all(void *user)
{
    struct transfer *transfer = user;
    unsigned char piece[40000];
    size_t done = 0;
    ssize_t got;

    while ((got = recv(transfer->fd, piece, sizeof piece, 0)) > 0) {
        for (ssize_t i = 0; i < got; i++) {
            transfer->faults += piece[i] != byte_at(transfer->seed, done + (size_t)i);
        }
        done += (size_t)got;
    }
    if (got < 0 || done != transfer->length) {
        transfer->faults++;
    }
    return NULL;
}

static void both_ways(int ends[2])
{
    struct transfer jobs[4] = {
        {ends[0], 1, BIG, 0}, {ends[1], 1, BIG, 0}, {ends[1], 2, BIG, 0}, {ends[0], 2, BIG, 0}};
    pthread_t threads[4];

    for (int i = 0; i < 4; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, i % 2 ? receive_all : send_all, &jobs[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        CHECK_EQUAL(jobs[i].faults, 0);
    }
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_EQUAL(close(ends[1]), 0);
}

static void transfers(void)
{
    int ends[2];

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    both_ways(ends);
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    both_ways(ends);
    if (connected(AF_INET6, ends) < 0) {
        printf("not tried: no ::1 here: %s\n", strerror(errno));
        return;
    }
    both_ways(ends);
}

/* ---- what they are ---- */

static void names_and_kinds(void)
{
    union address address, other;
    socklen_t length = sizeof other;
    struct stat status;
    int ends[2], value = -1, fd, copy;

    fd = bound(AF_INET, SOCK_STREAM, &address);
    CHECK(fd >= 0 && address.four.sin_port != 0);
    CHECK_EQUAL(fstat(fd, &status), 0);
    CHECK(S_ISSOCK(status.st_mode));
    CHECK_FAILS(lseek(fd, 0, SEEK_CUR), ESPIPE);
    CHECK_FAILS(getpeername(fd, &other.any, &length), ENOTCONN);
    length = sizeof value;
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length), 0);
    CHECK_EQUAL(value, SOCK_STREAM);
    CHECK_EQUAL(length, sizeof value);
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &length), 0);
    CHECK_EQUAL(value, 0);
    CHECK_EQUAL(listen(fd, 5), 0);
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &length), 0);
    CHECK_EQUAL(value, 1);
    CHECK_EQUAL(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
    copy = dup(fd);
    CHECK_EQUAL(close(fd), 0);
    length = sizeof other;
    CHECK_EQUAL(getsockname(copy, &other.any, &length), 0);
    CHECK_EQUAL(length, sizeof other.four);
    CHECK(!memcmp(&address.four, &other.four, sizeof other.four));
    CHECK_EQUAL(close(copy), 0);

    fd = socket(AF_INET, SOCK_STREAM, 0);
    length = sizeof other;
    CHECK_EQUAL(getsockname(fd, &other.any, &length), 0);
    CHECK_EQUAL(other.four.sin_family, AF_INET);
    CHECK_EQUAL(other.four.sin_port, 0);
    close(fd);
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    length = sizeof other;
    CHECK_EQUAL(getsockname(ends[0], &other.any, &length), 0);
    CHECK_EQUAL(other.any.sa_family, AF_UNIX);
    CHECK_EQUAL(fcntl(ends[1], F_GETFD), FD_CLOEXEC);
    CHECK(fcntl(ends[1], F_GETFL) & O_NONBLOCK);
    CHECK_FAILS(read(ends[0], &value, 1), EAGAIN);
    close(ends[0]);
    close(ends[1]);
    CHECK_FAILS(socketpair(AF_INET, SOCK_STREAM, 0, ends), EOPNOTSUPP);
    CHECK_FAILS(bind(0, &address.any, sizeof address.four), ENOTSOCK);
    CHECK_FAILS(bind(12345, &address.any, sizeof address.four), EBADF);
    CHECK_FAILS(socket(AF_INET, 77, 0), EINVAL);
}

static void options(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), value, on = 1;
    struct timeval time = {.tv_sec = 1, .tv_usec = 250000};
    struct linger linger = {.l_onoff = 1, .l_linger = 7};
    socklen_t length = sizeof time;

    CHECK_EQUAL(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time), 0);
    memset(&time, 0, sizeof time);
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, &length), 0);
    CHECK(length == sizeof time && time.tv_sec == 1 && time.tv_usec >= 250000);
    CHECK_EQUAL(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), 0);
    memset(&linger, 0, sizeof linger);
    length = sizeof linger;
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &length), 0);
    CHECK(linger.l_onoff && linger.l_linger == 7);
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, 1), EINVAL);
    for (int i = 0; i < 3; i++) {
        static const struct {
            int level, name;
        } flags[] = {
            {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_KEEPALIVE}, {IPPROTO_TCP, TCP_NODELAY}};

        length = sizeof value;
        CHECK_EQUAL(getsockopt(fd, flags[i].level, flags[i].name, &value, &length), 0);
        CHECK_EQUAL(value, 0);
        CHECK_EQUAL(setsockopt(fd, flags[i].level, flags[i].name, &on, sizeof on), 0);
        CHECK_EQUAL(getsockopt(fd, flags[i].level, flags[i].name, &value, &length), 0);
        CHECK(value != 0 && length == sizeof value);
    }
    value = 65536;
    CHECK_EQUAL(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, sizeof value), 0);
    length = sizeof value;
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, &length), 0);
    CHECK(value >= 65536);
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length), 0);
    CHECK_EQUAL(value, 0);
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, 0x7777, &value, sizeof value), ENOPROTOOPT);
    CHECK_EQUAL(close(fd), 0);
}

/* ---- blocking, and not ---- */

static void not_blocking(void)
{
    int ends[2], one = 1, zero = 0, waiting = -1;
    struct timeval soon = {.tv_usec = 30000};
    char bytes[16] = "";
    ssize_t put;

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    CHECK_FAILS(recv(ends[0], bytes, 1, MSG_DONTWAIT), EAGAIN);
    CHECK_EQUAL(EAGAIN, EWOULDBLOCK);
    CHECK_EQUAL(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    CHECK_FAILS(read(ends[0], bytes, 1), EAGAIN);
    CHECK_EQUAL(ioctl(ends[0], FIONBIO, &zero), 0);
    CHECK_EQUAL(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
    CHECK_EQUAL(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon), 0);
    CHECK_FAILS(recv(ends[0], bytes, 1, 0), EAGAIN);
    CHECK_EQUAL(send(ends[1], "hello", 5, 0), 5);
    CHECK_EQUAL(recv(ends[0], bytes, 5, MSG_PEEK | MSG_WAITALL) > 0, 1);
    CHECK_EQUAL(recv(ends[0], bytes, 2, 0), 2);
    CHECK_EQUAL(ioctl(ends[0], FIONREAD, &waiting), 0);
    CHECK_EQUAL(waiting, 3);
    CHECK_EQUAL(read(ends[0], bytes + 2, sizeof bytes - 2), 3);
    CHECK(!memcmp(bytes, "hello", 5));
    CHECK_EQUAL(ioctl(ends[1], FIONBIO, &one), 0);
    for (int i = 0; i < 10000; i++) {
        static char lump[65536];

        put = write(ends[1], lump, sizeof lump);
        if (put < 0) {
            break;
        }
    }
    CHECK(put == -1 && errno == EAGAIN);
    CHECK_EQUAL(fcntl(ends[1], F_SETFL, 0), 0);
    CHECK_EQUAL(setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof soon), 0);
    do { /* what was on its way may have made room */
        put = send(ends[1], bytes, sizeof bytes, 0);
    } while (put > 0);
    CHECK(put == -1 && errno == EAGAIN);
    close(ends[0]);
    close(ends[1]);
}

static void connections_refused(void)
{
    union address address;
    int owner = bound(AF_INET, SOCK_STREAM, &address), fd, error = 0, result;
    socklen_t length = sizeof error;

    /* the port has an owner, who does not listen */
    fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_FAILS(connect(fd, &address.any, sizeof address.four), ECONNREFUSED);
    close(fd);
    fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    result = connect(fd, &address.any, sizeof address.four);
    CHECK(result < 0 && (errno == EINPROGRESS || errno == ECONNREFUSED));
    while (errno == EINPROGRESS || errno == EALREADY) {
        CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length), 0);
        if (error) {
            break;
        }
        sched_yield();
        errno = EINPROGRESS;
    }
    CHECK(error == ECONNREFUSED || errno == ECONNREFUSED);
    CHECK_EQUAL(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length), 0);
    CHECK_EQUAL(error, 0);
    close(fd);
    close(owner);
}

static void connecting_without_blocking(void)
{
    union address address;
    int listener = bound(AF_INET, SOCK_STREAM, &address), other;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int result = 0;

    CHECK_FAILS(accept(fd, NULL, NULL), EINVAL);
    CHECK_EQUAL(listen(listener, 1), 0);
    result = connect(fd, &address.any, sizeof address.four);
    CHECK(result == 0 || errno == EINPROGRESS);
    other = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    CHECK(other >= 0 && fcntl(other, F_GETFL) & O_NONBLOCK && fcntl(other, F_GETFD) == FD_CLOEXEC);
    do {
        result = connect(fd, &address.any, sizeof address.four);
    } while (result < 0 && errno == EALREADY);
    CHECK(result == 0 || errno == EISCONN);
    CHECK_FAILS(connect(fd, &address.any, sizeof address.four), EISCONN);
    CHECK_EQUAL(fcntl(listener, F_SETFL, O_NONBLOCK), 0);
    CHECK_FAILS(accept(listener, NULL, NULL), EAGAIN);
    CHECK_EQUAL(write(fd, "x", 1), 1);
    close(fd);
    close(other);
    close(listener);
}

/* ---- peers that go ---- */

static void peers_gone(void)
{
    int ends[2];
    char byte;

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    CHECK_EQUAL(shutdown(ends[0], SHUT_WR), 0);
    CHECK_EQUAL(read(ends[1], &byte, 1), 0);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
    CHECK_FAILS(sendto(ends[0], "x", 1, MSG_NOSIGNAL, NULL, 0), EPIPE);
    CHECK_EQUAL(write(ends[1], "y", 1), 1);
    CHECK_EQUAL(read(ends[0], &byte, 1), 1);
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(read(ends[0], &byte, 1), 0);
    close(ends[0]);

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    close(ends[1]);
    CHECK_EQUAL(read(ends[0], &byte, 1), 0);
    for (int i = 0; i < 1000000 && send(ends[0], "x", 1, MSG_NOSIGNAL) == 1; i++) {
    }
    CHECK_EQUAL(errno, EPIPE);
    close(ends[0]);

    CHECK_EQUAL(connected(AF_INET, ends), 0); /* a reset: what was sent is thrown away */
    CHECK_EQUAL(write(ends[0], "x", 1), 1);
    CHECK_EQUAL(recv(ends[1], &byte, 1, MSG_PEEK), 1);
    close(ends[1]);
    CHECK_FAILS(read(ends[0], &byte, 1), ECONNRESET);
    CHECK_EQUAL(read(ends[0], &byte, 1), 0);
    close(ends[0]);

    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_FAILS(read(ends[0], &byte, 1), ENOTCONN);
    CHECK_FAILS(send(ends[0], &byte, 1, MSG_NOSIGNAL), EPIPE);
    CHECK_FAILS(shutdown(ends[0], SHUT_RD), ENOTCONN);
    close(ends[0]);
}

/* ---- threads ---- */

static void *read_one(void *user)
{
    char byte;
    ssize_t *result = user;

    *result = read((int)*result, &byte, 1);
    return NULL;
}

static void *accept_one(void *user)
{
    ssize_t *result = user;

    *result = accept((int)*result, NULL, NULL) < 0 ? errno : 0;
    return NULL;
}

/* One waits for what comes; another sends and receives meanwhile, and then shuts it down. */
static void waiting_threads(void)
{
    union address address;
    ssize_t result;
    pthread_t thread;
    int ends[2] = {-1, -1}, listener;
    char byte;

    for (int i = 0; i < 20; i++) {
        CHECK_EQUAL(connected(AF_INET, ends), 0);
        result = ends[0];
        CHECK_EQUAL(pthread_create(&thread, NULL, read_one, &result), 0);
        CHECK_EQUAL(write(ends[0], "x", 1), 1);
        CHECK_EQUAL(read(ends[1], &byte, 1), 1);
        CHECK_EQUAL(shutdown(ends[0], i % 2 ? SHUT_RD : SHUT_RDWR), 0);
        pthread_join(thread, NULL);
        CHECK_EQUAL(result, 0);
        close(ends[0]);
        close(ends[1]);
    }
    for (int i = 0; i < 10; i++) {
        listener = bound(AF_INET, SOCK_STREAM, &address);
        CHECK_EQUAL(listen(listener, 1), 0);
        result = listener;
        CHECK_EQUAL(pthread_create(&thread, NULL, accept_one, &result), 0);
        CHECK_EQUAL(shutdown(listener, SHUT_RDWR), 0);
        pthread_join(thread, NULL);
        CHECK_EQUAL(result, EINVAL);
        close(listener);
    }
}

static void *read_after_close(void *user)
{
    ssize_t *result = user;
    char byte;

    *result = read((int)*result, &byte, 1);
    if (*result < 0) {
        *result = errno == EBADF ? 1 : -1; /* closed before it began */
    }
    return NULL;
}

/* A descriptor goes; what waits by it goes on waiting. */
static void closed_while_waiting(void)
{
    ssize_t result;
    pthread_t thread;
    int ends[2] = {-1, -1};

    for (int i = 0; i < 20; i++) {
        CHECK_EQUAL(connected(AF_INET, ends), 0);
        result = ends[0];
        CHECK_EQUAL(pthread_create(&thread, NULL, read_after_close, &result), 0);
        if (i % 2) {
            sched_yield();
        }
        CHECK_EQUAL(close(ends[0]), 0);
        send(ends[1], "x", 1, MSG_NOSIGNAL);
        pthread_join(thread, NULL);
        CHECK_EQUAL(result, 1);
        close(ends[1]);
    }
}

/* What arrives after SHUT_RD breaks nothing: the other direction works on. */
static void one_direction(void)
{
    int ends[2] = {-1, -1};
    char byte;

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    CHECK_EQUAL(shutdown(ends[0], SHUT_RD), 0);
    CHECK_EQUAL(send(ends[1], "x", 1, MSG_NOSIGNAL), 1);
    CHECK_EQUAL(send(ends[0], "y", 1, MSG_NOSIGNAL), 1);
    CHECK_EQUAL(recv(ends[1], &byte, 1, 0), 1);
    CHECK_EQUAL(send(ends[0], "z", 1, MSG_NOSIGNAL), 1);
    CHECK_EQUAL(recv(ends[1], &byte, 1, 0), 1);
    close(ends[0]);
    close(ends[1]);
}

/* ---- datagrams ---- */

static void datagrams(void)
{
    union address here, there, from;
    int one = bound(AF_INET, SOCK_DGRAM, &here), other = bound(AF_INET, SOCK_DGRAM, &there);
    struct timeval soon = {.tv_sec = 10};
    socklen_t length = sizeof from;
    char bytes[64] = "";

    setsockopt(other, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    CHECK_FAILS(recvfrom(one, bytes, 1, MSG_DONTWAIT, NULL, NULL), EAGAIN);
    CHECK_FAILS(send(one, "x", 1, 0), EDESTADDRREQ);
    CHECK_EQUAL(sendto(one, "first", 5, 0, &there.any, sizeof there.four), 5);
    CHECK_EQUAL(sendto(one, "second", 6, 0, &there.any, sizeof there.four), 6);
    CHECK_EQUAL(sendto(one, "", 0, 0, &there.any, sizeof there.four), 0);
    CHECK_EQUAL(recvfrom(other, bytes, sizeof bytes, MSG_PEEK, NULL, NULL), 5);
    CHECK_EQUAL(recvfrom(other, bytes, sizeof bytes, 0, &from.any, &length), 5);
    CHECK(length == sizeof from.four && from.four.sin_port == here.four.sin_port);
    CHECK_EQUAL(recv(other, bytes, 2, MSG_PEEK | MSG_TRUNC), 6);
    CHECK_EQUAL(recv(other, bytes, 3, 0), 3); /* the rest is lost */
    CHECK(!memcmp(bytes, "sec", 3));
    CHECK_EQUAL(recv(other, bytes, sizeof bytes, 0), 0);
    CHECK_EQUAL(connect(one, &there.any, sizeof there.four), 0);
    length = sizeof from;
    CHECK_EQUAL(getpeername(one, &from.any, &length), 0);
    CHECK_EQUAL(from.four.sin_port, there.four.sin_port);
    CHECK_EQUAL(write(one, "third", 5), 5);
    CHECK_EQUAL(read(other, bytes, sizeof bytes), 5);
    close(one);

    one = socket(AF_INET, SOCK_DGRAM, 0); /* which has no address yet */
    CHECK_FAILS(recv(one, bytes, sizeof bytes, MSG_DONTWAIT), EAGAIN);
    close(one);

    one = socket(AF_INET, SOCK_DGRAM, 0); /* an ICMP message is not for those without a peer */
    CHECK_EQUAL(sendto(other, "x", 1, 0, &here.any, sizeof here.four), 1);
    CHECK_FAILS(recv(other, bytes, sizeof bytes, MSG_DONTWAIT), EAGAIN);
    CHECK_EQUAL(sendto(one, "y", 1, 0, &there.any, sizeof there.four), 1);
    CHECK_EQUAL(recv(other, bytes, sizeof bytes, 0), 1);
    close(one);
    close(other);
}

static void datagram_pair(void)
{
    struct timeval soon = {.tv_sec = 10};
    int ends[2];
    char bytes[16];

    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
    setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    CHECK_EQUAL(write(ends[0], "one", 3), 3);
    CHECK_EQUAL(write(ends[0], "three", 5), 5);
    CHECK_EQUAL(read(ends[1], bytes, sizeof bytes), 3);
    CHECK_EQUAL(read(ends[1], bytes, sizeof bytes), 5);
    close(ends[0]);
    close(ends[1]);
}

/* ---- messages of several pieces ---- */

static void messages(void)
{
    char one[4] = "", two[8] = "", word[] = "ab", rest[] = "cdefg";
    struct iovec out[] = {{word, 2}, {NULL, 0}, {rest, 5}};
    struct iovec in[] = {{one, 3}, {two, sizeof two}};
    struct msghdr message = {.msg_iov = out, .msg_iovlen = 3};
    union address here, there, from;
    int ends[2], sender, receiver;

    CHECK_EQUAL(connected(AF_INET, ends), 0);
    CHECK_EQUAL(sendmsg(ends[0], &message, 0), 7);
    CHECK_EQUAL(writev(ends[0], out, 3), 7);
    message = (struct msghdr){.msg_iov = in, .msg_iovlen = 2};
    CHECK_EQUAL(recvmsg(ends[1], &message, MSG_WAITALL), 11);
    CHECK(!memcmp(one, "abc", 3) && !memcmp(two, "defgabcd", 8));
    CHECK_EQUAL(readv(ends[1], in, 2), 3);
    CHECK(!memcmp(one, "efg", 3));
    close(ends[0]);
    close(ends[1]);

    sender = bound(AF_INET, SOCK_DGRAM, &here);
    receiver = bound(AF_INET, SOCK_DGRAM, &there);
    message = (struct msghdr){
        .msg_iov = out, .msg_iovlen = 3, .msg_name = &there, .msg_namelen = sizeof there.four};
    CHECK_EQUAL(sendmsg(sender, &message, 0), 7);
    CHECK_EQUAL(sendmsg(sender, &message, 0), 7);
    in[1].iov_len = 2;
    message = (struct msghdr){
        .msg_iov = in, .msg_iovlen = 2, .msg_name = &from, .msg_namelen = sizeof from};
    CHECK_EQUAL(recvmsg(receiver, &message, 0), 5);
    CHECK(message.msg_flags & MSG_TRUNC);
    CHECK_EQUAL(message.msg_namelen, sizeof from.four);
    CHECK_EQUAL(from.four.sin_port, here.four.sin_port);
    in[1].iov_len = sizeof two;
    CHECK_EQUAL(readv(receiver, in, 2), 7);
    close(sender);
    close(receiver);
}

/* Where a datagram was sent to comes beside it. */
static void packet_information(void)
{
    char byte, control[CMSG_SPACE(sizeof(struct in_pktinfo))];
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    union address here, there;
    int sender = bound(AF_INET, SOCK_DGRAM, &here), receiver = bound(AF_INET, SOCK_DGRAM, &there);
    struct cmsghdr *about;
    int on = 1;

    CHECK_EQUAL(setsockopt(receiver, IPPROTO_IP, IP_PKTINFO, &on, sizeof on), 0);
    CHECK_EQUAL(sendto(sender, "x", 1, 0, &there.any, sizeof there.four), 1);
    CHECK_EQUAL(recvmsg(receiver, &message, 0), 1);
    about = CMSG_FIRSTHDR(&message);
    CHECK(about && about->cmsg_level == IPPROTO_IP && about->cmsg_type == IP_PKTINFO);
    if (about) {
        struct in_pktinfo info;

        memcpy(&info, CMSG_DATA(about), sizeof info);
        CHECK_EQUAL(info.ipi_addr.s_addr, htonl(INADDR_LOOPBACK));
        CHECK(!CMSG_NXTHDR(&message, about));
    }
    close(sender);
    close(receiver);
}

/* ---- addresses taken and given back ---- */

static void addresses_reused(void)
{
    union address address;
    socklen_t length = local_address(AF_INET, &address);
    int listener = socket(AF_INET, SOCK_STREAM, 0), fd, other, on = 1;
    char byte;

    CHECK_EQUAL(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
    CHECK_EQUAL(bind(listener, &address.any, length), 0);
    CHECK_EQUAL(getsockname(listener, &address.any, &length), 0);
    CHECK_EQUAL(listen(listener, 1), 0);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_FAILS(bind(fd, &address.any, sizeof address.four), EADDRINUSE);
    CHECK_EQUAL(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
    CHECK_FAILS(bind(fd, &address.any, sizeof address.four), EADDRINUSE);
    CHECK_EQUAL(connect(fd, &address.any, sizeof address.four), 0);
    other = accept(listener, NULL, NULL);
    close(listener);
    close(other); /* which goes into TIME_WAIT, on the port */
    CHECK_EQUAL(read(fd, &byte, 1), 0);
    close(fd);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
    CHECK_EQUAL(bind(fd, &address.any, sizeof address.four), 0);
    CHECK_EQUAL(listen(fd, 1), 0);
    close(fd);
}

/* A socket for IPv6 serves IPv4 too. */
static void both_families(void)
{
    union address address = {.six = {.sin6_family = AF_INET6}}, four;
    socklen_t length = sizeof address.six;
    int listener = socket(AF_INET6, SOCK_STREAM, 0), fd, other;

    if (listener < 0 || bind(listener, &address.any, length) < 0) {
        printf("not tried: no IPv6 here: %s\n", strerror(errno));
        return;
    }
    CHECK_EQUAL(listen(listener, 1), 0);
    CHECK_EQUAL(getsockname(listener, &address.any, &length), 0);
    local_address(AF_INET, &four);
    four.four.sin_port = address.six.sin6_port;
    fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(fd, &four.any, sizeof four.four), 0);
    length = sizeof address;
    other = accept(listener, &address.any, &length);
    CHECK(other >= 0);
    CHECK(IN6_IS_ADDR_V4MAPPED(&address.six.sin6_addr));
    close(fd);
    close(other);
    close(listener);
}

static void unix_names(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX}, peer;
    socklen_t length = sizeof peer;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), fd, other;
    char name[] = "/tmp/wherry-socket-XXXXXX", byte;

    if (listener < 0) {
        CHECK_EQUAL(errno, EAFNOSUPPORT);
        printf("not tried: no AF_UNIX here\n");
        return;
    }
    snprintf(address.sun_path, sizeof address.sun_path, "%s", name);
    close(mkstemp(address.sun_path));
    CHECK_EQUAL(unlink(address.sun_path), 0);
    CHECK_EQUAL(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQUAL(listen(listener, 1), 0);
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    other = accept(listener, NULL, NULL);
    CHECK_EQUAL(getpeername(fd, (struct sockaddr *)&peer, &length), 0);
    CHECK_TEXT(peer.sun_path, address.sun_path);
    CHECK_EQUAL(write(fd, "x", 1), 1);
    CHECK_EQUAL(read(other, &byte, 1), 1);
    close(fd);
    close(other);
    close(listener);
    CHECK_EQUAL(unlink(address.sun_path), 0);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    names_and_kinds();
    options();
    not_blocking();
    connections_refused();
    connecting_without_blocking();
    peers_gone();
    datagrams();
    datagram_pair();
    messages();
    packet_information();
    addresses_reused();
    both_families();
    unix_names();
    waiting_threads();
    closed_while_waiting();
    one_direction();
    transfers();
    return check_failures();
}
