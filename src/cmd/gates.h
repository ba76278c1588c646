#ifndef CMD_GATES_H
#define CMD_GATES_H

#include "base/flags.h"
#include "doc/value.h"
#include "study/gate.h"

/* --fail-if and --fail-if-file, of every command that can gate a build. */
struct gate_flags {
    struct flag_list gates, files;
};

extern const struct flag_group gate_flag_group;

struct gate_list {
    struct gate *items;
    size_t n;
};

/* Errors: a gate that cannot be understood, a file that cannot be read or
 * holds none. Texts live in the arena. */
bool gates_parse(struct gate_list *list, const struct gate_flags *flags,
                 struct arena *arena, struct error *error);

/* Adds "fail_if" to the options of the data. */
void gates_tell_options(struct value *options, struct arena *arena,
                        const struct gate_list *list);

#endif
