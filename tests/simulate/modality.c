/* Measures how often the panel on modality says "multimodal" of samples with
 * one mode, and of samples with two. Prints the tables of doc/STATISTICS.md.
 *
 *     make tests/simulate/modality
 *     tests/simulate/modality [SAMPLES [SEED [PART PARTS]]]
 *
 * 500 samples a row take about 25 minutes of one core; a row depends on
 * nothing but its case, the number of samples and the seed, so that parts
 * (every PARTS-th row, from PART on) may run side by side. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/sort.h"
#include "stat/modality.h"

struct family {
    const char *name;
    double (*draw)(struct random_stream *random, double parameter);
    double parameter;
};

static double draw_lognormal(struct random_stream *random, double sigma)
{
    return exp(sigma * random_gaussian(random));
}

/* Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26:363; mean 1. */
static double draw_gamma(struct random_stream *random, double shape)
{
    double boost = 1, a = shape, d, c;

    if (a < 1) {
        boost = pow(random_uniform(random), 1 / a);
        a += 1;
    }
    d = a - 1.0 / 3;
    c = 1 / sqrt(9 * d);
    for (;;) {
        double x = random_gaussian(random), v = pow(1 + c * x, 3);

        if (v > 0 &&
            log(random_uniform(random)) < 0.5 * x * x + d - d * v + d * log(v))
            return boost * d * v / shape;
    }
}

static double draw_weibull(struct random_stream *random, double shape)
{
    return pow(-log(random_uniform(random)), 1 / shape);
}

/* Normal(0.5, 0.1) plus an exponential with the mean `tail`. */
static double draw_exgaussian(struct random_stream *random, double tail)
{
    return fabs(0.5 + 0.1 * random_gaussian(random) -
                tail * log(random_uniform(random)));
}

/* Two lognormal modes, sigma 0.25 each, a factor 3 (or 2) apart. */
static double draw_two(struct random_stream *random, double minor)
{
    double factor = random_uniform(random) < minor ? 3 : 1;

    return factor * exp(0.25 * random_gaussian(random));
}

static double draw_near(struct random_stream *random, double minor)
{
    double factor = random_uniform(random) < minor ? 2 : 1;

    return factor * exp(0.25 * random_gaussian(random));
}

static const struct family with_one_mode[] = {
    {"lognormal, sigma 0.3", draw_lognormal, 0.3},
    {"lognormal, sigma 0.5", draw_lognormal, 0.5},
    {"lognormal, sigma 1", draw_lognormal, 1},
    {"gamma, shape 2", draw_gamma, 2},
    {"gamma, shape 0.7", draw_gamma, 0.7},
    {"Weibull, shape 1.2", draw_weibull, 1.2},
    {"Weibull, shape 0.8", draw_weibull, 0.8},
    {"ex-Gaussian, tail 0.3", draw_exgaussian, 0.3},
    {"ex-Gaussian, tail 1", draw_exgaussian, 1},
};

static const struct family with_two_modes[] = {
    {"3 times apart, 85/15", draw_two, 0.15},
    {"3 times apart, 95/5", draw_two, 0.05},
    {"3 times apart, 98/2", draw_two, 0.02},
    {"3 times apart, 50/50", draw_two, 0.5},
    {"2 times apart, 50/50", draw_near, 0.5},
    {"2 times apart, 85/15", draw_near, 0.15},
};

struct counts {
    size_t verdicts[3], linear[3], dip, silverman, calibrated;
};

static void examine_one(const struct family *family, size_t n, double rounding,
                        struct random_stream *random, struct counts *counts)
{
    struct modality_options options = modality_defaults();
    struct modality modality;
    double *x = memory_alloc(n, sizeof *x);

    options.n_starts = options.n_intervals = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = family->draw(random, family->parameter);
        if (rounding > 0)
            x[i] = round(x[i] / rounding) * rounding;
    }
    sort_doubles(x, n);
    modality_examine(&(struct sample){.x = x, .n = n}, &options, random,
                     &modality);
    counts->verdicts[modality.main->verdict]++;
    counts->linear[modality.other->verdict]++;
    counts->dip += modality.main->dip_p < 0.01;
    counts->silverman += modality.main->silverman.p <= 0.01;
    counts->calibrated += modality.main->silverman.calibrated_p <= 0.01;
    free(x);
}

/* Rows that this process makes: those that are `part` modulo `parts`. */
struct share {
    size_t part, parts, n_seen;
};

static bool is_ours(struct share *share)
{
    return share->n_seen++ % share->parts == share->part;
}

static void print_row(const struct family *family, size_t n, double rounding,
                      size_t n_samples, uint64_t seed)
{
    struct counts counts = {.dip = 0};
    struct random_stream *random = random_create(seed, family->name);
    double scale = 100 / (double)n_samples;

    for (size_t i = 0; i < n_samples; i++)
        examine_one(family, n, rounding, random, &counts);
    printf("| %s | %zu | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n",
           family->name, n, rounding > 0 ? "0.01" : "no",
           scale * (double)counts.verdicts[VERDICT_MULTIMODAL],
           scale * (double)counts.verdicts[VERDICT_INCONCLUSIVE],
           scale * (double)counts.linear[VERDICT_MULTIMODAL],
           scale * (double)counts.dip, scale * (double)counts.silverman,
           scale * (double)counts.calibrated);
    fflush(stdout);
    random_destroy(random);
}

static void print_rows(const struct family *family, const size_t *sizes,
                       size_t n_sizes, size_t n_samples, uint64_t seed,
                       struct share *share)
{
    for (size_t k = 0; k < n_sizes; k++)
        for (int rounded = 0; rounded < 2; rounded++)
            if (is_ours(share))
                print_row(family, sizes[k], rounded ? 0.01 : 0, n_samples,
                          seed);
}

static void print_head(const char *what)
{
    printf("| %s | n | rounded | multimodal | inconclusive | "
           "multimodal, linear | dip | Silverman | Hall-York |\n"
           "|---|---|---|---|---|---|---|---|---|\n",
           what);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {200, 1000, 5000, 50000, 300000};
    size_t n_samples = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 500;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct share share = {.part = 0, .parts = 1};

    if (argc > 4) {
        share.part = (size_t)strtoul(argv[3], NULL, 10);
        share.parts = (size_t)strtoul(argv[4], NULL, 10);
    }
    if (share.parts == 0)
        return 2;
    print_head("one mode");
    for (size_t f = 0; f < sizeof with_one_mode / sizeof *with_one_mode; f++)
        print_rows(&with_one_mode[f], sizes, 4, n_samples, seed, &share);
    printf("\n");
    print_head("two modes");
    for (size_t f = 0; f < sizeof with_two_modes / sizeof *with_two_modes; f++)
        print_rows(&with_two_modes[f], sizes, 3, n_samples, seed, &share);
    printf("\n");
    print_head("many values");
    for (size_t f = 0; f < sizeof with_one_mode / sizeof *with_one_mode; f++)
        print_rows(&with_one_mode[f], sizes + 4, 1, n_samples / 10, seed,
                   &share);
    for (size_t f = 0; f < sizeof with_two_modes / sizeof *with_two_modes; f++)
        print_rows(&with_two_modes[f], sizes + 4, 1, n_samples / 10, seed,
                   &share);
    return 0;
}
