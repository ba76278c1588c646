#include "cmd/command.h"

extern const struct command command_analyze, command_inspect, command_convert,
    command_compare;

const struct command *const commands[] = {
    &command_analyze,
    &command_inspect,
    &command_convert,
    &command_compare,
    NULL,
};
