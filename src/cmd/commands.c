#include "cmd/command.h"

extern const struct command command_analyze;

const struct command *const commands[] = {
    &command_analyze,
    NULL,
};
