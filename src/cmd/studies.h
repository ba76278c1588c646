#ifndef CMD_STUDIES_H
#define CMD_STUDIES_H

#include "base/flags.h"
#include "cmd/inputs.h"
#include "study/study.h"

/* Which requests, and what is computed of them: the flags that all commands
 * which compute share. Initialise with study_flags_default. */
struct study_flags {
    const char *where, *since, *until, *population;
    unsigned long skip_first;
    const char *by, *metric, *percentiles, *studies;
    double level;
    unsigned long quantile_type, seed;
    const char *as;
    bool is_smooth;
    unsigned long dip_samples;
    const char *bandwidth;
};

extern const struct study_flags study_flags_default;
extern const struct flag_group selection_flag_group; /* which requests */
extern const struct flag_group study_flag_group;     /* what of them */

/* The flags as the studies take them; texts and lists in the arena. `chosen`
 * is the studies to run, ended by NULL. */
struct study_choice {
    struct study_options options;
    const struct study **chosen;
};

/* Errors: an unknown study, a percentile that is none. */
bool studies_choose(struct study_choice *choice,
                    const struct study_flags *flags, struct arena *arena,
                    struct error *error);

/* What reading must bring for these options. */
bool studies_want(struct wanted_list *wanted,
                  const struct study_options *options, struct error *error);

/* The same, and nothing else but what the chosen studies look at. */
bool studies_want_only(struct wanted_list *wanted,
                       const struct study_choice *choice, struct error *error);

/* The words between commas, without blanks around them; in the arena. */
const char **studies_split(struct arena *arena, const char *text, size_t *n);

/* The options of selection and reading, as the other commands tell them too. */
void studies_tell_selection(struct value *options, struct arena *arena,
                            const struct study_options *chosen,
                            const struct input_flags *flags);

/* Adds "options" to the data: every option as resolved; returns it. */
struct value *studies_tell_options(struct doc *doc,
                                   const struct study_choice *choice,
                                   const struct input_flags *flags);

#endif
