#ifndef STUDY_PRICING_H
#define STUDY_PRICING_H

#include "data/price.h"
#include "study/tokens.h"

/* What each request costs: by the log's own column, and by a price sheet from
 * its disjoint classes of tokens. Made once for a frame. */

/* What the user asks about money. NAN: not asked for. */
struct cost_options {
    const struct price_sheet *sheet; /* NULL: none */
    enum token_rule cached, reasoning;
    double input_share;        /* of the mix; NAN: the log's own */
    const char *prompt_column; /* that tells which requests are the same;
                                  NULL: look */
    double cache_hit;          /* share of requests a response cache answers */
    double cache_lookup;       /* seconds */
    double prompt_cache;       /* share of requests whose input is cached */
    double route_share;        /* of all requests; NAN with a rule: all of
                                  those that fit */
    const struct price *route; /* NULL: none, or a factor */
    double route_factor;       /* of the price; NAN */
    const char *route_where;   /* filter; NULL: any request */
    const uint8_t *route_rows; /* those that fit; NULL: any */
    double batch_discount, batch_share;
    unsigned retries; /* at most, of a failed request; 0: not asked for */
};

struct model_match {
    const char *model;         /* as the log has it */
    const struct price *price; /* NULL: none */
    enum price_match how;
    size_t n; /* kept requests */
};

struct pricing {
    const struct cost_options *options;
    const struct price_sheet *sheet; /* NULL: none */
    struct tokens tokens;
    struct model_match *matches; /* [codes of the model column]; 0: missing */
    size_t n_matches;            /* 0: the log names no model */
    const double *own;           /* cost column of the log; NULL */
    double *by_sheet;            /* [n_rows]; NAN: cannot be priced */
    uint8_t *is_free;            /* [n_rows]: a response cache answered */
    size_t n_own, n_by_sheet;    /* kept rows */
    size_t n_free;
};

const struct pricing *pricing_of(struct frame *frame);

/* The cost that what-ifs rest on: by the sheet, else the log's own. */
double pricing_cost(const struct pricing *pricing, size_t row);

/* The cost of the row with these prices; NAN if its tokens are not known. */
double pricing_under(const struct pricing *pricing, const struct price *price,
                     size_t row);

/* Sums over requests, in one pass: of all, then of each run. */
struct tally {
    double cost;               /* NAN if no request has one */
    size_t n;                  /* kept requests that have one */
    size_t n_all, n_ok;        /* kept requests, those that did not fail */
    double tokens, token_cost; /* of requests with both */
};

/* [1 + runs], in the arena. */
struct tally *tally_costs(const struct frame *frame,
                          const struct pricing *pricing, const double *cost);

enum tally_ratio {
    PER_1000,    /* requests with a cost */
    PER_1000_OK, /* the cost of all, by requests that did not fail */
    PER_MILLION, /* tokens */
};

/* With the interval of the runs where there are three repeats or more: the run
 * is the unit, and its value one datum (Student's t). */
struct estimate tally_estimate(const struct frame *frame,
                               const struct tally *tallies,
                               enum tally_ratio ratio);

/* 1 - sum of tallies / sum of others, likewise: what is saved. */
struct estimate tally_saving(const struct frame *frame,
                             const struct tally *tallies,
                             const struct tally *others);

#endif
