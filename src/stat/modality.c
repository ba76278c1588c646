#include "stat/modality.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "stat/bandwidth.h"
#include "stat/bimodality.h"
#include "stat/bins.h"
#include "stat/dip.h"
#include "stat/modality_modes.h"
#include "stat/resolution.h"

enum {
    FEWEST = 30,      /* values for a verdict */
    DIP_MOST = 65536, /* values the dip is taken on */
    N_BINS = 2048,
    MOST_BINS = 1 << 15,
    MIXTURE_BINS = 512,
    CELLS = 20, /* of the resolution that the middle 90 % must span */
};

static const double SILVERMAN_LEVEL = 0.01;
static const double DIP_LEVEL = 0.01;
static const double DOUBTFUL_LEVEL = 0.10;

/* At each side, where modes are not counted: a share, and a number of values.
 */
static const double TAIL = 0.005, TAIL_VALUES = 5;

/* What is known of the sample before a scale is chosen. */
struct panel {
    const struct sample *sample;
    double resolution;
    struct sample moved; /* rounding undone, about DIP_MOST values at most */
    double recorded_dip; /* of the same values before */
    const struct modality_options *options;
    struct random_stream *random;
};

struct modality_options modality_defaults(void)
{
    return (struct modality_options){
        .level = 0.95, .n_resamples = 500, .n_intervals = 200, .n_starts = 20};
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {"unimodal", "multimodal",
                                        "inconclusive"};

    return names[verdict];
}

/* All values, or about DIP_MOST of them, each drawn with the same probability:
 * the gaps between those drawn are geometric. Keeps the order. */
static double *draw_values(const struct sample *sample,
                           struct random_stream *random, size_t *n)
{
    double share = DIP_MOST / (double)sample->n, next = -1, *x;

    *n = 0;
    if (sample->n <= DIP_MOST) {
        x = memory_alloc(sample->n + 1, sizeof *x);
        for (; *n < sample->n; (*n)++)
            x[*n] = sample->x[*n];
        return x;
    }
    /* Ten standard deviations more than are expected. */
    x = memory_alloc(DIP_MOST + 2560, sizeof *x);
    for (;;) {
        next += 1 + floor(log(random_uniform(random)) / log1p(-share));
        if (next >= (double)sample->n || *n == DIP_MOST + 2560)
            return x;
        x[(*n)++] = sample->x[(size_t)next];
    }
}

static void panel_init(struct panel *panel, const struct sample *sample,
                       const struct modality_options *options,
                       struct random_stream *random)
{
    double *x;

    *panel =
        (struct panel){.sample = sample, .options = options, .random = random};
    panel->resolution = resolution_find(sample);
    if (isnan(panel->resolution))
        panel->resolution = 0;
    x = draw_values(sample, random, &panel->moved.n);
    panel->moved.x = x;
    panel->recorded_dip = dip_statistic(&panel->moved);
    if (panel->resolution > 0) {
        double *moved = memory_alloc(panel->moved.n + 1, sizeof *moved);

        resolution_undo(&panel->moved, panel->resolution, random, moved);
        free(x);
        panel->moved.x = moved;
    }
}

static double to_scale(double x, bool is_log)
{
    return is_log ? log(x) : x;
}

static double quantile_of(const struct sample *sample, double p)
{
    return sample->x[(size_t)(p * (double)(sample->n - 1))];
}

/* The moved values on the scale; with logs, the positive ones. */
static double *scale_values(const struct panel *panel, bool is_log,
                            struct sample *values)
{
    double *y = memory_alloc(panel->moved.n + 1, sizeof *y);

    *values = (struct sample){.x = y};
    for (size_t i = 0; i < panel->moved.n; i++)
        if (!is_log || panel->moved.x[i] > 0)
            y[values->n++] = to_scale(panel->moved.x[i], is_log);
    return y;
}

/* Where the bins begin and end: the values, but what lies further out than 15
 * interquartile ranges is left out while it is less than 0.25 % a side. */
static void find_range(const struct sample *values, double *low, double *high)
{
    double q1 = quantile_of(values, 0.25), q3 = quantile_of(values, 0.75);
    double reach = 15 * (q3 - q1);

    *low = values->x[0];
    *high = values->x[values->n - 1];
    if (!(reach > 0))
        return;
    *low = fmax(*low, fmin(q1 - reach, quantile_of(values, 0.0025)));
    *high = fmin(*high, fmax(q3 + reach, quantile_of(values, 0.9975)));
    *low -= 1e-3 * (q3 - q1);
    *high += 1e-3 * (q3 - q1);
}

/* Counts all values, rounding undone, without touching each: the number below
 * every edge is looked up. */
static void fill_bins(const struct panel *panel, bool is_log, struct bins *bins)
{
    double before = (double)NAN;

    for (size_t j = 0; j <= bins->n; j++) {
        double edge = bins->low + ((double)j - 0.5) * bins->step, below;

        below = resolution_count_below(panel->sample, panel->resolution,
                                       is_log ? exp(edge) : edge);
        if (j > 0)
            bins->count[j - 1] = below - before;
        before = below;
    }
    bins->total = 0;
    for (size_t j = 0; j < bins->n; j++)
        bins->total += bins->count[j];
}

/* Narrow enough for twenty steps in the narrowest bandwidth likely to matter:
 * a fifth of the rule of thumb. */
static size_t count_bins(const struct sample *values, double low, double high,
                         double n)
{
    double spread =
        (quantile_of(values, 0.75) - quantile_of(values, 0.25)) / 1.349;
    double step = 0.9 * spread * pow(n, -0.2) / 20;
    size_t wanted = N_BINS;

    while (wanted < MOST_BINS && (high - low) / (double)wanted > step)
        wanted *= 2;
    return wanted;
}

static double p_of_dip(const struct panel *panel, double dip, size_t n)
{
    if (isnan(dip))
        return (double)NAN;
    return panel->options->n_dip > 0
               ? dip_p_simulated(dip, n, panel->options->n_dip, panel->random)
               : dip_p(dip, n);
}

static void fit_mixtures(const struct panel *panel, const struct bins *bins,
                         struct modality_scale *scale)
{
    size_t n = bins->n < MIXTURE_BINS ? bins->n : MIXTURE_BINS;
    double *x = memory_alloc(n, sizeof *x);
    struct points points = {.x = x, .n = n};
    struct bins coarse;
    const struct mixture *two = &scale->fits[1];

    bins_init(&coarse, bins->low, bins_point(bins, bins->n - 1), n);
    bins_add_bins(&coarse, bins);
    for (size_t j = 0; j < n; j++)
        x[j] = bins_point(&coarse, j);
    points.weight = coarse.count;
    scale->n_components = mixture_choose(&points, panel->options->n_starts,
                                         panel->random, scale->fits);
    if (two->k == 2)
        scale->ashman_d =
            ashman_d(two->mean[0], two->sd[0], two->mean[1], two->sd[1]);
    bins_release(&coarse);
    free(x);
}

/* Silverman's test for one mode, then two, ... as long as it rejects. Returns
 * how many modes there are then good reasons for. */
static size_t count_modes(const struct panel *panel, const struct bins *bins,
                          double low, double high, struct silverman *first)
{
    for (size_t k = 1; k < MAX_MODES; k++) {
        struct silverman test = silverman_test(
            bins, k, low, high, panel->options->n_resamples, panel->random);

        if (k == 1)
            *first = test;
        if (!(test.p <= SILVERMAN_LEVEL))
            return k;
    }
    return MAX_MODES;
}

static bool is_coarse(const struct panel *panel)
{
    double middle =
        quantile_of(panel->sample, 0.95) - quantile_of(panel->sample, 0.05);

    return middle < CELLS * panel->resolution;
}

static void judge(const struct panel *panel, struct modality_scale *scale,
                  size_t n_seen)
{
    double p = scale->silverman.p;

    scale->verdict = VERDICT_UNIMODAL;
    if (p <= SILVERMAN_LEVEL)
        scale->reasons |= REASON_SILVERMAN;
    if (scale->dip_p < DIP_LEVEL)
        scale->reasons |= REASON_DIP;
    if (scale->reasons & (REASON_SILVERMAN | REASON_DIP)) {
        scale->verdict = VERDICT_MULTIMODAL;
        if (n_seen < 2) {
            scale->reasons |= REASON_SHALLOW;
            scale->verdict = VERDICT_INCONCLUSIVE;
        }
    } else if (n_seen > 1 && p <= DOUBTFUL_LEVEL) {
        scale->reasons |= REASON_DOUBTFUL;
        scale->verdict = VERDICT_INCONCLUSIVE;
    }
    if (is_coarse(panel)) {
        scale->reasons |= REASON_COARSE;
        scale->verdict = VERDICT_INCONCLUSIVE;
    }
}

/* Intervals and mixtures are made for the main scale alone. */
static void examine_bins(const struct panel *panel, const struct bins *bins,
                         bool is_main, struct modality_scale *scale)
{
    struct valleys valleys;
    double tail = fmax(TAIL, TAIL_VALUES / bins->total);
    double low = bins_quantile(bins, tail);
    double high = bins_quantile(bins, 1 - tail);
    size_t n_tested = count_modes(panel, bins, low, high, &scale->silverman);
    struct modes_context context = {
        .sample = panel->sample,
        .resolution = panel->resolution,
        .bins = bins,
        .is_log = scale->is_log,
        .is_rejected_twice =
            scale->silverman.p <= SILVERMAN_LEVEL && scale->dip_p < DIP_LEVEL,
        .level = panel->options->level,
        .n_intervals = is_main ? panel->options->n_intervals : 0,
        .random = panel->random};

    scale->bandwidth = bandwidth_sheather_jones_bins(bins);
    if (isnan(scale->bandwidth))
        scale->bandwidth = 0.9 * bins_sd(bins) * pow(bins->total, -0.2);
    context.bandwidth = scale->bandwidth;
    scale->shown_bandwidth =
        panel->options->is_rough ? bandwidth_nrd0_bins(bins) : scale->bandwidth;
    modes_find(&context, low, high, &valleys);
    scale->antimode_depth = valleys.deepest;
    judge(panel, scale, valleys.n_modes);
    if (scale->verdict != VERDICT_MULTIMODAL)
        modes_keep(&valleys, 1);
    else
        modes_keep(&valleys, n_tested > 2 ? n_tested : 2);
    scale->n_modes = valleys.n_modes;
    modes_describe(&context, &valleys, scale->modes);
    if (is_main && panel->options->n_starts > 0)
        fit_mixtures(panel, bins, scale);
}

static void scale_init(struct modality_scale *scale, bool is_log)
{
    double nan = (double)NAN;

    *scale = (struct modality_scale){.is_log = is_log,
                                     .verdict = VERDICT_INCONCLUSIVE,
                                     .dip = nan,
                                     .dip_p = nan,
                                     .silverman = {nan, nan, nan, 0},
                                     .bimodality_coefficient = nan,
                                     .ashman_d = nan,
                                     .antimode_depth = nan,
                                     .bandwidth = nan,
                                     .shown_bandwidth = nan};
    for (size_t k = 0; k < MAX_COMPONENTS; k++)
        scale->fits[k].log_likelihood = scale->fits[k].bic = nan;
}

static void examine_scale(const struct panel *panel, bool is_main,
                          struct modality_scale *scale)
{
    struct sample values;
    double *y = scale_values(panel, scale->is_log, &values);
    double low, high;

    scale->dip = dip_statistic(&values);
    scale->dip_p = p_of_dip(panel, scale->dip, values.n);
    scale->bimodality_coefficient = bimodality_coefficient(&values);
    if (values.n < FEWEST ||
        panel->sample->x[0] == panel->sample->x[panel->sample->n - 1]) {
        scale->reasons = REASON_FEW;
    } else {
        struct bins bins;

        find_range(&values, &low, &high);
        bins_init(&bins, low, high,
                  count_bins(&values, low, high, (double)panel->sample->n));
        fill_bins(panel, scale->is_log, &bins);
        examine_bins(panel, &bins, is_main, scale);
        bins_release(&bins);
    }
    free(y);
}

void modality_examine(const struct sample *sample,
                      const struct modality_options *options,
                      struct random_stream *random, struct modality *modality)
{
    struct panel panel;
    size_t n_positive;

    memset(modality, 0, sizeof *modality);
    modality->n = sample->n;
    scale_init(&modality->scales[0], true);
    scale_init(&modality->scales[1], false);
    panel_init(&panel, sample, options, random);
    modality->n_dip = panel.moved.n;
    modality->dip_recorded = panel.recorded_dip;
    modality->dip_recorded_p =
        p_of_dip(&panel, panel.recorded_dip, panel.moved.n);
    modality->resolution = panel.resolution;
    /* A 0 that was rounded down was positive. */
    n_positive = sample->n - (size_t)resolution_count_below(
                                 sample, panel.resolution, 5e-324);
    modality->n_not_positive = sample->n - n_positive;
    modality->main = &modality->scales[modality->n_not_positive > 0];
    modality->other = &modality->scales[modality->n_not_positive == 0];
    for (int k = 0; k < 2; k++) {
        struct modality_scale *scale = &modality->scales[k];

        if (scale->is_log && 2 * n_positive < sample->n)
            continue;
        if (scale == modality->main || !options->only_main)
            examine_scale(&panel, scale == modality->main, scale);
    }
    free((void *)panel.moved.x);
}

size_t modality_mode_of(const struct modality_scale *scale, double x)
{
    size_t k = 0;

    while (k + 1 < scale->n_modes && x >= scale->modes[k].to)
        k++;
    return k;
}
