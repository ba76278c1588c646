#include "stat/density.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/smoother.h"

/* Beyond twelve bandwidths a kernel is below 1e-31 of its height. */
static const double REACH = 12;
static const double PER_BANDWIDTH = 32;

enum { MAX_EXACT = 1 << 20, MAX_BINS = 1 << 16 };

struct density *density_of_bins(const struct bins *bins, double bandwidth)
{
    struct density *density = memory_alloc(1, sizeof *density);
    double width = fmax(bandwidth / bins->step, 1);
    struct smoother *smoother =
        smoother_create(bins->n, (size_t)fmin(10 * width, (double)bins->n) + 1);

    density->low = bins->low;
    density->step = bins->step;
    density->n = bins->n;
    density->bandwidth = bandwidth;
    density->height = memory_alloc(bins->n, sizeof *density->height);
    smoother_load(smoother, bins->count);
    smoother_apply(smoother, width, density->height);
    smoother_destroy(smoother);
    for (size_t j = 0; j < bins->n; j++)
        density->height[j] =
            fmax(density->height[j], 0) / (bins->total * bins->step);
    return density;
}

static void evaluate(struct density *density, const struct sample *sample)
{
    for (size_t j = 0; j < density->n; j++) {
        double derivative[MAX_DERIVATIVE + 1];

        density_exact(sample, density->bandwidth,
                      density->low + (double)j * density->step, derivative);
        density->height[j] = derivative[0];
    }
}

/* Takes every `stride`th point of a finer estimate. */
static void evaluate_binned(struct density *density,
                            const struct sample *sample)
{
    size_t stride = 1;
    struct density *fine;
    struct bins bins;

    while (density->step / (double)stride > density->bandwidth / 10 &&
           density->n * stride * 2 <= MAX_BINS)
        stride *= 2;
    bins_init(&bins, density->low,
              density->low + (double)(density->n - 1) * density->step,
              (density->n - 1) * stride + 1);
    bins_add_sample(&bins, sample);
    fine = density_of_bins(&bins, density->bandwidth);
    for (size_t j = 0; j < density->n; j++)
        density->height[j] = fine->height[j * stride];
    density_destroy(fine);
    bins_release(&bins);
}

struct density *density_of_sample(const struct sample *sample, double bandwidth,
                                  size_t n)
{
    struct density *density;
    double margin = 3 * bandwidth;

    if (sample->n == 0 || !(bandwidth > 0) || n < 2)
        return NULL;
    density = memory_alloc(1, sizeof *density);
    density->low = sample->x[0] - margin;
    density->step =
        (sample->x[sample->n - 1] + margin - density->low) / (double)(n - 1);
    density->n = n;
    density->bandwidth = bandwidth;
    density->height = memory_alloc(n, sizeof *density->height);
    if (sample->n <= MAX_EXACT / n)
        evaluate(density, sample);
    else
        evaluate_binned(density, sample);
    return density;
}

void density_destroy(struct density *density)
{
    if (!density)
        return;
    free(density->height);
    free(density);
}

/* The k-th derivative of the kernel is (-1)^k He_k(z) phi(z); here z is
 * (value - x) / bandwidth, which takes the sign away. */
void density_exact(const struct sample *sample, double bandwidth, double x,
                   double derivative[MAX_DERIVATIVE + 1])
{
    double sum[MAX_DERIVATIVE + 1] = {0};
    double scale = 1 / ((double)sample->n * bandwidth * sqrt(2 * M_PI));

    for (size_t i = sample_first(sample, x - REACH * bandwidth); i < sample->n;
         i++) {
        double z = (sample->x[i] - x) / bandwidth, zz = z * z, kernel;

        if (z > REACH)
            break;
        kernel = exp(-0.5 * zz);
        sum[0] += kernel;
        sum[1] += kernel * z;
        sum[2] += kernel * (zz - 1);
        sum[3] += kernel * z * (zz - 3);
        sum[4] += kernel * (zz * (zz - 6) + 3);
    }
    for (size_t k = 0; k <= MAX_DERIVATIVE; k++) {
        derivative[k] = sum[k] * scale;
        scale /= bandwidth;
    }
}

void peaks_release(struct peaks *peaks)
{
    free(peaks->peak);
    peaks->peak = NULL;
    peaks->n = 0;
}

static void add_peak(struct peaks *peaks, double x, double height)
{
    /* Powers of two, so that the room need not be remembered. */
    if ((peaks->n & (peaks->n - 1)) == 0)
        peaks->peak = memory_resize(peaks->peak, peaks->n ? 2 * peaks->n : 1,
                                    sizeof *peaks->peak);
    peaks->peak[peaks->n++] =
        (struct peak){x, height, (double)NAN, (double)NAN};
}

size_t density_count_peaks(const double *height, size_t first, size_t last,
                           double least)
{
    size_t n = 0;
    int rising = first == 0 ? 1 : height[first] > height[first - 1];

    for (size_t j = first; j < last; j++) {
        if (height[j + 1] > height[j]) {
            rising = 1;
        } else if (height[j + 1] < height[j]) {
            n += rising && height[j] > least;
            rising = 0;
        }
    }
    return n;
}

static double highest(const struct density *density)
{
    double most = 0;

    for (size_t j = 0; j < density->n; j++)
        most = fmax(most, density->height[j]);
    return most;
}

/* The top (or bottom) of the parabola through three neighbours. */
static void refine(const struct density *density, size_t j, double *x,
                   double *height)
{
    double left, right, bend, shift;

    *x = density->low + (double)j * density->step;
    *height = density->height[j];
    if (j == 0 || j + 1 == density->n)
        return;
    left = density->height[j - 1] - *height;
    right = density->height[j + 1] - *height;
    bend = left + right;
    if (bend == 0)
        return;
    shift = 0.5 * (left - right) / bend;
    if (fabs(shift) > 1)
        return;
    *x += shift * density->step;
    *height += 0.25 * (right - left) * shift;
}

/* The middle of the lowest points, which are many where two humps are so far
 * apart that between them is nothing but rounding. */
static size_t lowest_between(const struct density *density, size_t first,
                             size_t last, double rounding)
{
    size_t from = first, to = first;
    double least = density->height[first];

    for (size_t j = first; j <= last; j++)
        least = fmin(least, density->height[j]);
    while (density->height[from] > least + rounding)
        from++;
    for (size_t j = from; j <= last; j++)
        if (density->height[j] <= least + rounding)
            to = j;
    return from + (to - from) / 2;
}

void density_find_peaks(const struct density *density, double low, double high,
                        struct peaks *peaks)
{
    const double *height = density->height;
    double top_of_all = highest(density);
    double least = 1e-10 * top_of_all, rounding = 1e-15 * top_of_all;
    size_t before = 0;

    *peaks = (struct peaks){NULL, 0};
    for (size_t j = 0; j < density->n; j++) {
        double at = density->low + (double)j * density->step, x, top;

        if (at < low || at > high || !(height[j] > least) ||
            (j > 0 && height[j] <= height[j - 1]) ||
            (j + 1 < density->n && height[j] < height[j + 1]))
            continue;
        refine(density, j, &x, &top);
        if (peaks->n > 0) {
            struct peak *last = &peaks->peak[peaks->n - 1];

            refine(density, lowest_between(density, before, j, rounding),
                   &last->valley_x, &last->valley_height);
            if (last->valley_height < rounding)
                last->valley_height = 0;
        }
        add_peak(peaks, x, top);
        before = j;
    }
}

/* Zero of the slope between two places where its signs differ. */
static double find_turn(const struct sample *sample, double bandwidth,
                        double low, double high, int sign)
{
    for (int i = 0; i < 200 && high - low > 1e-13 * bandwidth; i++) {
        double middle = low + (high - low) / 2;
        double derivative[MAX_DERIVATIVE + 1];

        if (middle <= low || middle >= high)
            break;
        density_exact(sample, bandwidth, middle, derivative);
        if (derivative[1] * sign > 0)
            low = middle;
        else if (derivative[1] * sign < 0)
            high = middle;
        else
            return middle;
    }
    return low + (high - low) / 2;
}

/* What the walk below has seen. */
struct walk {
    const struct sample *sample;
    double bandwidth;
    double x;     /* last place with a slope */
    double slope; /* there */
    struct peaks *peaks;
};

static void step_to(struct walk *walk, double x)
{
    double derivative[MAX_DERIVATIVE + 1], turn;

    density_exact(walk->sample, walk->bandwidth, x, derivative);
    if (derivative[1] == 0)
        return;
    if (walk->slope > 0 && derivative[1] < 0) {
        turn = find_turn(walk->sample, walk->bandwidth, walk->x, x, 1);
        density_exact(walk->sample, walk->bandwidth, turn, derivative);
        add_peak(walk->peaks, turn, derivative[0]);
        walk->slope = -1;
    } else if (walk->slope < 0 && derivative[1] > 0) {
        struct peak *last = &walk->peaks->peak[walk->peaks->n - 1];

        turn = find_turn(walk->sample, walk->bandwidth, walk->x, x, -1);
        density_exact(walk->sample, walk->bandwidth, turn, derivative);
        last->valley_x = turn;
        last->valley_height = derivative[0];
        walk->slope = 1;
    }
    walk->x = x;
}

/* The density is convex wherever no value is within one bandwidth, so maxima
 * lie within one bandwidth of a value: only there is the slope looked at. */
void density_find_peaks_exact(const struct sample *sample, double bandwidth,
                              struct peaks *peaks)
{
    struct walk walk = {sample, bandwidth, 0, 1, peaks};
    double step = bandwidth / PER_BANDWIDTH;
    size_t i = 0;

    *peaks = (struct peaks){NULL, 0};
    if (sample->n == 0 || !(bandwidth > 0))
        return;
    walk.x = sample->x[0] - bandwidth;
    while (i < sample->n) {
        double at = sample->x[i] - bandwidth, end;
        size_t n_steps;

        while (i + 1 < sample->n &&
               sample->x[i + 1] - sample->x[i] <= 2 * bandwidth)
            i++;
        end = sample->x[i++] + bandwidth;
        n_steps = (size_t)ceil((end - at) / step);
        for (size_t k = 0; k <= n_steps; k++)
            step_to(&walk, fmin(at + (double)k * step, end));
    }
}
