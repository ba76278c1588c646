#ifndef LOG_DERIVE_H
#define LOG_DERIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/table.h"

/* What a log does not say but what follows from what it says, row by row. */

struct derivation {
    enum field field;
    const char *rule; /* "end - start" */
    size_t n;         /* rows that got a value */
};

enum { MOST_DERIVATIONS = 8 };

/* Derives for the rows first .. first + n - 1 what is missing there: latency,
 * ttft, end, tpot, total_tokens; and output_rate, whose derived value replaces
 * a logged one; of these the needed fields only. Differences of moments are
 * taken only if `clocks_agree`. Returns how many kinds were derived. */
size_t derive_fields(struct table *table, size_t first, size_t n,
                     const bool needed[N_FIELDS], bool start_and_first_agree,
                     bool start_and_end_agree,
                     struct derivation derivations[MOST_DERIVATIONS]);

/* Takes zero input and output tokens for not known; returns the rows. */
size_t derive_no_tokens(struct table *table, size_t first, size_t n);

#endif
