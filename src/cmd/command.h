#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/flags.h"

enum status {
    STATUS_OK = 0,
    STATUS_FINDING = 1, /* what the user asked to be told of */
    STATUS_ERROR = 2,   /* usage, unreadable input, unwritable output */
    STATUS_UNKNOWN = 3, /* cannot tell */
};

enum { COMMAND_GROUPS = 6 };

/* A command: parse, read, study, render; no arithmetic. */
struct command {
    const char *name;
    const char *summary;  /* one line, for the list of commands */
    const char *operands; /* "FILE..." */
    const char *about;    /* paragraphs of its help */
    const char *examples; /* lines of its help */
    const struct flag_group *groups[COMMAND_GROUPS + 1]; /* ends with NULL */
    enum status (*run)(const struct command *command, int argc, char **argv);
};

/* All commands; ends with NULL. */
extern const struct command *const commands[];

/* Parses the flags of the command into targets[i], which groups[i] fill; what
 * remains in argv[0 .. *argc - 1] are the operands. False after an error,
 * which is printed. */
bool command_parse(const struct command *command, void *const *targets,
                   int *argc, char **argv);
void command_release(const struct command *command, void *const *targets);

/* Prints "llmstats: ..." on standard error; always returns STATUS_ERROR. */
enum status command_fail(const struct error *error);

void command_help(const struct command *command, FILE *out);

/* The whole program: looks up the command and runs it; checks that standard
 * output could be written. */
int command_main(int argc, char **argv);

#endif
