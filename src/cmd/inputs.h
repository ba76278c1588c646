#ifndef CMD_INPUTS_H
#define CMD_INPUTS_H

#include "base/flags.h"
#include "log/intake.h"

/* The flags about reading, which every command that reads logs takes. */
struct input_flags {
    struct flag_list maps, sets;
    const char *format, *zone, *name_pattern, *workload_rules;
    double max_expand;
    size_t max_memory;
    unsigned long threads;
    bool is_strict, drops_duplicates, is_quiet;
};

extern const struct flag_group input_flag_group;

/* Columns that other flags name, gathered before reading. */
struct wanted_list {
    struct arena *arena; /* of the names */
    struct wanted *items;
    size_t n;
    bool keeps_all; /* every column of the log, named or not */
    bool is_frugal; /* only the fields that are needed, or named */
    bool needed[N_FIELDS];
};

void wanted_init(struct wanted_list *list);
void wanted_release(struct wanted_list *list);
void wanted_add(struct wanted_list *list, const char *name,
                enum field_kind kind);
void wanted_add_optional(struct wanted_list *list, const char *name,
                         enum field_kind kind);
/* What a filter (--where) looks at; a bad filter is an error. */
bool wanted_add_filter(struct wanted_list *list, const char *filter,
                       struct error *error);

/* Reads the operands. Release the intake in any case. */
bool inputs_read(struct intake *intake, const struct input_flags *flags,
                 const struct wanted_list *wanted, int argc, char **argv,
                 struct error *error);

#endif
