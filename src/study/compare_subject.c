#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/charts.h"
#include "study/failures.h"
#include "study/words.h"

/* What is compared of each number: percentiles and the mean where requests
 * have a value each, a sum over a sum where they share one. */

/* Which cell and stratum a row belongs to, as one index. */
static uint32_t slot_of(const struct frame *frame, const struct arms *arms,
                        size_t row)
{
    uint32_t cell = grouping_at(arms->cells, row);
    uint32_t stratum = frame->groups ? grouping_at(frame->groups, row) : 0;

    if (cell == GROUP_NONE || stratum == GROUP_NONE)
        return GROUP_NONE;
    return cell * (uint32_t)arms->n_strata + stratum;
}

static void add_samples(struct subject *subject, const struct frame *frame,
                        const struct arms *arms)
{
    size_t n = frame->table->n_rows;
    struct codes slots = {0};

    codes_resize(&slots, n);
    for (size_t i = 0; i < n; i++)
        group_set(&slots, i,
                  subject->counted[i] ? slot_of(frame, arms, i) : GROUP_NONE);
    subject->set = failures_samples(frame, subject->values, &slots,
                                    arms->cells->n_groups * arms->n_strata);
    codes_release(&slots);
}

static void alloc_sums(struct subject *subject, const struct frame *frame,
                       const struct arms *arms)
{
    size_t n = arms->cells->n_groups * arms->n_strata;

    subject->above = arena_alloc(frame->arena, n, sizeof(double));
    subject->below = arena_alloc(frame->arena, n, sizeof(double));
}

static void add_statistic(struct subject *subject, const char *name,
                          enum statistic_kind kind)
{
    subject->statistics[subject->n_statistics++] =
        (struct statistic){name, kind, (double)NAN};
}

static void add_quantiles(struct subject *subject, const struct frame *frame)
{
    const struct study_options *options = frame->options;

    for (size_t i = 0; i < options->n_percentiles &&
                       subject->n_statistics < MAX_SUBJECT_STATISTICS - 2;
         i++)
        subject->statistics[subject->n_statistics++] = statistic_quantile(
            words_percentile(frame->arena, options->percentiles[i]),
            options->percentiles[i]);
}

static enum wording wording_of(enum unit unit, enum direction better)
{
    if (better == DIRECTION_NONE)
        return WORDING_NEUTRAL;
    if (unit == UNIT_SECONDS || unit == UNIT_TOKENS_PER_SECOND)
        return WORDING_SPEED;
    return WORDING_QUALITY;
}

/* Rates are total over total, never a mean of rates. */
static void make_output_rate(struct subject *subject, const struct frame *frame,
                             const struct arms *arms)
{
    const struct column *tokens = frame->table->field[FIELD_OUTPUT_TOKENS];
    const struct column *latency = frame->table->field[FIELD_LATENCY];

    subject->statistics[subject->n_statistics++] =
        statistic_quantile("p50", 0.5);
    if (!tokens || !latency)
        return;
    alloc_sums(subject, frame, arms);
    subject->scale = 1;
    add_statistic(subject, "rate", STATISTIC_RATE);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t slot = slot_of(frame, arms, i);

        if (slot == GROUP_NONE || !frame->counted[i] ||
            !isfinite(tokens->number[i]) || !isfinite(latency->number[i]))
            continue;
        subject->above[slot] += tokens->number[i];
        subject->below[slot] += latency->number[i];
    }
}

/* All requests that have a cost pay it, failed ones too. */
static void make_cost(struct subject *subject, const struct frame *frame,
                      const struct arms *arms)
{
    subject->counted = frame->kept;
    subject->is_ratio = false;
    subject->scale = 1000;
    alloc_sums(subject, frame, arms);
    add_statistic(subject, "per_1000", STATISTIC_RATE);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t slot = slot_of(frame, arms, i);

        if (slot == GROUP_NONE || !isfinite(subject->values[i]))
            continue;
        subject->above[slot] += subject->values[i];
        subject->below[slot]++;
    }
}

static void make_metric(struct subject *subject, struct frame *frame,
                        const struct arms *arms, const struct metric *metric)
{
    *subject = (struct subject){
        .name = metric->name,
        .label = metric->label,
        .slug = charts_slug(frame, metric),
        .unit = metric->unit,
        .better = metric->better,
        .wording = wording_of(metric->unit, metric->better),
        .is_ratio = true,
        .absolute_margin = (double)NAN,
        .values = metric->values,
        .counted = frame->counted,
    };
    if (strcmp(metric->name, "cost") == 0) {
        make_cost(subject, frame, arms);
    } else if (strcmp(metric->name, "output_rate") == 0) {
        make_output_rate(subject, frame, arms);
    } else {
        add_quantiles(subject, frame);
        add_statistic(subject, "mean", STATISTIC_MEAN);
    }
    add_samples(subject, frame, arms);
}

/* False if no request has a known outcome. */
static bool make_error_rate(struct subject *subject, const struct frame *frame,
                            const struct arms *arms, double margin)
{
    bool is_known = false;

    *subject = (struct subject){
        .name = "error_rate",
        .label = "Error rate",
        .slug = "error-rate",
        .unit = UNIT_SHARE,
        .better = LESS_IS_BETTER,
        .wording = WORDING_QUALITY,
        .absolute_margin = margin,
        .scale = 1,
        .is_count = true,
    };
    alloc_sums(subject, frame, arms);
    add_statistic(subject, "rate", STATISTIC_RATE);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t slot = slot_of(frame, arms, i);

        if (slot == GROUP_NONE || frame->outcomes[i] == OUTCOME_UNKNOWN)
            continue;
        is_known = true;
        subject->below[slot]++;
        subject->above[slot] += frame->outcomes[i] == OUTCOME_FAILED;
    }
    if (!is_known)
        *subject = (struct subject){0};
    return is_known;
}

/* The subject of this name: a metric of the frame, or the error rate. */
static bool make_subject(struct subject *subject, struct frame *frame,
                         const struct arms *arms,
                         const struct compare_options *options,
                         const char *name)
{
    const struct metric *metric = frame_metric(frame, name);

    if (metric) {
        make_metric(subject, frame, arms, metric);
        return true;
    }
    return strcmp(name, "error_rate") == 0 &&
           (!frame->options->metrics || options->with_error_rate) &&
           frame_knows_failures(frame) &&
           make_error_rate(subject, frame, arms, options->rate_margin);
}

/* What most people ask first comes first. */
static const char *const foremost[] = {"latency", "error_rate", "cost",
                                       "output_rate"};
enum { N_FOREMOST = sizeof foremost / sizeof *foremost };

static bool is_foremost(const char *name)
{
    for (size_t i = 0; i < N_FOREMOST; i++)
        if (strcmp(name, foremost[i]) == 0)
            return true;
    return false;
}

struct subject *subjects_make(struct frame *frame, const struct arms *arms,
                              const struct compare_options *options, size_t *n)
{
    struct subject *subjects =
        arena_alloc(frame->arena, frame->n_metrics + 2, sizeof *subjects);

    *n = 0;
    for (size_t i = 0; i < N_FOREMOST; i++)
        if (make_subject(&subjects[*n], frame, arms, options, foremost[i]))
            (*n)++;
    for (size_t m = 0; m < frame->n_metrics; m++)
        if (!is_foremost(frame->metrics[m].name))
            make_metric(&subjects[(*n)++], frame, arms, &frame->metrics[m]);
    return subjects;
}

void subjects_release(struct subject *subjects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sample_set_destroy(subjects[i].set);
}

bool subject_per_token(struct subject *subject, struct frame *frame,
                       const struct arms *arms)
{
    const struct column *tokens = frame->table->field[FIELD_OUTPUT_TOKENS];
    const struct metric *latency = frame_metric(frame, "latency");
    double *values;

    if (!tokens || !latency)
        return false;
    values = arena_alloc(frame->arena, frame->table->n_rows, sizeof *values);
    for (size_t i = 0; i < frame->table->n_rows; i++)
        values[i] = tokens->number[i] > 0
                        ? latency->values[i] / tokens->number[i]
                        : (double)NAN;
    *subject = (struct subject){
        .name = "latency_per_output_token",
        .label = "Latency per output token",
        .slug = "latency-per-output-token",
        .unit = UNIT_SECONDS,
        .better = LESS_IS_BETTER,
        .wording = WORDING_SPEED,
        .is_ratio = true,
        .absolute_margin = (double)NAN,
        .values = values,
        .counted = frame->counted,
    };
    add_quantiles(subject, frame);
    add_statistic(subject, "mean", STATISTIC_MEAN);
    add_samples(subject, frame, arms);
    return true;
}
