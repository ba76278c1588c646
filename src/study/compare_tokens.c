#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/kolmogorov.h"
#include "stat/moments.h"
#include "study/words.h"

/* Sides that wrote answers of different length cannot be told apart by
 * latency alone. */

/* Less than this in the mean and in the distribution is no difference. */
static const double least_change = 0.01, least_distance = 0.05,
                    greatest_p = 0.01;

/* What failed wrote nothing, or nothing to compare. */
static bool is_infinite(const struct frame *frame, size_t row)
{
    return frame->infinite_latency && isinf(frame->infinite_latency[row]);
}

static struct sample_set *tokens_of(const struct compare *compare,
                                    const struct candidate *candidate,
                                    const double *values)
{
    const struct frame *frame = compare->frame;
    const struct grouping *cells = compare->arms.cells;
    size_t n = frame->table->n_rows, n_cells = cells->n_groups;
    uint32_t *side_of = memory_alloc(n_cells, sizeof *side_of);
    struct codes sides = {0};
    struct sample_set *set;

    for (size_t c = 0; c < n_cells; c++)
        side_of[c] = GROUP_NONE;
    for (size_t r = 0; r < candidate->base->n_runs; r++)
        side_of[candidate->base->cells[r]] = 0;
    for (size_t r = 0; r < candidate->arm->n_runs; r++)
        side_of[candidate->arm->cells[r]] = 1;
    codes_resize(&sides, n);
    for (size_t i = 0; i < n; i++) {
        size_t group = frame->groups ? grouping_at(frame->groups, i) : 0;
        bool is_taken = frame->counted[i] && candidate->matched[group] &&
                        !is_infinite(frame, i);

        group_set(&sides, i,
                  is_taken ? side_of[grouping_at(cells, i)] : GROUP_NONE);
    }
    set = sample_set_create(values, &sides, n, 2);
    codes_release(&sides);
    free(side_of);
    return set;
}

const char *tokens_differ(const struct compare *compare,
                          const struct candidate *candidate)
{
    static const enum field kinds[] = {FIELD_OUTPUT_TOKENS, FIELD_INPUT_TOKENS};
    const struct frame *frame = compare->frame;
    const char *sentence = NULL;

    for (size_t k = 0; k < 2 && !sentence; k++) {
        const struct column *column = frame->table->field[kinds[k]];
        struct sample_set *set;
        struct test_result test;
        double means[2];

        if (!column)
            continue;
        set = tokens_of(compare, candidate, column->number);
        test = kolmogorov_two(set->samples[0].x, set->samples[0].n,
                              set->samples[1].x, set->samples[1].n,
                              KOLMOGOROV_AUTO);
        for (size_t i = 0; i < 2; i++)
            means[i] = mean_of(set->samples[i].x, set->samples[i].n);
        sample_set_destroy(set);
        if (test.p < greatest_p &&
            (test.statistic > least_distance ||
             fabs(means[1] / means[0] - 1) > least_change))
            sentence = arena_format(
                frame->arena,
                "%s differ: %s has %s a request, %s has %s, so that latencies "
                "are of unlike work",
                kinds[k] == FIELD_OUTPUT_TOKENS ? "output tokens"
                                                : "input tokens",
                candidate->base->name,
                words_number(frame->arena, UNIT_TOKENS, means[0]),
                candidate->arm->name,
                words_number(frame->arena, UNIT_TOKENS, means[1]));
    }
    return sentence;
}
