#include "stat/critical_bandwidth.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/density.h"
#include "stat/smoother.h"

enum {
    FINE_BINS = 1 << 14,
    MAX_BINS = 1 << 12,
    STEPS_PER_BANDWIDTH = 8,
    MARGIN = 4 * STEPS_PER_BANDWIDTH, /* beyond the four bandwidths in bins */
    SDS_OF_ROOM = 8, /* beyond them a kernel is 1e-14 of its top */
    ENOUGH = 20,     /* exceedances after which p is known well enough */
};

/* Counts ready to be smoothed, and the window in which modes count. */
struct landscape {
    const struct bins *bins;
    struct smoother *smoother;
    double reach;          /* the widest kernel it has room for, in bins */
    struct smoother *wide; /* for wider ones; NULL: not needed yet */
    double *smooth; /* with a 0 behind the end: a rise to the end is a mode */
    size_t first, last;
};

/* The point nearest to x; the one behind the end if x is beyond the end. */
static size_t nearest(const struct bins *bins, double x)
{
    double at = round((x - bins->low) / bins->step);

    return (size_t)fmin(fmax(at, 0), (double)bins->n);
}

static void landscape_init(struct landscape *land, const struct bins *bins,
                           size_t n_empty, double low, double high)
{
    land->bins = bins;
    land->smoother = smoother_create(bins->n, n_empty);
    land->reach = (double)INFINITY;
    land->wide = NULL;
    land->smooth = memory_alloc(bins->n + 1, sizeof *land->smooth);
    land->first = nearest(bins, low);
    land->last = nearest(bins, high);
    smoother_load(land->smoother, bins->count);
}

static void landscape_release(struct landscape *land)
{
    smoother_destroy(land->smoother);
    smoother_destroy(land->wide);
    free(land->smooth);
}

static struct smoother *wide_smoother(struct landscape *land)
{
    if (!land->wide) {
        land->wide = smoother_create(land->bins->n, 3 * land->bins->n);
        smoother_load(land->wide, land->bins->count);
    }
    return land->wide;
}

static size_t count_modes(struct landscape *land, double bandwidth)
{
    double most = 0, width = bandwidth / land->bins->step;

    smoother_apply(width > land->reach ? wide_smoother(land) : land->smoother,
                   width, land->smooth);
    for (size_t j = 0; j < land->bins->n; j++)
        most = land->smooth[j] > most ? land->smooth[j] : most;
    return density_count_peaks(land->smooth, land->first, land->last,
                               1e-10 * most);
}

/* Bisection on a log scale: the number of modes falls as a Gaussian kernel
 * widens. `low` has more than k modes, `high` not. */
static double bisect(struct landscape *land, size_t k, double low, double high,
                     double precision)
{
    while (high > low * (1 + precision)) {
        double middle = sqrt(low * high);

        if (count_modes(land, middle) > k)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double critical_bandwidth_bins(const struct bins *bins, size_t k, double low,
                               double high)
{
    struct landscape land;
    double widest = bins->step * (double)bins->n, answer = (double)NAN;

    landscape_init(&land, bins, bins->n, low, high);
    land.reach = (double)bins->n / SDS_OF_ROOM;
    if (bins->total > 0 && count_modes(&land, bins->step) > k)
        answer = bisect(&land, k, bins->step, widest, 1e-5);
    landscape_release(&land);
    return answer;
}

/* Where, just below the critical bandwidth, the shallowest valley is: a mode
 * is about to vanish there. */
static double find_vanishing(const struct bins *bins, double bandwidth)
{
    struct density *density = density_of_bins(bins, bandwidth);
    struct peaks peaks;
    double least = (double)INFINITY, x = (double)NAN;

    density_find_peaks(density, bins->low, bins_point(bins, bins->n - 1),
                       &peaks);
    for (size_t i = 0; i + 1 < peaks.n; i++) {
        const struct peak *left = &peaks.peak[i], *right = left + 1;
        bool right_is_lower = right->height < left->height;
        const struct peak *lower = right_is_lower ? right : left;
        double loss = 1 - left->valley_height / lower->height;

        if (loss < least) {
            least = loss;
            x = (lower->x + left->valley_x) / 2;
        }
    }
    peaks_release(&peaks);
    density_destroy(density);
    return x;
}

/* Newton's method for f' = f'' = 0 in place and bandwidth. The kernel solves
 * the heat equation, df/dh = h f'', which gives every derivative needed. */
static double make_exact(const struct sample *sample, double x, double start)
{
    double h = start;

    for (int i = 0; i < 50; i++) {
        double f[MAX_DERIVATIVE + 1], determinant, dx, dh;

        density_exact(sample, h, x, f);
        determinant = f[2] * h * f[4] - h * f[3] * f[3];
        if (determinant == 0)
            return start;
        dx = (f[1] * h * f[4] - h * f[3] * f[2]) / determinant;
        dh = (f[2] * f[2] - f[3] * f[1]) / determinant;
        x -= dx;
        h -= dh;
        if (!(fabs(h / start - 1) < 0.01))
            return start;
        if (fabs(dh) < 1e-14 * h && fabs(dx) < 1e-10 * h)
            break;
    }
    return h;
}

double critical_bandwidth(const struct sample *sample, size_t k)
{
    double range, h;
    struct bins bins;

    if (sample->n < 2 || k < 1)
        return (double)NAN;
    range = sample->x[sample->n - 1] - sample->x[0];
    if (!(range > 0))
        return (double)NAN;
    bins_init(&bins, sample->x[0] - 0.1 * range,
              sample->x[sample->n - 1] + 0.1 * range, FINE_BINS);
    bins_add_sample(&bins, sample);
    h = critical_bandwidth_bins(&bins, k, bins.low, bins.low + 2 * range);
    if (!isnan(h))
        h = make_exact(sample, find_vanishing(&bins, h * (1 - 1e-3)), h);
    bins_release(&bins);
    return h;
}

/* Hall and York's lambda for a nominal level, their equation (4.1). */
static double calibration(double level)
{
    double a = level;

    return (((0.94029 * a - 1.59914) * a + 0.17695) * a + 0.48971) /
           (((a - 1.77793) * a + 0.36162) * a + 0.42423);
}

/* What the resamples are drawn from and counted in. */
struct bootstrap {
    struct bins shape; /* counts of the smoothed density */
    struct bins drawn;
    double bandwidth;
    double widened; /* bandwidth that undoes the growth of variance */
    double mean;
    double low, high;
};

static void bootstrap_init(struct bootstrap *boot, const struct bins *bins,
                           double h, double low, double high)
{
    double margin = 4 * h, sd = bins_sd(bins);
    double start = bins->low - margin;
    double end = bins_point(bins, bins->n - 1) + margin;
    double steps = ceil((end - start) / h * STEPS_PER_BANDWIDTH);
    size_t n = (size_t)fmin(fmax(steps, 64), MAX_BINS);
    struct landscape land;

    bins_init(&boot->shape, start, end, n);
    bins_init(&boot->drawn, start, end, n);
    bins_add_bins(&boot->shape, bins);
    landscape_init(&land, &boot->shape, MARGIN, start, end);
    smoother_apply(land.smoother, fmax(h / boot->shape.step, 1), land.smooth);
    for (size_t j = 0; j < n; j++)
        boot->shape.count[j] = fmax(land.smooth[j], 0);
    landscape_release(&land);
    boot->bandwidth = h;
    boot->widened = h * sqrt(1 + h * h / (sd * sd));
    boot->mean = bins_mean(bins);
    boot->low = low;
    boot->high = high;
}

/* n independent draws from the smoothed density, as counts: one binomial a
 * point, whatever n is. */
static void draw(struct bootstrap *boot, struct random_stream *random)
{
    size_t left = (size_t)round(boot->shape.total);
    double mass = 0;

    for (size_t j = 0; j < boot->shape.n; j++)
        mass += boot->shape.count[j];
    boot->drawn.total = (double)left;
    for (size_t j = 0; j < boot->shape.n; j++) {
        double here = boot->shape.count[j];
        size_t n = here >= mass ? left
                   : here <= 0  ? 0
                                : random_binomial(random, left, here / mass);

        boot->drawn.count[j] = (double)n;
        left -= n;
        mass -= here;
    }
}

/* The critical bandwidth of a resample over that of the sample, within the
 * range where Hall and York's calibration looks; 0 below, infinite above. */
static double ratio_of(struct landscape *land, double h)
{
    double low = calibration(1), high = calibration(0);

    if (count_modes(land, high * h) > 1)
        return (double)INFINITY;
    if (count_modes(land, low * h) <= 1)
        return 0;
    return bisect(land, 1, low * h, high * h, 1e-3) / h;
}

/* Does the resample, shrunk to the variance of the sample, have more than k
 * modes within the window? It is widened instead of shrunk. */
static bool exceeds(struct bootstrap *boot, struct landscape *land, size_t k)
{
    double growth = boot->widened / boot->bandwidth;
    size_t first = land->first, last = land->last;
    bool answer;

    land->first =
        nearest(land->bins, boot->mean + (boot->low - boot->mean) * growth);
    land->last =
        nearest(land->bins, boot->mean + (boot->high - boot->mean) * growth);
    answer = count_modes(land, boot->widened) > k;
    land->first = first;
    land->last = last;
    return answer;
}

/* The smallest level a with (resamples whose ratio is above lambda(a)) / n
 * not above a. The share falls and a rises, so bisection finds it. */
static double calibrate(const double *ratios, size_t n)
{
    double low = 0, high = 1;

    while (high - low > 1e-4) {
        double level = (low + high) / 2, lambda = calibration(level);
        size_t above = 0;

        for (size_t i = 0; i < n; i++)
            above += ratios[i] > lambda;
        if ((double)(above + 1) <= level * (double)(n + 1))
            high = level;
        else
            low = level;
    }
    return high;
}

struct silverman silverman_test(const struct bins *bins, size_t k, double low,
                                double high, size_t max_resamples,
                                struct random_stream *random)
{
    struct silverman test = {(double)NAN, (double)NAN, (double)NAN, 0};
    double *ratios = memory_alloc(max_resamples + 1, sizeof *ratios);
    struct bootstrap boot;
    struct landscape land;
    size_t n = 0, exceeding = 0, above = 0;

    test.bandwidth = critical_bandwidth_bins(bins, k, low, high);
    if (isnan(test.bandwidth) || max_resamples == 0) {
        free(ratios);
        return test;
    }
    bootstrap_init(&boot, bins, test.bandwidth, low, high);
    landscape_init(&land, &boot.drawn, MARGIN, low, high);
    while (n < max_resamples && (exceeding < ENOUGH || above < ENOUGH)) {
        draw(&boot, random);
        smoother_load(land.smoother, boot.drawn.count);
        exceeding += exceeds(&boot, &land, k);
        if (k == 1)
            ratios[n] = ratio_of(&land, test.bandwidth);
        above += k > 1 || ratios[n] > calibration(0.5);
        n++;
    }
    test.n_resamples = n;
    test.p = n < max_resamples ? (double)exceeding / (double)n
                               : (double)(exceeding + 1) / (double)(n + 1);
    if (k == 1)
        test.calibrated_p = calibrate(ratios, n);
    landscape_release(&land);
    bins_release(&boot.shape);
    bins_release(&boot.drawn);
    free(ratios);
    return test;
}
