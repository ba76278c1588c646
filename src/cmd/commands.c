#include "cmd/command.h"

extern const struct command command_analyze, command_inspect;

const struct command *const commands[] = {
    &command_analyze,
    &command_inspect,
    NULL,
};
