#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"

/* The same items on both sides. Items of one run are no repeats of each other:
 * the mean difference of each pair of runs is one value. */

struct items {
    double *base, *candidate; /* [n_codes]: mean of an item in this pair */
    double *n_base, *n_candidate;
    size_t n_codes;
};

static void items_init(struct items *items, size_t n_codes)
{
    items->n_codes = n_codes;
    items->base = memory_alloc(n_codes, sizeof(double));
    items->candidate = memory_alloc(n_codes, sizeof(double));
    items->n_base = memory_alloc(n_codes, sizeof(double));
    items->n_candidate = memory_alloc(n_codes, sizeof(double));
}

static void items_release(struct items *items)
{
    free(items->base);
    free(items->candidate);
    free(items->n_base);
    free(items->n_candidate);
}

static bool row_enters(const struct frame *frame, const bool *matched,
                       size_t stratum, size_t row)
{
    size_t group = frame->groups ? grouping_at(frame->groups, row) : 0;

    return stratum ? group == stratum - 1 : matched[group];
}

/* Adds up the items of one pair of cells. */
static void gather(struct items *items, const struct compared *compared,
                   const struct compare *compare, const bool *matched,
                   size_t base_cell, size_t candidate_cell)
{
    const struct frame *frame = compare->frame;
    const struct column *item = frame->table->field[FIELD_ITEM];
    const struct subject *subject = compared->subject;

    for (size_t i = 0; i < items->n_codes; i++)
        items->base[i] = items->candidate[i] = items->n_base[i] =
            items->n_candidate[i] = 0;
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t cell = grouping_at(compare->arms.cells, i),
                 code = column_code(item, i);

        if ((cell != base_cell && cell != candidate_cell) ||
            code == TEXT_MISSING || !subject->counted[i] ||
            !isfinite(subject->values[i]) ||
            !row_enters(frame, matched, compared->stratum, i))
            continue;
        if (cell == base_cell) {
            items->base[code] += subject->values[i];
            items->n_base[code]++;
        } else {
            items->candidate[code] += subject->values[i];
            items->n_candidate[code]++;
        }
    }
}

/* What one pair of runs has to say: the means of its common items. */
struct pair_value {
    double base, candidate, log_ratio; /* log_ratio NAN: a value is not > 0 */
    size_t n;
};

static struct pair_value pair_of(const struct items *items)
{
    struct pair_value value = {.n = 0};

    for (size_t i = 0; i < items->n_codes; i++) {
        double b, c;

        if (items->n_base[i] == 0 || items->n_candidate[i] == 0)
            continue;
        b = items->base[i] / items->n_base[i];
        c = items->candidate[i] / items->n_candidate[i];
        value.base += b;
        value.candidate += c;
        value.log_ratio += b > 0 && c > 0 ? log(c / b) : (double)NAN;
        value.n++;
    }
    value.base /= (double)value.n;
    value.candidate /= (double)value.n;
    value.log_ratio /= (double)value.n;
    return value;
}

/* Ratios of items, averaged as logarithms, against no change. */
static void compare_ratios(struct compared *compared, const double *ratios,
                           const struct contrast *contrast,
                           const struct comparison_options *options,
                           struct random_stream *random)
{
    struct comparison *result = &compared->comparison, plain = *result;
    double *ones = memory_alloc(compared->n_base, sizeof *ones);
    struct contrast of_ratios = *contrast;

    for (size_t i = 0; i < compared->n_base; i++)
        ones[i] = 1;
    of_ratios.base = ones;
    of_ratios.candidate = ratios;
    *result = comparison_of(&of_ratios, options, random);
    result->base = plain.base;
    result->candidate = plain.candidate;
    result->difference = plain.difference;
    free(ones);
}

static bool are_ratios(const double *ratios, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(ratios[i]))
            return false;
    return n > 0;
}

static void fill_pairs(struct compared *compared, double *ratios,
                       const struct compare *compare,
                       const struct candidate *candidate)
{
    struct items items;

    items_init(&items, compare->frame->table->field[FIELD_ITEM]->dictionary.n);
    for (size_t r = 0; r < candidate->base->n_runs; r++) {
        struct pair_value value;

        gather(&items, compared, compare, candidate->matched,
               candidate->base->cells[r], candidate->arm->cells[r]);
        value = pair_of(&items);
        if (value.n == 0)
            continue;
        compared->base[compared->n_base] = value.base;
        compared->candidate[compared->n_base] = value.candidate;
        ratios[compared->n_base++] = exp(value.log_ratio);
        compared->base_requests += value.n;
        compared->candidate_requests += value.n;
    }
    compared->n_candidate = compared->n_base;
    items_release(&items);
}

void compared_fill_items(struct compared *compared,
                         const struct compare *compare,
                         const struct candidate *candidate,
                         struct random_stream *random)
{
    const struct comparison_options *options = &compare->options->judge;
    struct arena *arena = compare->frame->arena;
    size_t n_runs = candidate->base->n_runs;
    double *ratios = memory_alloc(n_runs, sizeof *ratios);
    struct contrast contrast;

    compared->is_by_item = true;
    compared->pooled = test_result_none("paired-t");
    compared->base = arena_alloc(arena, n_runs, sizeof *compared->base);
    compared->candidate = arena_alloc(arena, n_runs, sizeof *compared->base);
    fill_pairs(compared, ratios, compare, candidate);
    contrast = (struct contrast){
        .base = compared->base,
        .candidate = compared->candidate,
        .n_base = compared->n_base,
        .n_candidate = compared->n_candidate,
        .is_paired = true,
        .absolute_margin =
            options->margin * fabs(mean_of(compared->base, compared->n_base)),
        .better = compared->subject->better,
        .wording = compared->subject->wording,
    };
    compared->comparison = comparison_of(&contrast, options, random);
    contrast.is_ratio = true;
    if (compared->subject->is_ratio && are_ratios(ratios, compared->n_base))
        compare_ratios(compared, ratios, &contrast, options, random);
    free(ratios);
}
