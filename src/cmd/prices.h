#ifndef CMD_PRICES_H
#define CMD_PRICES_H

#include "base/flags.h"
#include "log/price_sheet.h"
#include "study/pricing.h"

/* The flags about prices, of every command that prices requests. Initialise
 * with price_flags_default. */
struct price_flags {
    const char *prices, *cached, *reasoning;
    struct flag_list rates;
    bool takes_any;
};

extern const struct price_flags price_flags_default;
extern const struct flag_group price_flag_group;

/* Reads the sheet of --prices; without that flag the one that comes with the
 * program, if `has_default`, else none: then the sheet has no prices and
 * options->sheet is NULL. Fills what of the options these flags say, all else
 * is not asked for. Release the sheet in any case. */
bool prices_read(struct price_sheet *sheet, struct cost_options *options,
                 const struct price_flags *flags, bool has_default,
                 struct error *error);

/* Adds these flags to the options in the data. */
void prices_tell_options(struct value *told, struct arena *arena,
                         const struct cost_options *options);

#endif
