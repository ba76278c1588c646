#include "cmd/command.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

#ifndef PACKAGE_VERSION
#error "PACKAGE_VERSION comes from configure"
#endif

static size_t count_groups(const struct command *command)
{
    size_t n = 0;

    while (command->groups[n])
        n++;
    return n;
}

bool command_parse(const struct command *command, void *const *targets,
                   int *argc, char **argv)
{
    struct error error = {0};

    if (flags_parse(command->groups, targets, count_groups(command), argc, argv,
                    &error))
        return true;
    fprintf(stderr, "llmstats %s: %s\n", command->name, error.text);
    return false;
}

void command_release(const struct command *command, void *const *targets)
{
    flags_release(command->groups, targets, count_groups(command));
}

enum status command_fail(const struct error *error)
{
    fprintf(stderr, "llmstats: %s\n", error->text);
    return STATUS_ERROR;
}

void command_help(const struct command *command, FILE *out)
{
    fprintf(out, "Usage: llmstats %s [FLAG]... %s\n\n%s\n", command->name,
            command->operands, command->about);
    flags_print(command->groups, count_groups(command), out);
    fputs("  --help                    Print this and exit.\n", out);
    if (command->examples)
        fprintf(out, "\nExamples:\n%s", command->examples);
    fputs("\nExit status: 0 fine, 1 a finding that was asked for, 2 trouble, "
          "3 cannot tell.\n",
          out);
}

static void print_help(FILE *out)
{
    fputs("Usage: llmstats COMMAND [FLAG]... FILE...\n\n"
          "Statistics of LLM request logs: percentiles with their "
          "uncertainty, shape,\ncorrelation, cost, and tests across repeated "
          "runs. Reads CSV, JSONL and JSON\nof any harness; \"-\" is standard "
          "input.\n\nCommands:\n",
          out);
    for (const struct command *const *c = commands; *c; c++)
        fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
    fputs("\nllmstats COMMAND --help tells the flags of a command; man "
          "llmstats tells more.\n",
          out);
}

static const struct command *find_command(const char *name)
{
    for (const struct command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

static enum status unknown_command(const char *name)
{
    enum { MOST = 64 };
    const char *names[MOST + 1] = {NULL}, *nearest;

    for (size_t i = 0; i < MOST && commands[i]; i++)
        names[i] = commands[i]->name;
    nearest = flags_nearest(name, names);
    fprintf(stderr, "llmstats: there is no command '%s'", name);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?\n", nearest);
    else
        fputs("; llmstats --help lists them\n", stderr);
    return STATUS_ERROR;
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static enum status run_help(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2) {
        print_help(stdout);
        return STATUS_OK;
    }
    command = find_command(argv[1]);
    if (!command)
        return unknown_command(argv[1]);
    command_help(command, stdout);
    return STATUS_OK;
}

static enum status run_command(const char *name, int argc, char **argv)
{
    const struct command *command = find_command(name);

    if (!command)
        return unknown_command(name);
    if (asks_help(argc, argv)) {
        command_help(command, stdout);
        return STATUS_OK;
    }
    return command->run(command, argc, argv);
}

static enum status close_output(enum status status)
{
    struct error error = {0};

    return file_finish(stdout, "standard output", &error)
               ? status
               : command_fail(&error);
}

int command_main(int argc, char **argv)
{
    enum status status;

    if (argc < 2) {
        print_help(stderr);
        return STATUS_ERROR;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        status = run_help(argc - 1, argv + 1);
    } else if (strcmp(argv[1], "--version") == 0) {
        puts("llmstats " PACKAGE_VERSION);
        status = STATUS_OK;
    } else if (argv[1][0] == '-') {
        fprintf(stderr, "llmstats: there is no flag '%s' before a command\n",
                argv[1]);
        status = STATUS_ERROR;
    } else {
        status = run_command(argv[1], argc - 1, argv + 1);
    }
    return (int)close_output(status);
}
