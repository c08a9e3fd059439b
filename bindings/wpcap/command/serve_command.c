/* wpcap serve: a folder over HTTP, from a host of our own. */
#include "command.h"
#include "http.h"
#include "interrupt.h"
#include "station.h"

#include <stdio.h>
#include <string.h>

enum { HTTP_PORT = 80 };

struct settings {
    struct station_settings station;
    uint64_t port, idle_us;
    bool quiet;
};

static const struct option_row rows[] = {
    STATION_ROWS(struct settings, station),
    {"port", 'p', OPTION_COUNT, "N", "the TCP port (default 80)", offsetof(struct settings, port)},
    {"idle", 0, OPTION_DURATION, "TIME", "a connection may be without a byte (default 1m)",
     offsetof(struct settings, idle_us)},
    {"quiet", 'q', OPTION_FLAG, NULL, "no line for every request",
     offsetof(struct settings, quiet)},
};

static void print_line(void *data, const char *line)
{
    (void)data;
    puts(line);
    fflush(stdout);
}

static void print_places(struct station *station, const char *folder, unsigned port)
{
    struct wherry_stack_status status;
    wherry_stack_status(station->stack, &status);
    status.address4[strcspn(status.address4, "/")] = '\0';
    if (*status.address4)
        printf("serving %s at http://%s:%u/\n", folder, status.address4, port);
    for (unsigned i = 0; i < WHERRY_STACK_ADDRESSES6 && *status.address6[i]; i++)
        if (strncmp(status.address6[i], "fe80:", 5)) /* a URL cannot say on which link */
            printf("serving %s at http://[%s]:%u/\n", folder, status.address6[i], port);
    puts("ready");
    fflush(stdout);
}

static int serve(struct station *station, const struct settings *settings, const char *folder)
{
    char error[HTTP_ERROR_BYTES];
    uint16_t port = settings->port ? (uint16_t)settings->port : HTTP_PORT;
    struct http_server *server =
        http_open(folder, port, settings->quiet ? NULL : print_line, NULL, error);
    if (!server)
        return complain("%s", error);
    if (settings->idle_us)
        http_set_idle(server, settings->idle_us);
    int status = 1;
    if (station_wait(station, 0)) {
        print_places(station, folder, port);
        status = wherry_stack_run(station->stack) < 0
                     ? complain("%s", wherry_stack_error(station->stack))
                     : 0;
    } else if (interrupt_came()) {
        status = 0;
    }
    http_close(server);
    return status;
}

static int run_serve(const void *given, char **operands, int count)
{
    const struct settings *settings = given;
    struct station station;
    (void)count;
    if (settings->port > UINT16_MAX)
        return complain("--port: wanted is a number from 1 to 65535");
    if (settings->idle_us > HTTP_IDLE_MAX_US)
        return complain("--idle: five minutes at most");
    if (!station_open(&station, &settings->station, operands[0]))
        return 1;
    int status = serve(&station, settings, operands[1]);
    station_close(&station);
    return status;
}

const struct command serve_command = {
    .name = "serve",
    .operands = "DEVICE FOLDER",
    .summary = "serve a folder over HTTP, from a TCP/IP stack of its own",
    .text = "Be a host on the network, with an address that is not the system's, and serve FOLDER\n"
            "over HTTP/1.1: files, byte ranges, listings. Ctrl-C ends it.\n"
            "\n"
            "  wpcap serve eth0 /srv/www --dhcp\n"
            "  wpcap serve Ethernet C:/www --address 192.0.2.10/24 --gateway 192.0.2.1\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 2,
    .operands_max = 2,
    .run = run_serve,
};
