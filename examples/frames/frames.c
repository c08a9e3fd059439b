/* frames: send and receive Ethernet test frames through the pcap API.
 *
 * The source knows nothing of lazy loading: it includes <pcap.h> and calls its functions. Three
 * things come from the binding and the runtime: wpcap_load(), which turns a missing library into
 * an error message, wpcap_has_X(), and wherry_error_text(). */
#include <pcap.h>

#include <wherry/wherry.h>

#include "wpcap_binding.h"

#include "commands.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: frames list\n"
    "       frames send DEVICE [--count N] [--size BYTES] [--to MAC] [--interval-us U]\n"
    "       frames receive DEVICE [--count N] [--timeout-ms T] [--write FILE]\n"
    "       frames count DEVICE [--timeout-ms T]\n"
    "       frames write FILE [--count N] [--size BYTES] [--to MAC] [--interval-us U]\n"
    "       frames read FILE [--count N]\n"
    "       frames --help | --version\n"
    "\n"
    "Sends Ethernet frames of the local experimental EtherType 0x88B5, numbered and with a\n"
    "checksum, and tells which of them arrived, in what order and in what state.\n"
    "\n"
    "DEVICE is a name, a description or a number from 'frames list'.\n"
    "\n"
    "  --count N        frames to send (10), or to expect (as many as the sender announces)\n"
    "  --size BYTES     length of a frame, 60 to 65535 (60)\n"
    "  --to MAC         destination (ff:ff:ff:ff:ff:ff)\n"
    "  --interval-us U  pause between frames, in microseconds (0)\n"
    "  --timeout-ms T   stop after this time, in milliseconds (10000)\n"
    "  --write FILE     also write what is received to a capture file\n"
    "\n"
    "'receive' and 'count' print \"ready\" once no frame can escape them. 'receive' takes test\n"
    "frames only and ends when all have arrived or time is up; 'count' takes every frame and\n"
    "ends when time is up. 'write' and 'read' do the same with a capture file in between.\n"
    "\n"
    "Exit status: 0 all frames were sent or have arrived, 1 not all, or failure, 2 wrong usage.\n";

/* ---- Arguments ------------------------------------------------------------------------------- */

/* A decimal number from `min` to `max`. */
static bool parse_number(const char *text, uint32_t min, uint32_t max, uint32_t *value)
{
    uint64_t number = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 10 || text[digits] != '\0')
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (uint64_t)(text[i] - '0');
    *value = (uint32_t)number;
    return number >= min && number <= max;
}

static bool parse_count(struct options *options, const char *text)
{
    return parse_number(text, 1, FRAME_MAX_COUNT, &options->count);
}

static bool parse_size(struct options *options, const char *text)
{
    return parse_number(text, FRAME_MIN_BYTES, FRAME_MAX_BYTES, &options->size_bytes);
}

static bool parse_interval(struct options *options, const char *text)
{
    return parse_number(text, 0, 60000000, &options->interval_us);
}

static bool parse_timeout(struct options *options, const char *text)
{
    return parse_number(text, 1, 86400000, &options->timeout_ms);
}

static bool parse_write(struct options *options, const char *text)
{
    options->write_path = text;
    return *text != '\0';
}

static bool parse_mac(struct options *options, const char *text)
{
    static const char hex[] = "0123456789abcdef0123456789ABCDEF";
    if (strlen(text) != 3 * FRAME_MAC_BYTES - 1)
        return false;
    for (int i = 0; i < FRAME_MAC_BYTES; i++, text += 3) {
        const char *high = strchr(hex, text[0]);
        const char *low = strchr(hex, text[1]);
        bool last = i == FRAME_MAC_BYTES - 1;
        if (!high || !low || (!last && text[2] != ':' && text[2] != '-'))
            return false;
        options->to[i] = (uint8_t)((high - hex) % 16 * 16 + (low - hex) % 16);
    }
    return true;
}

enum option_bit {
    TAKES_COUNT = 1,
    TAKES_SIZE = 2,
    TAKES_TO = 4,
    TAKES_INTERVAL = 8,
    TAKES_TIMEOUT = 16,
    TAKES_WRITE = 32
};

static const struct option {
    const char *name;
    enum option_bit bit;
    bool (*parse)(struct options *options, const char *text);
    const char *wanted;
} option_table[] = {
    {"--count", TAKES_COUNT, parse_count, "a number from 1 to 16777216"},
    {"--size", TAKES_SIZE, parse_size, "a number of bytes from 60 to 65535"},
    {"--to", TAKES_TO, parse_mac, "a MAC address such as 02:00:00:00:00:01"},
    {"--interval-us", TAKES_INTERVAL, parse_interval, "microseconds from 0 to 60000000"},
    {"--timeout-ms", TAKES_TIMEOUT, parse_timeout, "milliseconds from 1 to 86400000"},
    {"--write", TAKES_WRITE, parse_write, "a file name"},
};

static const struct command {
    const char *name;
    const char *operand; /* NULL: takes none */
    unsigned options;    /* enum option_bit */
    int (*run)(const struct options *options);
} command_table[] = {
    {"list", NULL, 0, command_list},
    {"send", "DEVICE", TAKES_COUNT | TAKES_SIZE | TAKES_TO | TAKES_INTERVAL, command_send},
    {"receive", "DEVICE", TAKES_COUNT | TAKES_TIMEOUT | TAKES_WRITE, command_receive},
    {"count", "DEVICE", TAKES_TIMEOUT, command_count},
    {"write", "FILE", TAKES_COUNT | TAKES_SIZE | TAKES_TO | TAKES_INTERVAL, command_write},
    {"read", "FILE", TAKES_COUNT, command_read},
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof(command_table) / sizeof(command_table[0]); i++) {
        if (strcmp(command_table[i].name, name) == 0)
            return &command_table[i];
    }
    return NULL;
}

static const struct option *find_option(const struct command *command, const char *name)
{
    for (size_t i = 0; i < sizeof(option_table) / sizeof(option_table[0]); i++) {
        if (strcmp(option_table[i].name, name) == 0 && (command->options & option_table[i].bit))
            return &option_table[i];
    }
    return NULL;
}

/* The arguments after the command's name. Reports what is wrong with them. */
static bool parse_arguments(const struct command *command, char **arguments,
                            struct options *options)
{
    for (; *arguments; arguments++) {
        const struct option *option = find_option(command, *arguments);
        if (option && (!arguments[1] || !option->parse(options, arguments[1]))) {
            fprintf(stderr, "frames: %s: wanted is %s\n", option->name, option->wanted);
            return false;
        }
        if (option)
            arguments++;
        else if (command->operand && !options->operand && strncmp(*arguments, "--", 2) != 0)
            options->operand = *arguments;
        else {
            fprintf(stderr, "frames: '%s' does not take '%s'; see frames --help\n", command->name,
                    *arguments);
            return false;
        }
    }
    if (command->operand && !options->operand)
        fprintf(stderr, "frames: '%s' needs a %s; see frames --help\n", command->name,
                command->operand);
    return !command->operand || options->operand;
}

/* ---- The program ----------------------------------------------------------------------------- */

static bool load(void)
{
    if (wpcap_load() == 0)
        return true;
    fprintf(stderr, "frames: %s\n", wherry_error_text());
    return false;
}

static int print_version(void)
{
    puts("frames " WHERRY_VERSION);
    if (!load())
        return 1;
    printf("%s\nloaded from %s\n", pcap_lib_version(), wpcap_library());
    printf("pcap_inject: %s\n", wpcap_has_pcap_inject() ? "yes" : "no");
    printf("pcap_set_immediate_mode: %s\n", wpcap_has_pcap_set_immediate_mode() ? "yes" : "no");
    return 0;
}

int main(int argc, char **argv)
{
    struct options options = {.size_bytes = FRAME_MIN_BYTES, .timeout_ms = 10000};
    memset(options.to, 0xff, sizeof(options.to));
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(help, stdout) < 0;
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return print_version();
    const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;
    if (!command) {
        if (argc > 1)
            fprintf(stderr, "frames: there is no command '%s'\n", argv[1]);
        fputs(help, stderr);
        return 2;
    }
    if (!parse_arguments(command, argv + 2, &options))
        return 2;
    return load() ? command->run(&options) : 1;
}
