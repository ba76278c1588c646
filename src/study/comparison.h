#ifndef STUDY_COMPARISON_H
#define STUDY_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"
#include "data/field.h"
#include "stat/test_result.h"
#include "stat/ttest.h"

/* Two sides compared by one value a run, numbers to numbers. The run is the
 * unit: how many requests stand behind a value plays no part. */

enum verdict {
    VERDICT_INCONCLUSIVE,
    VERDICT_EQUIVALENT,
    VERDICT_FASTER,
    VERDICT_SLOWER,
    VERDICT_BETTER,
    VERDICT_WORSE,
    VERDICT_HIGHER,
    VERDICT_LOWER,
    N_VERDICTS,
};

extern const char *const verdict_names[N_VERDICTS];

/* Which words say that it went up or down. */
enum wording { WORDING_SPEED, WORDING_QUALITY, WORDING_NEUTRAL };

enum adjustment { ADJUST_HOLM, ADJUST_BH, N_ADJUSTMENTS };

extern const char *const adjustment_names[N_ADJUSTMENTS + 1]; /* NULL ends */

/* Three runs a side are the fewest that any verdict may rest on. */
enum { COMPARISON_MIN_RUNS = 3 };

struct comparison_options {
    double level;  /* of intervals; a p below 1 - level is a finding */
    double margin; /* equivalent: ratio within 1 / (1 + m) .. 1 + m */
    double power;  /* of what `needs_runs` promises */
    enum adjustment adjustment;
    bool is_brief; /* no permutation, nothing of power: NAN; for simulations */
};

/* The values of both sides; infinite where a run's percentile lies among failed
 * requests that count as infinitely slow. */
struct contrast {
    const double *base, *candidate;
    size_t n_base, n_candidate;
    bool is_paired;         /* base[i] and candidate[i] belong together */
    bool is_ratio;          /* on logs; by differences where a value is not
                               above 0 */
    double absolute_margin; /* of a difference; NAN: margin times the base */
    enum direction better;
    enum wording wording;
};

struct comparison {
    size_t n_base, n_candidate;
    bool is_paired, is_ratio;   /* is_ratio: what the test is about */
    double base, candidate;     /* means of the runs' values */
    struct estimate ratio;      /* candidate to base, of geometric means; no
                                   value if the difference is compared */
    struct estimate difference; /* candidate minus base, of means */
    struct test_result test;    /* welch-t-log, welch-t, paired-t-log, ...;
                                   "permutation" if no side's values scatter,
                                   "mann-whitney" or "sign" of the runs if one
                                   is infinite */
    struct test_result permutation;
    double attainable_p; /* the least that the permutation test can give */
    struct equivalence equivalence;
    double sd;             /* between runs, pooled; of logs for a ratio; of the
                              differences for pairs */
    double minimum_effect; /* what these runs show with the power: 0.05 is 5 %
                              for a ratio, else in the unit of the values */
    bool is_endless; /* a value is infinite: only their order says something */
    bool is_still;   /* the values of neither side scatter */
    bool went_up;    /* candidate above base */
    enum direction better;
    enum wording wording;
    /* What follows is of comparison_judge. */
    double p_adjusted;
    size_t n_family; /* tests in it that have a p */
    enum verdict verdict;
    bool is_small;     /* significant, yet wholly within the margin */
    double needs_runs; /* more runs a side until a change of the margin would
                          be seen with the power; 0 if it is; NAN: unknown */
};

/* `random` is used only where not all labels can be tried. */
struct comparison comparison_of(const struct contrast *contrast,
                                const struct comparison_options *options,
                                struct random_stream *random);

/* Adjusts the p-values of a family for their number and gives each comparison
 * its verdict. Equivalence is tested at 1 - level for each by itself. */
void comparison_judge(struct comparison *family, size_t n,
                      const struct comparison_options *options);

#endif
