#ifndef LOG_PRICE_SHEET_H
#define LOG_PRICE_SHEET_H

#include "base/error.h"
#include "data/price.h"

/* Reads a price sheet: a CSV with a header and these columns, in any order,
 * others being passed over.
 *
 *   model, input, output   prices of a unit of tokens
 *   unit                   token, 1k or 1M: what the prices are of
 *   cached_input, cache_write, reasoning   may be missing or blank
 *   context_window         tokens, such as 128000 or 128K (1000 each)
 *   date                   of the price
 *   currency               USD if missing
 *
 * Digits beyond 10^-12 dollars per million tokens are cut. */
struct price_options {
    const char *const *rates; /* CURRENCY=DOLLARS, what one of it is worth */
    size_t n_rates;
    bool takes_any; /* prices out of the band of what models cost, too */
};

/* Prices that no model has are those of a wrong unit: per million tokens, 1k
 * and 1M differ by a factor of 1000. Dollars per million tokens; 0 is free. */
#define PRICE_LEAST 0.005
#define PRICE_MOST_INPUT 200
#define PRICE_MOST_OUTPUT 1000

/* Errors, with the place: cannot be opened, no column model, input, output or
 * unit, no price, another unit, another currency without its rate, a price out
 * of the band, a model named twice, no row. Release the sheet in any case. */
bool price_sheet_read(struct price_sheet *sheet, const char *path,
                      const struct price_options *options, struct error *error);
void price_sheet_release(struct price_sheet *sheet);

#endif
