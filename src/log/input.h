#ifndef LOG_INPUT_H
#define LOG_INPUT_H

#include "log/constants.h"
#include "log/format.h"
#include "log/intake.h"
#include "log/schema.h"
#include "log/workload.h"

/* One file of an intake, from its name to rows in the table. */

/* What all files of one intake share. */
struct setting {
    const struct intake_options *options;
    struct schema_options schema;
    struct constant *sets;
    size_t n_sets;
    struct workload *workload;
    const char *workload_rules;    /* in words */
    const struct formats *formats; /* NULL: none is known */
    const struct format *format;   /* that --format names; NULL: look */
    const bool *needed;            /* [N_FIELDS]; NULL: all */
    bool zone_is_given;
};

/* Reads the file; `input` is filled, its rows are the last of the table. */
bool input_read(struct input *input, struct intake *intake,
                const struct setting *setting, const char *path,
                struct error *error);

/* Adds a note to the intake, unless one with the same text is there. */
void intake_note(struct intake *intake, bool is_caution, const char *code,
                 const char *text);

#endif
