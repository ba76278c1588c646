#include "stat/modality_modes.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/bimodality.h"
#include "stat/proportion.h"
#include "stat/resolution.h"
#include "stat/smoother.h"

enum { STEPS_PER_BANDWIDTH = 6, MAX_BINS = 4096 };

static const double SMALLEST_SHARE = 0.02, FEWEST_VALUES = 10;
static const double DEEP_ENOUGH = 0.8;

/* Where both tests reject one mode a shallower valley is deep enough, if it is
 * one for certain: its depth stays below 1 at 99.5 %, one-sided. The dip's test
 * holds for every law with one mode, so that such valleys can be wrong no more
 * often than it is. */
static const double DEEP_IF_REJECTED = 0.9, CERTAIN = 2.5758;

/* Counts between two places, in whole bins. */
static double count_between(const struct bins *bins, double low, double high)
{
    double sum = 0;

    for (size_t j = 0; j < bins->n; j++) {
        double x = bins_point(bins, j);

        if (x >= low && x < high)
            sum += bins->count[j];
    }
    return sum;
}

/* Joins mode k and k + 1: the higher peak stays. */
static void join(struct valleys *valleys, size_t k)
{
    struct peak *left = &valleys->modes[k], *right = left + 1;
    double share = valleys->share[k] + valleys->share[k + 1];

    if (right->height > left->height) {
        *left = *right;
    } else {
        left->valley_x = right->valley_x;
        left->valley_height = right->valley_height;
    }
    valleys->share[k] = share;
    valleys->n_modes--;
    for (size_t i = k + 1; i < valleys->n_modes; i++) {
        valleys->modes[i] = valleys->modes[i + 1];
        valleys->share[i] = valleys->share[i + 1];
    }
}

static double depth_of(const struct valleys *valleys, size_t k)
{
    return antimode_depth(&valleys->modes[k], &valleys->modes[k + 1]);
}

/* The upper limit of a depth. Heights of a Gaussian kernel estimate further
 * apart than the kernel reaches are independent, each with the variance
 * f / (2 sqrt(pi) n h) (Silverman 1986, section 3.3); their ratio is taken on
 * logarithms. */
static double depth_limit(const struct modes_context *context,
                          const struct peak *left, const struct peak *right)
{
    double lower = fmin(left->height, right->height);
    double depth = left->valley_height / lower;
    double weight = 2 * sqrt(M_PI) * context->bins->total * context->bandwidth;
    double variance = (1 / left->valley_height + 1 / lower) / weight;

    return left->valley_height > 0 ? depth * exp(CERTAIN * sqrt(variance)) : 0;
}

static bool is_deep(const struct modes_context *context,
                    const struct valleys *valleys, size_t k)
{
    double depth = depth_of(valleys, k);

    if (depth <= DEEP_ENOUGH || !context->is_rejected_twice)
        return depth <= DEEP_ENOUGH;
    return depth <= DEEP_IF_REJECTED &&
           depth_limit(context, &valleys->modes[k], &valleys->modes[k + 1]) < 1;
}

static size_t find_shallowest(const struct valleys *valleys)
{
    size_t best = 0;

    for (size_t k = 1; k + 1 < valleys->n_modes; k++)
        if (depth_of(valleys, k) > depth_of(valleys, best))
            best = k;
    return best;
}

void modes_keep(struct valleys *valleys, size_t n)
{
    while (valleys->n_modes > n && valleys->n_modes > 1)
        join(valleys, find_shallowest(valleys));
}

static void join_small(struct valleys *valleys, double smallest)
{
    while (valleys->n_modes > 1) {
        size_t least = 0;

        for (size_t k = 1; k < valleys->n_modes; k++)
            if (valleys->share[k] < valleys->share[least])
                least = k;
        if (valleys->share[least] >= smallest)
            return;
        if (least + 1 == valleys->n_modes ||
            (least > 0 &&
             depth_of(valleys, least - 1) > depth_of(valleys, least)))
            least--;
        join(valleys, least);
    }
}

static void join_shallow(const struct modes_context *context,
                         struct valleys *valleys)
{
    while (valleys->n_modes > 1) {
        size_t k = find_shallowest(valleys);

        if (is_deep(context, valleys, k))
            return;
        join(valleys, k);
    }
}

/* The depth that is reported: of the last valley but for the shallow ones. */
static double find_deepest(const struct valleys *valleys)
{
    struct valleys copy = *valleys;

    modes_keep(&copy, 2);
    return copy.n_modes < 2 ? (double)NAN : depth_of(&copy, 0);
}

/* The lowest first, so that no more than MAX_PEAKS are kept: a density at the
 * Sheather-Jones bandwidth of a heavy tail can have hundreds. */
static void take_peaks(struct peaks *peaks, struct valleys *valleys)
{
    size_t n = peaks->n;

    while (n > MAX_PEAKS) {
        size_t worst = 0, kept = 0;

        for (size_t i = 1; i + 1 < n; i++)
            if (antimode_depth(&peaks->peak[i], &peaks->peak[i + 1]) >
                antimode_depth(&peaks->peak[worst], &peaks->peak[worst + 1]))
                worst = i;
        kept = worst;
        if (peaks->peak[worst + 1].height > peaks->peak[worst].height)
            peaks->peak[kept] = peaks->peak[worst + 1];
        else {
            peaks->peak[kept].valley_x = peaks->peak[worst + 1].valley_x;
            peaks->peak[kept].valley_height =
                peaks->peak[worst + 1].valley_height;
        }
        n--;
        for (size_t i = worst + 1; i < n; i++)
            peaks->peak[i] = peaks->peak[i + 1];
    }
    valleys->n_modes = n;
    for (size_t i = 0; i < n; i++)
        valleys->modes[i] = peaks->peak[i];
}

void modes_find(const struct modes_context *context, double low, double high,
                struct valleys *valleys)
{
    struct density *density =
        density_of_bins(context->bins, context->bandwidth);
    double from = -(double)INFINITY;
    struct peaks peaks;

    density_find_peaks(density, low, high, &peaks);
    take_peaks(&peaks, valleys);
    for (size_t k = 0; k < valleys->n_modes; k++) {
        double to = k + 1 < valleys->n_modes ? valleys->modes[k].valley_x
                                             : (double)INFINITY;

        valleys->share[k] =
            count_between(context->bins, from, to) / context->bins->total;
        from = to;
    }
    join_small(valleys,
               fmax(SMALLEST_SHARE, FEWEST_VALUES / context->bins->total));
    valleys->deepest = find_deepest(valleys);
    join_shallow(context, valleys);
    peaks_release(&peaks);
    density_destroy(density);
}

/* Counts with rounding undone need not be whole. */
static struct estimate share_of(double count, size_t n, double level)
{
    struct count rounded = {.successes = (uint64_t)round(count), .trials = n};

    return proportion_wilson(rounded, level);
}

static double from_scale(double y, bool is_log)
{
    return is_log ? exp(y) : y;
}

static double log_sd_of(const struct modes_context *context, double low,
                        double high)
{
    const struct bins *bins = context->bins;
    double n = 0, sum = 0, squares = 0, mean;

    for (int pass = 0; pass < 2; pass++) {
        mean = pass ? sum / n : 0;
        for (size_t j = 0; j < bins->n; j++) {
            double y = bins_point(bins, j), count = bins->count[j];

            if (y < low || y >= high || !(count > 0))
                continue;
            if (!context->is_log)
                y = log(y);
            if (!isfinite(y))
                return (double)NAN;
            if (pass) {
                squares += count * (y - mean) * (y - mean);
            } else {
                n += count;
                sum += count * y;
            }
        }
    }
    return n > 1 ? sqrt(squares / (n - 1)) : (double)NAN;
}

/* The highest point of `smooth` between two places. */
static double find_top(const struct bins *bins, const double *smooth,
                       double low, double high)
{
    size_t best = bins->n;
    double left, right, bend;

    for (size_t j = 0; j < bins->n; j++) {
        double x = bins_point(bins, j);

        if (x >= low && x < high &&
            (best == bins->n || smooth[j] > smooth[best]))
            best = j;
    }
    if (best == bins->n)
        return (double)NAN;
    if (best == 0 || best + 1 == bins->n)
        return bins_point(bins, best);
    left = smooth[best - 1] - smooth[best];
    right = smooth[best + 1] - smooth[best];
    bend = left + right;
    return bins_point(bins, best) +
           (bend < 0 ? 0.5 * (left - right) / bend * bins->step : 0);
}

static void resample(const struct bins *from, struct bins *to,
                     struct random_stream *random)
{
    size_t left = (size_t)round(from->total);
    double mass = from->total;

    for (size_t j = 0; j < from->n; j++) {
        double here = from->count[j];
        size_t n = here >= mass ? left
                   : here <= 0  ? 0
                                : random_binomial(random, left, here / mass);

        to->count[j] = (double)n;
        left -= n;
        mass -= here;
    }
}

/* Places of the maxima in resamples of the counts, at the same bandwidth and
 * between the same antimodes: one row of n_intervals a mode. */
static void draw_tops(const struct modes_context *context,
                      const struct valleys *valleys, double *tops)
{
    const struct bins *bins = context->bins;
    double high = bins_point(bins, bins->n - 1);
    double steps =
        (high - bins->low) / context->bandwidth * STEPS_PER_BANDWIDTH;
    size_t n = (size_t)fmin(fmax(steps, 64), MAX_BINS);
    struct smoother *smoother = smoother_create(n, n);
    double *smooth = memory_alloc(n, sizeof *smooth);
    struct bins counts, drawn;

    bins_init(&counts, bins->low, high, n);
    bins_init(&drawn, bins->low, high, n);
    bins_add_bins(&counts, bins);
    for (size_t b = 0; b < context->n_intervals; b++) {
        double from = -(double)INFINITY;

        resample(&counts, &drawn, context->random);
        smoother_load(smoother, drawn.count);
        smoother_apply(smoother, fmax(context->bandwidth / counts.step, 1),
                       smooth);
        for (size_t k = 0; k < valleys->n_modes; k++) {
            double to = k + 1 < valleys->n_modes ? valleys->modes[k].valley_x
                                                 : (double)INFINITY;

            tops[k * context->n_intervals + b] =
                find_top(&drawn, smooth, from, to);
            from = to;
        }
    }
    smoother_destroy(smoother);
    free(smooth);
    bins_release(&counts);
    bins_release(&drawn);
}

static struct estimate location_of(const struct modes_context *context,
                                   const struct peak *mode, double *tops)
{
    struct estimate location =
        estimate_of(from_scale(mode->x, context->is_log));
    size_t n = context->n_intervals, cut;

    if (n == 0)
        return location;
    sort_doubles(tops, n);
    cut = (size_t)floor((1 - context->level) / 2 * (double)(n + 1));
    cut = cut > 0 ? cut - 1 : 0;
    location.low = from_scale(tops[cut], context->is_log);
    location.high = from_scale(tops[n - 1 - cut], context->is_log);
    location.level = context->level;
    location.method = "bootstrap";
    return location;
}

void modes_describe(const struct modes_context *context,
                    const struct valleys *valleys, struct mode *modes)
{
    const struct sample *sample = context->sample;
    double *tops =
        memory_alloc(valleys->n_modes * context->n_intervals + 1, sizeof *tops);
    double from = -(double)INFINITY, below = 0;

    if (context->n_intervals > 0)
        draw_tops(context, valleys, tops);
    for (size_t k = 0; k < valleys->n_modes; k++) {
        bool is_last = k + 1 == valleys->n_modes;
        double to = is_last ? (double)INFINITY : valleys->modes[k].valley_x;
        double place = from_scale(to, context->is_log);
        double up_to =
            is_last
                ? (double)sample->n
                : resolution_count_below(sample, context->resolution, place);

        modes[k].location = location_of(context, &valleys->modes[k],
                                        tops + k * context->n_intervals);
        modes[k].share = share_of(up_to - below, sample->n, context->level);
        modes[k].from = k == 0 ? sample->x[0] : modes[k - 1].to;
        modes[k].to = is_last ? sample->x[sample->n - 1] : place;
        modes[k].log_sd = log_sd_of(context, from, to);
        from = to;
        below = up_to;
    }
    free(tops);
}
