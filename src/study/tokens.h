#ifndef STUDY_TOKENS_H
#define STUDY_TOKENS_H

#include "data/price.h"
#include "study/frame.h"

/* Logs count tokens that were read from a cache, written to one or spent on
 * reasoning, either within the input and output tokens (OpenAI's way) or
 * beside them (Anthropic's). Taken for the other, they are billed twice or not
 * at all. Which it is, is found for each file: what the flags say; a file where
 * the part is more than the whole; which sums are the total; the name of the
 * column; else within. */

enum token_rule { TOKENS_LOOK, TOKENS_WITHIN, TOKENS_BESIDE };
extern const char *const token_rule_names[]; /* ends with NULL */

struct tokens {
    const double *input, *output, *total; /* of the table; NULL: not there */
    const double *cached, *cache_write, *reasoning;
    uint8_t *beside;                /* [n_rows]: TOKENS_CACHED_BESIDE, ... */
    bool has_cached, has_reasoning; /* is any above 0? */
    bool is_assumed;                /* nothing decided: taken as within */
    size_t n_known;                 /* kept rows with input and output tokens */
    size_t n_with_total, n_different; /* kept rows whose classes do not add up
                                         to the total */
    size_t n_beyond; /* kept rows whose part is more than the whole */
};

enum {
    TOKENS_CACHED_BESIDE = 1 << 0, /* those written to a cache too */
    TOKENS_REASONING_BESIDE = 1 << 1,
    TOKENS_TOTAL_STATED = 1 << 2, /* by the log, not added up by llmstats */
};

void tokens_init(struct tokens *tokens, const struct frame *frame,
                 enum token_rule cached, enum token_rule reasoning);

/* The tokens of a row by disjoint class; false if input or output is not
 * known. */
bool tokens_of(const struct tokens *tokens, size_t row,
               double classes[N_TOKEN_CLASSES]);

/* What one file counts of each kind of part. */
struct token_evidence {
    size_t n_parts;  /* rows with a part above 0 */
    size_t n_beyond; /* of these, where the part is more than the whole */
    size_t n_within, n_beside; /* rows whose total is the sum of this rule, and
                                  not of the other */
    bool is_named_beside;      /* by the name of the column */
};

/* Beside (true) or within; *is_assumed becomes true if nothing decides. */
bool tokens_decide(const struct token_evidence *evidence, enum token_rule rule,
                   bool *is_assumed);

#endif
