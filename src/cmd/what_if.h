#ifndef CMD_WHAT_IF_H
#define CMD_WHAT_IF_H

#include "cmd/inputs.h"
#include "study/pricing.h"

/* The flags of the command cost about mixes and measures. */
struct what_if_flags {
    const char *mix, *cache_hit, *cache_lookup, *prompt_column, *prompt_cache;
    const char *route, *route_where, *batch_discount;
    unsigned long retries;
};

extern const struct flag_group what_if_flag_group;

/* Fills what of the options these flags say; texts in the arena. Errors: what
 * is no share, mix, time or model of the sheet. */
bool what_if_choose(struct cost_options *options,
                    const struct what_if_flags *flags, struct arena *arena,
                    struct error *error);

/* What reading must bring for them. */
bool what_if_want(struct wanted_list *wanted,
                  const struct cost_options *options, struct error *error);

/* Adds these flags to the options in the data. */
void what_if_tell_options(struct value *told, struct arena *arena,
                          const struct what_if_flags *flags);

#endif
