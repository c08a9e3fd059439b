/* wpcap: devices, frames and a TCP/IP stack of its own, from the command line; the same program on
 * Linux and on Windows. Each subcommand is a file. */
#include "command.h"
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command *const commands[] = {
    &devices_command, &capture_command, &replay_command, &send_command,   &ping_command,
    &dhcp_command,    &serve_command,   &iperf_command,  &doctor_command,
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

int complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout); /* both may go to one file */
    fputs("wpcap: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return 1;
}

static void print_help(void)
{
    puts(
        "usage: wpcap COMMAND [OPTION]... [OPERAND]...\n"
        "\n"
        "Network devices through Npcap, WinPcap or libpcap: what they carry, and programs on them\n"
        "with a TCP/IP stack of their own.\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n'wpcap COMMAND --help' tells more of one. A DEVICE is its pcap name, its friendly\n"
         "name, its description, one of its IP addresses, its MAC address, or its number\n"
         "in the list of 'wpcap devices'.");
}

static void print_command(const struct command *command)
{
    printf("usage: wpcap %s [OPTION]... %s\n\n%s\n", command->name, command->operands,
           command->text);
    options_print(command->options, command->option_count);
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!strcmp(commands[i]->name, name))
            return commands[i];
    return NULL;
}

static int run(const struct command *command, int argc, char **argv)
{
    void *settings = calloc(1, command->settings_bytes);
    if (!settings)
        return complain("no memory");
    int first = options_read(command->options, command->option_count, settings, argc, argv);
    int operands = argc - first, status = 2;
    if (!first) {
        print_command(command);
        status = 0;
    } else if (first > 0 && operands < command->operands_min) {
        complain("%s: wanted are: %s; 'wpcap %s --help' tells more", command->name,
                 command->operands, command->name);
    } else if (first > 0 && operands > command->operands_max) {
        complain("%s: '%s' is one operand too many; wanted are: %s", command->name,
                 argv[first + command->operands_max],
                 *command->operands ? command->operands : "none");
    } else if (first > 0) {
        status = command->run(settings, argv + first, operands);
    }
    free(settings);
    return status;
}

static int choose(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (!*name || !strcmp(name, "--help") || !strcmp(name, "-h")) {
        print_help();
        return *name ? 0 : 2;
    }
    const struct command *command = find_command(name);
    if (!command) {
        complain("there is no command '%s'; 'wpcap --help' lists them", name);
        return 2;
    }
    fault_tell();
    return run(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    int status = choose(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout))
        return complain("cannot write to standard output") + 0;
    return status;
}
