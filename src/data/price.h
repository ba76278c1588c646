#ifndef DATA_PRICE_H
#define DATA_PRICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* What models cost. Classes of tokens are disjoint: a token is billed in one
 * of them. Prices are US dollars per million tokens, as sheets print them, so
 * that 0.27 is 0.27 and not 0.27 / 10^6. */

enum token_class {
    TOKENS_INPUT, /* neither read from a cache nor written to one */
    TOKENS_CACHED,
    TOKENS_CACHE_WRITE,
    TOKENS_OUTPUT, /* without those of reasoning */
    TOKENS_REASONING,
    N_TOKEN_CLASSES,
};

extern const char *const token_class_names[N_TOKEN_CLASSES];

struct price {
    const char *model;
    /* Of every class: what the sheet does not state costs what plain input or
     * output does. */
    double per_million[N_TOKEN_CLASSES];
    bool is_stated[N_TOKEN_CLASSES];
    double context;   /* tokens, input and output together; NAN: not stated */
    const char *date; /* as the sheet has it; NULL */
};

/* Models are all different. */
struct price_sheet {
    struct arena *arena;
    const char *name; /* of the file */
    struct price *prices;
    size_t n;
};

/* How the name of a log was found in the sheet: each includes those before. */
enum price_match {
    MATCH_EXACT,
    MATCH_CASE,       /* without case; blanks, '-' and '_' are alike */
    MATCH_PROVIDER,   /* without "deepseek-ai/" */
    MATCH_DATE,       /* without "-2024-08-06", "-20250514", "@20240620" */
    MATCH_OTHER_DATE, /* nor that of the sheet's name */
    MATCH_NONE,
    MATCH_AMBIGUOUS, /* several models of the sheet are as near */
};

/* In words: "without the provider's prefix". */
extern const char *const price_match_words[MATCH_AMBIGUOUS + 1];

/* The price of a model, found by the nearest of these; NULL if none or more
 * than one is as near. `how` says which. */
const struct price *price_find(const struct price_sheet *sheet,
                               const char *model, enum price_match *how);

#endif
