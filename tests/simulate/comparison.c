/* Measures how often a comparison of two identical systems says that they
 * differ, beside what pooled requests say, and how often it sees a change that
 * the planner promised it would. Prints the tables of doc/STATISTICS.md.
 *
 *     make tests/simulate/comparison && tests/simulate/comparison [N [SEED]]
 *
 * 2,000 comparisons a row take about five minutes of one core; a row depends
 * on nothing but its case, the number of comparisons and the seed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/sort.h"
#include "stat/ranktest.h"
#include "stat/ttest.h"
#include "study/comparison.h"
#include "study/planner.h"
#include "study/statistic.h"

enum { N_STRATA = 2, N_STATISTICS = 3, MOST_RUNS = 64 };

/* Latencies of a stratum are lognormal around its median. */
static const double medians[N_STRATA] = {0.8, 2.4};
static const double sigma = 0.5;

static const struct comparison_options options = {
    .level = 0.95, .margin = 0.05, .power = 0.8, .is_brief = true};

/* One case: both sides have `n_runs` runs of `n_requests`, and run effects of
 * this standard deviation on the logarithm. */
struct setup {
    size_t n_runs, n_requests;
    double run_sd, change;
};

/* The requests of one side: run by run, in each run stratum by stratum, each
 * part sorted, and sorted as a whole beside it. */
struct requests {
    double *parts, *whole;
    size_t n;
};

static void requests_draw(struct requests *requests, const struct setup *setup,
                          bool is_candidate, struct random_stream *random)
{
    size_t n = setup->n_requests, length = n / N_STRATA;

    for (size_t r = 0; r < setup->n_runs; r++) {
        double *part = requests->parts + r * n;
        double level = setup->run_sd * random_gaussian(random);

        if (is_candidate)
            level += log1p(setup->change);
        for (size_t s = 0; s < N_STRATA; s++) {
            for (size_t i = 0; i < length; i++)
                part[s * length + i] =
                    medians[s] * exp(level + sigma * random_gaussian(random));
            sort_doubles(part + s * length, length);
        }
        memcpy(requests->whole + r * n, part, n * sizeof *part);
        sort_doubles(requests->whole + r * n, n);
    }
    requests->n = setup->n_runs * n;
}

/* Stratum 0 is the whole. */
static struct sample sample_of(const struct requests *requests,
                               const struct setup *setup, size_t run,
                               size_t stratum)
{
    size_t n = setup->n_requests, length = n / N_STRATA;

    if (stratum == 0)
        return (struct sample){.x = requests->whole + run * n, .n = n};
    return (struct sample){
        .x = requests->parts + run * n + (stratum - 1) * length, .n = length};
}

static bool fill_values(double *values, const struct requests *requests,
                        const struct setup *setup, size_t stratum,
                        const struct statistic *statistic)
{
    for (size_t r = 0; r < setup->n_runs; r++) {
        struct sample sample = sample_of(requests, setup, r, stratum);

        if (statistic_is_biased(&sample, statistic))
            return false;
        values[r] = statistic_of(&sample, statistic, 7);
    }
    return true;
}

static struct comparison compare(const double *base, const double *candidate,
                                 size_t n, struct random_stream *random)
{
    const struct contrast contrast = {.base = base,
                                      .candidate = candidate,
                                      .n_base = n,
                                      .n_candidate = n,
                                      .is_ratio = true,
                                      .absolute_margin = (double)NAN,
                                      .better = LESS_IS_BETTER,
                                      .wording = WORDING_SPEED};

    return comparison_of(&contrast, &options, random);
}

/* How often each thing happened. */
struct tally {
    double found[N_STATISTICS]; /* unadjusted p < .05 in the whole */
    double wrong;               /* a verdict of a difference in the family */
    double pooled_welch, pooled_ranks;
};

static void count_family(struct tally *tally, const struct setup *setup,
                         const struct requests sides[2],
                         struct random_stream *random)
{
    const struct statistic statistics[N_STATISTICS] = {
        statistic_quantile("p50", 0.5),
        statistic_quantile("p95", 0.95),
        {"mean", STATISTIC_MEAN, 0}};
    struct comparison family[N_STATISTICS * (N_STRATA + 1)];
    double base[MOST_RUNS], candidate[MOST_RUNS];
    bool is_wrong = false;
    size_t n = 0;

    for (size_t s = 0; s <= N_STRATA; s++)
        for (size_t k = 0; k < N_STATISTICS; k++) {
            if (!fill_values(base, &sides[0], setup, s, &statistics[k]) ||
                !fill_values(candidate, &sides[1], setup, s, &statistics[k]))
                continue;
            family[n] = compare(base, candidate, setup->n_runs, random);
            if (s == 0)
                tally->found[k] += family[n].test.p < 0.05;
            n++;
        }
    comparison_judge(family, n, &options);
    for (size_t i = 0; i < n; i++)
        is_wrong |= family[i].verdict == VERDICT_FASTER ||
                    family[i].verdict == VERDICT_SLOWER;
    tally->wrong += is_wrong;
}

static void count_pooled(struct tally *tally, const struct requests sides[2])
{
    tally->pooled_welch += ttest_welch_log(sides[1].whole, sides[1].n,
                                           sides[0].whole, sides[0].n, 0.95)
                               .p < 0.05;
    tally->pooled_ranks +=
        ranktest_mann_whitney(sides[1].whole, sides[1].n, sides[0].whole,
                              sides[0].n, RANK_ASYMPTOTIC)
            .p < 0.05;
}

static void sides_init(struct requests sides[2], const struct setup *setup)
{
    size_t n = setup->n_runs * setup->n_requests;

    for (size_t i = 0; i < 2; i++) {
        sides[i].parts = memory_alloc(n, sizeof(double));
        sides[i].whole = memory_alloc(n, sizeof(double));
    }
}

static void sides_release(struct requests sides[2])
{
    for (size_t i = 0; i < 2; i++) {
        free(sides[i].parts);
        free(sides[i].whole);
    }
}

static void print_null_row(const struct setup *setup, size_t n_times,
                           uint64_t seed)
{
    struct random_stream *random = random_create(seed, "identical");
    struct requests sides[2];
    struct tally tally = {{0}, 0, 0, 0};

    sides_init(sides, setup);
    for (size_t i = 0; i < n_times; i++) {
        requests_draw(&sides[0], setup, false, random);
        requests_draw(&sides[1], setup, true, random);
        count_family(&tally, setup, sides, random);
        count_pooled(&tally, sides);
    }
    printf("| %zu | %zu | %.0f %% |", setup->n_runs, setup->n_requests,
           setup->run_sd * 100);
    for (size_t k = 0; k < N_STATISTICS; k++)
        printf(" %.1f %% |", 100 * tally.found[k] / (double)n_times);
    printf(" %.1f %% | %.0f %% | %.0f %% |\n",
           100 * tally.wrong / (double)n_times,
           100 * tally.pooled_welch / (double)n_times,
           100 * tally.pooled_ranks / (double)n_times);
    fflush(stdout);
    sides_release(sides);
    random_destroy(random);
}

static void print_null(size_t n_times, uint64_t seed)
{
    static const size_t runs[] = {3, 5, 10}, requests[] = {300, 3000};
    static const double run_sds[] = {0, 0.02, 0.1};

    printf("Two identical systems, %zu comparisons a row:\n\n"
           "| runs a side | requests a run | run sd | p50 | p95 | mean | wrong "
           "verdict | pooled Welch | pooled Mann-Whitney |\n"
           "|---|---|---|---|---|---|---|---|---|\n",
           n_times);
    for (size_t r = 0; r < 3; r++)
        for (size_t q = 0; q < 2; q++)
            for (size_t s = 0; s < 3; s++)
                print_null_row(
                    &(struct setup){runs[r], requests[q], run_sds[s], 0},
                    n_times, seed);
}

/* The relative variance of one request: of the mixture of both strata. */
static double relative_variance(void)
{
    double mean = 0, square = 0;

    for (size_t s = 0; s < N_STRATA; s++) {
        mean += medians[s] * exp(sigma * sigma / 2) / N_STRATA;
        square += medians[s] * medians[s] * exp(2 * sigma * sigma) / N_STRATA;
    }
    return square / (mean * mean) - 1;
}

/* Strata have fixed sizes, so that only what varies within them reaches the
 * mean of a run: the share of the variance that is not between strata. */
static double variance_of_request(void)
{
    double mean = 0, between = 0;

    for (size_t s = 0; s < N_STRATA; s++)
        mean += medians[s] / N_STRATA;
    for (size_t s = 0; s < N_STRATA; s++)
        between += (medians[s] / mean - 1) * (medians[s] / mean - 1) / N_STRATA;
    return relative_variance() - between;
}

/* There is no formula: what the planner takes from runs of this length, of
 * which there are enough. */
static double variance_of_quantile(const struct statistic *statistic,
                                   uint64_t seed)
{
    enum { N_RUNS = 2000 };
    const struct setup setup = {N_RUNS, 300, 0, 0};
    struct random_stream *random = random_create(seed, "pilot");
    struct sample *runs = memory_alloc(N_RUNS, sizeof *runs);
    struct requests sides[2];
    double within;

    sides_init(sides, &setup);
    requests_draw(&sides[0], &setup, false, random);
    for (size_t r = 0; r < N_RUNS; r++)
        runs[r] = sample_of(&sides[0], &setup, r, 0);
    within = planner_components(runs, N_RUNS, statistic, 7).within;
    sides_release(sides);
    free(runs);
    random_destroy(random);
    return within;
}

static double simulated_power(const struct setup *setup,
                              const struct statistic *statistic, size_t n_times,
                              uint64_t seed)
{
    struct random_stream *random = random_create(seed, "power");
    double base[MOST_RUNS], candidate[MOST_RUNS], found = 0;
    struct requests sides[2];

    sides_init(sides, setup);
    for (size_t i = 0; i < n_times; i++) {
        requests_draw(&sides[0], setup, false, random);
        requests_draw(&sides[1], setup, true, random);
        fill_values(base, &sides[0], setup, 0, statistic);
        fill_values(candidate, &sides[1], setup, 0, statistic);
        found +=
            ttest_welch_log(candidate, setup->n_runs, base, setup->n_runs, 0.95)
                .p < 0.05;
    }
    sides_release(sides);
    random_destroy(random);
    return found / (double)n_times;
}

/* What is compared, and the scatter of one request in it. */
struct subject {
    struct statistic statistic;
    double within;
};

static void print_power_row(const struct subject *subject, double run_sd,
                            double change, size_t n_runs, const char *mark,
                            size_t n_times, uint64_t seed)
{
    const struct setup setup = {n_runs, 300, run_sd, change};
    const struct components components = {.between = run_sd * run_sd,
                                          .within = subject->within};
    double sd = planner_sd(&components, 300);
    double promise = planner_power(sd, (double)n_runs, change, 0.05);

    printf("| %s | %.0f %% | %.0f %% | %zu%s | %.1f %% | %.1f %% |\n",
           subject->statistic.name, run_sd * 100, change * 100, n_runs, mark,
           100 * promise,
           100 * simulated_power(&setup, &subject->statistic, n_times, seed));
    fflush(stdout);
}

/* Fixed numbers of runs, then the number that the planner asks for. */
static void print_powers(const struct subject *subject, size_t n_times,
                         uint64_t seed)
{
    static const size_t runs[] = {3, 5, 10};
    static const double run_sds[] = {0, 0.02, 0.05}, changes[] = {0.05, 0.1};

    for (size_t s = 0; s < 3; s++)
        for (size_t c = 0; c < 2; c++) {
            const struct components components = {
                .between = run_sds[s] * run_sds[s], .within = subject->within};
            double needed = planner_runs(planner_sd(&components, 300),
                                         changes[c], 0.8, 0.05);

            for (size_t r = 0; r < 3; r++)
                print_power_row(subject, run_sds[s], changes[c], runs[r], "",
                                n_times, seed);
            if (needed <= MOST_RUNS)
                print_power_row(subject, run_sds[s], changes[c], (size_t)needed,
                                " *", n_times, seed);
        }
}

static void print_power(size_t n_times, uint64_t seed)
{
    struct subject mean = {{"mean", STATISTIC_MEAN, 0}, variance_of_request()};
    struct subject p95 = {statistic_quantile("p95", 0.95), 0};

    p95.within = variance_of_quantile(&p95.statistic, seed);
    printf("\nA change, 300 requests a run, %zu comparisons a row; *: the runs "
           "that `plan` asks for:\n\n"
           "| statistic | run sd | change | runs a side | promised | simulated "
           "|\n|---|---|---|---|---|---|\n",
           n_times);
    print_powers(&mean, n_times, seed);
    print_powers(&p95, n_times, seed);
}

int main(int argc, char **argv)
{
    size_t n_times = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

    print_null(n_times, seed);
    print_power(n_times, seed);
    return 0;
}
