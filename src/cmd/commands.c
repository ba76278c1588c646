#include "cmd/command.h"

extern const struct command command_analyze;
extern const struct command command_compare;
extern const struct command command_convert;
extern const struct command command_cost;
extern const struct command command_formats;
extern const struct command command_inspect;
extern const struct command command_plan;
extern const struct command command_test;

/* One a line, in the order that --help shows. */
/* clang-format off */
const struct command *const commands[] = {
    &command_analyze,
    &command_inspect,
    &command_convert,
    &command_compare,
    &command_cost,
    &command_plan,
    &command_formats,
    &command_test,
    NULL,
};
/* clang-format on */
