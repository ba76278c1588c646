#include "study/plan.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "study/charts.h"
#include "study/failures.h"
#include "study/planner.h"
#include "study/run_numbers.h"
#include "study/words.h"

/* More runs or more requests? Requests remove only their own share of the
 * variance. */

enum { EXIT_UNKNOWN = 3, N_SIZES = 5, LEAST_BEYOND = 10 };
static const double upper_confidence = 0.8;

/* What one request and one run cost. */
struct price {
    double seconds;  /* of one request, one after the other as in the pilot */
    double dollars;  /* NAN: not known */
    const char *why; /* where the seconds are from */
};

struct planning {
    struct frame *frame;
    const struct plan_options *options;
    struct section *section;
    struct price price;
    double alpha;
    struct value *told; /* the list of alternatives */
};

/* Seconds from the first start of a run to its last, by request, over all
 * runs; NAN without times. */
static double pace_of(const struct frame *frame, const int64_t *start)
{
    size_t n_runs = frame->runs->n_groups;
    int64_t *first = memory_alloc(n_runs, sizeof *first);
    int64_t *last = memory_alloc(n_runs, sizeof *last);
    double seconds = 0, n = 0;

    for (size_t r = 0; r < n_runs; r++) {
        first[r] = INT64_MAX;
        last[r] = INT64_MIN;
    }
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t r = grouping_at(frame->runs, i);

        if (r == GROUP_NONE || start[i] == TIME_MISSING)
            continue;
        first[r] = start[i] < first[r] ? start[i] : first[r];
        last[r] = start[i] > last[r] ? start[i] : last[r];
        n++;
    }
    for (size_t r = 0; r < n_runs; r++)
        if (last[r] > first[r])
            seconds += (double)(last[r] - first[r]) * 1e-9;
    free(first);
    free(last);
    return seconds > 0 ? seconds / n : (double)NAN;
}

static double mean_cost(const struct frame *frame, const double *cost)
{
    double sum = 0, n = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->kept[i] && isfinite(cost[i])) {
            sum += cost[i];
            n++;
        }
    return sum / n;
}

static struct price price_of(const struct frame *frame)
{
    const struct column *start = frame->table->field[FIELD_START];
    const struct column *cost = frame->table->field[FIELD_COST];
    const struct metric *latency = frame_metric(frame, "latency");
    struct price price = {(double)NAN, (double)NAN, "the runs' own"};

    if (cost)
        price.dollars = mean_cost(frame, cost->number);
    if (start)
        price.seconds = pace_of(frame, start->time);
    if (isnan(price.seconds) && latency) {
        price.seconds =
            mean_of(frame_sample(latency, 0)->x, frame_sample(latency, 0)->n);
        price.why = "the mean latency, one request after the other";
    }
    return price;
}

static void set_number(struct value *object, struct arena *arena,
                       const char *key, double number)
{
    value_set(object, key, value_number(arena, number));
}

struct alternative {
    double requests, runs, runs_if_worse, all, dollars, seconds;
    bool is_cheapest;
};

static struct alternative alternative_of(const struct planning *p,
                                         const struct components *components,
                                         double n)
{
    const struct plan_options *o = p->options;
    double sd = planner_sd(components, n);
    struct alternative a = {.requests = n};

    a.runs = planner_runs(sd, o->change, o->power, p->alpha);
    a.runs_if_worse = planner_runs(
        sd * planner_upper_factor(components->n_runs, upper_confidence),
        o->change, o->power, p->alpha);
    a.all = 2 * a.runs * n;
    a.dollars = a.all * p->price.dollars;
    a.seconds = a.all * p->price.seconds + 2 * a.runs * o->overhead;
    return a;
}

/* The fewest requests for which the percentile of a run is not biased. */
static double least_requests(const struct statistic *statistic)
{
    if (statistic->kind == STATISTIC_MEAN)
        return LEAST_BEYOND;
    return ceil(LEAST_BEYOND / fmin(statistic->p, 1 - statistic->p) - 1e-9);
}

static size_t choose_sizes(const struct planning *p,
                           const struct components *components,
                           const struct statistic *statistic,
                           struct alternative alternatives[N_SIZES + 1])
{
    static const double factors[N_SIZES] = {0.1, 0.3, 1, 3, 10};
    double least = least_requests(statistic), last = 0, best, overhead;
    size_t n = 0, cheapest = 0;

    overhead = p->options->overhead / p->price.seconds;
    best = round(planner_requests(components, overhead));
    for (size_t i = 0; i < N_SIZES; i++) {
        double requests = round(components->n_requests * factors[i]);

        if (best >= least && best > last && best < requests)
            alternatives[n++] = alternative_of(p, components, best);
        if (requests >= least)
            alternatives[n++] = alternative_of(p, components, requests);
        last = requests;
    }
    for (size_t i = 1; i < n; i++)
        if (alternatives[i].seconds < alternatives[cheapest].seconds)
            cheapest = i;
    if (n)
        alternatives[cheapest].is_cheapest = true;
    return n;
}

static void tell_alternative(const struct planning *p, const char *metric,
                             const struct statistic *statistic,
                             const struct alternative *a)
{
    struct arena *arena = p->frame->arena;
    struct value *object = value_append(p->told, value_object(arena));

    value_set(object, "metric", value_text(arena, metric));
    value_set(object, "statistic", value_text(arena, statistic->name));
    set_number(object, arena, "requests_per_run", a->requests);
    set_number(object, arena, "runs_per_side", a->runs);
    set_number(object, arena, "runs_per_side_if_worse", a->runs_if_worse);
    set_number(object, arena, "requests", a->all);
    set_number(object, arena, "cost", a->dollars);
    set_number(object, arena, "seconds", a->seconds);
    value_set(object, "shortest", value_bool(arena, a->is_cheapest));
}

static void add_alternatives(const struct planning *p,
                             const struct metric *metric, size_t s,
                             const struct statistic *statistic,
                             const struct components *components)
{
    static const struct column_head heads[] = {
        {.key = "requests_per_run",
         .label = "requests a run",
         .unit = UNIT_COUNT},
        {.key = "runs_per_side", .label = "runs a side", .unit = UNIT_COUNT},
        {.key = "runs_if_worse", .label = "to be safe", .unit = UNIT_COUNT},
        {.key = "requests", .label = "requests in all", .unit = UNIT_COUNT},
        {.key = "cost", .label = "cost", .unit = UNIT_DOLLARS},
        {.key = "seconds", .label = "time", .unit = UNIT_SECONDS},
        {.key = "mark", .label = ""},
    };
    struct doc *doc = p->frame->doc;
    struct alternative alternatives[N_SIZES + 1];
    size_t n = choose_sizes(p, components, statistic, alternatives);
    struct doc_table *table = doc_table(
        doc, p->section,
        arena_format(doc->arena, "plan-%s-%zu", charts_slug(p->frame, metric),
                     s + 1),
        arena_format(doc->arena, "To see %s in the %s of %s",
                     words_number(doc->arena, UNIT_SHARE, p->options->change),
                     statistic->name, metric->name),
        heads, sizeof heads / sizeof *heads);

    table->in_summary = metric == p->frame->metrics && s < 3;
    table->caption = arena_format(
        doc->arena,
        "With a power of %s at a p of %.3g, both sides together; a run takes "
        "%s beside its requests (--run-overhead). Pace: %s. To be safe: the "
        "pilot's scatter at its upper 80 %% limit.",
        words_number(doc->arena, UNIT_SHARE, p->options->power), p->alpha,
        words_number(doc->arena, UNIT_SECONDS, p->options->overhead),
        p->price.why);
    for (size_t i = 0; i < n; i++) {
        const struct alternative *a = &alternatives[i];

        tell_alternative(p, metric->name, statistic, a);
        doc_row(doc, table);
        doc_cell_number(table, a->requests);
        doc_cell_number(table, a->runs);
        doc_cell_number(table, a->runs_if_worse);
        doc_cell_number(table, a->all);
        doc_cell_number(table, a->dollars);
        doc_cell_number(table, a->seconds);
        doc_cell_text(doc, table, a->is_cheapest ? "shortest" : "");
    }
}

static struct doc_table *begin_components(const struct planning *p,
                                          const struct metric *metric)
{
    static const struct column_head heads[] = {
        {.key = "statistic", .label = "statistic"},
        {.key = "between", .label = "sd of runs", .unit = UNIT_SHARE},
        {.key = "within", .label = "sd of a request", .unit = UNIT_SHARE},
        {.key = "run", .label = "sd of a run", .unit = UNIT_SHARE},
        {.key = "change", .label = "can see now", .unit = UNIT_SHARE},
        {.key = "runs", .label = "runs needed", .unit = UNIT_COUNT},
    };
    struct doc *doc = p->frame->doc;
    struct doc_table *table = doc_table(
        doc, p->section,
        arena_format(doc->arena, "components-%s",
                     charts_slug(p->frame, metric)),
        arena_format(doc->arena, "%s: what the pilot can see", metric->label),
        heads, sizeof heads / sizeof *heads);

    table->in_summary = metric == p->frame->metrics;
    table->caption = arena_format(
        doc->arena,
        "Relative standard deviations. The sd of a run of n requests is "
        "sqrt(runs^2 + request^2 / n); 0: the runs differ no more than their "
        "requests explain. Can see now: the change that as many "
        "runs as these on either side show with a power of %s. Runs needed: "
        "a side, of as many requests as in the pilot, to see %s.",
        words_number(doc->arena, UNIT_SHARE, p->options->power),
        words_number(doc->arena, UNIT_SHARE, p->options->change));
    return table;
}

static void add_components(const struct planning *p, struct doc_table *table,
                           const struct statistic *statistic,
                           const struct components *c)
{
    const struct plan_options *o = p->options;
    double sd = planner_sd(c, c->n_requests);

    doc_row(p->frame->doc, table);
    doc_cell_text(p->frame->doc, table, statistic->name);
    doc_cell_number(table, sqrt(fmax(0, c->between)));
    doc_cell_number(table, sqrt(c->within));
    doc_cell_number(table, sd);
    doc_cell_number(table,
                    planner_change(sd, (double)c->n_runs, o->power, p->alpha));
    doc_cell_number(table, planner_runs(sd, o->change, o->power, p->alpha));
}

static void tell_components(const struct planning *p, struct value *list,
                            const char *metric,
                            const struct statistic *statistic,
                            const struct components *c)
{
    struct arena *arena = p->frame->arena;
    struct value *object = value_append(list, value_object(arena));
    double sd = planner_sd(c, c->n_requests);

    value_set(object, "metric", value_text(arena, metric));
    value_set(object, "statistic", value_text(arena, statistic->name));
    set_number(object, arena, "value", c->value);
    set_number(object, arena, "between_variance", c->between);
    set_number(object, arena, "within_variance", c->within);
    set_number(object, arena, "requests_per_run", c->n_requests);
    value_set(object, "n_runs", value_integer(arena, (int64_t)c->n_runs));
    set_number(
        object, arena, "minimum_detectable_effect",
        planner_change(sd, (double)c->n_runs, p->options->power, p->alpha));
}

static void plan_metric(const struct planning *p, struct value *list,
                        const struct metric *metric)
{
    const struct run_numbers *numbers = run_numbers_tested(p->frame);
    struct sample_set *own;
    struct sample_set *runs =
        frame_run_samples(p->frame, failures_cells(p->frame, metric, &own));
    struct doc_table *table = begin_components(p, metric);

    for (size_t s = 0; s < numbers->n_statistics; s++) {
        const struct statistic *statistic = &numbers->statistics[s];
        struct components c =
            planner_components(runs->samples, runs->n, statistic,
                               p->frame->options->quantile_type);

        add_components(p, table, statistic, &c);
        tell_components(p, list, metric->name, statistic, &c);
        if (!isnan(c.between) && !isnan(c.within))
            add_alternatives(p, metric, s, statistic, &c);
        else
            doc_note(p->frame->doc, p->section, WEIGHT_REMARK, "no-plan",
                     "the pilot is too small for a plan of the %s of %s",
                     statistic->name, metric->name);
    }
    sample_set_destroy(runs);
    sample_set_destroy(own);
}

static void refuse(struct frame *frame, struct section *section,
                   const char *code, const char *text)
{
    doc_note(frame->doc, section, WEIGHT_CAUTION, code, "%s", text);
    value_set(frame->doc->data, "plan", value_null(frame->arena));
    frame->doc->exit_status = EXIT_UNKNOWN;
    frame->doc->verdict = "no plan";
}

bool plan_run(struct frame *frame, const struct plan_options *options,
              struct error *error)
{
    struct planning p = {
        .frame = frame, .options = options, .alpha = 1 - frame->options->level};
    const struct run_numbers *numbers = run_numbers_tested(frame);
    struct value *plan, *components;

    if (!numbers || frame->n_metrics == 0)
        return error_set(error, NULL,
                         "there is nothing to plan with: the logs "
                         "have no latencies");
    p.section = doc_section(frame->doc, "plan", "Plan");
    if (numbers->n_runs < 2) {
        refuse(frame, p.section, "one-run",
               "one run says nothing of how runs differ: make two or more "
               "short ones first");
        return true;
    }
    if (numbers->differ != FIELD_NONE) {
        refuse(frame, p.section, "runs-are-conditions",
               arena_format(frame->arena,
                            "the runs differ in %s: they are conditions, not "
                            "repeats",
                            fields[numbers->differ].key));
        return true;
    }
    p.price = price_of(frame);
    plan = value_set(frame->doc->data, "plan", value_object(frame->arena));
    set_number(plan, frame->arena, "seconds_per_request", p.price.seconds);
    set_number(plan, frame->arena, "cost_per_request", p.price.dollars);
    components = value_set(plan, "components", value_array(frame->arena));
    p.told = value_set(plan, "alternatives", value_array(frame->arena));
    for (size_t m = 0; m < frame->n_metrics; m++)
        if (frame->metrics[m].unit != UNIT_DOLLARS)
            plan_metric(&p, components, &frame->metrics[m]);
    doc_method(frame->doc, "kalibera-jones",
               "variance between and within runs, and the shortest experiment "
               "of a given power",
               "Kalibera and Jones, ISMM 2013");
    return true;
}
