#include "stat/resolution.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/dip.h"

static const double FINEST = 1e-9; /* of the largest value */
enum { MOST_PARTS = 1000, FEW_DISTINCT = 20 };

static const double NEARLY = 0.02; /* of a step: what rounding may add */

static bool is_multiple(double x, double step)
{
    double ratio = x / step;

    return fabs(ratio - round(ratio)) < NEARLY;
}

/* Removes the rounding that differences have gathered: a step that is within
 * a millionth of a number of three digits is that number. */
static double tidy(double step)
{
    double unit = pow(10, floor(log10(step)) - 2);
    double tidied = round(step / unit) * unit;

    return fabs(tidied / step - 1) < 1e-6 ? tidied : step;
}

static bool divides_all(const struct sample *sample, double step)
{
    for (size_t i = 1; i < sample->n; i++)
        if (!is_multiple(sample->x[i] - sample->x[0], step))
            return false;
    return true;
}

/* The step divides the smallest difference, so that its parts are tried, the
 * largest first. Values that are not rounded fail within a few comparisons. */
double resolution_find(const struct sample *sample)
{
    double least = (double)INFINITY, finest;
    size_t n_distinct = 1;

    if (sample->n < 2 || sample->x[0] == sample->x[sample->n - 1])
        return (double)NAN;
    finest = FINEST * fmax(fabs(sample->x[0]), fabs(sample->x[sample->n - 1]));
    for (size_t i = 1; i < sample->n; i++) {
        double gap = sample->x[i] - sample->x[i - 1];

        if (gap <= finest / 1000) /* the same value, read twice */
            continue;
        n_distinct++;
        least = fmin(least, gap);
    }
    for (size_t parts = 1;
         parts <= MOST_PARTS && least / (double)parts > finest; parts++) {
        double step = tidy(least / (double)parts);

        if (parts > 1 && n_distinct < FEW_DISTINCT)
            break; /* some part fits a few values by chance */
        if (divides_all(sample, step))
            return step;
    }
    return 0;
}

/* Where the pile at `value` may have been. */
static void find_cell(const struct sample *sample, double resolution,
                      double value, double *low, double *high)
{
    *low = value - resolution / 2;
    *high = value + resolution / 2;
    if (sample->x[0] >= 0)
        *low = fmax(*low, 0);
}

/* The draws of one pile come in order, so that nothing needs sorting unless
 * piles overlap by rounding. */
void resolution_undo(const struct sample *sample, double resolution,
                     struct random_stream *random, double *x)
{
    size_t i = 0;

    while (i < sample->n) {
        double low, high;
        size_t end = i;

        while (end < sample->n && sample->x[end] == sample->x[i])
            end++;
        find_cell(sample, resolution, sample->x[i], &low, &high);
        dip_draw_uniform(x + i, end - i, random);
        for (; i < end; i++)
            x[i] = low + (high - low) * x[i];
    }
    for (i = 1; i < sample->n; i++)
        if (x[i] < x[i - 1]) {
            sort_doubles(x, sample->n);
            return;
        }
}

double resolution_count_below(const struct sample *sample, double resolution,
                              double x)
{
    size_t i = sample_first(sample, x - resolution / 2), end;
    double sum = (double)i, low, high;

    if (!(resolution > 0) || i == sample->n)
        return sum;
    end = sample_first(sample, x + resolution / 2);
    while (i < end) {
        size_t next = sample_past(sample, sample->x[i]);

        find_cell(sample, resolution, sample->x[i], &low, &high);
        if (x > low)
            sum += (double)(next - i) * fmin((x - low) / (high - low), 1);
        i = next;
    }
    return sum;
}
