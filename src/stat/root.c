#include "stat/root.h"

#include <math.h>
#include <stdbool.h>

/* One end of the interval; its weight is the value there, or less. */
struct end {
    double x, weight;
};

/* The middle where the weights do not tell. */
static double place_between(const struct end *low, const struct end *high)
{
    double share = low->weight / (low->weight - high->weight);
    double x = low->x + share * (high->x - low->x);

    return low->x < x && x < high->x ? x : low->x + (high->x - low->x) / 2;
}

double root_find(double (*function)(const void *context, double x),
                 const void *context, double low, double high, double precision)
{
    struct end a = {low, function(context, low)};
    struct end b = {high, function(context, high)};
    bool rises = b.weight > a.weight;
    double x = (double)NAN, before;
    int last = 0;

    if (a.weight == 0 || b.weight == 0)
        return a.weight == 0 ? low : high;
    if (isnan(a.weight + b.weight) || (a.weight < 0) == (b.weight < 0))
        return (double)NAN;
    do {
        double value;

        before = x;
        x = place_between(&a, &b);
        value = function(context, x);
        if (value == 0)
            return x;
        if ((value < 0) == rises) {
            b.weight *= last < 0 ? 0.5 : 1;
            a = (struct end){x, value};
            last = -1;
        } else {
            a.weight *= last > 0 ? 0.5 : 1;
            b = (struct end){x, value};
            last = 1;
        }
    } while (b.x - a.x > precision * fabs(x) &&
             !(fabs(x - before) <= precision * fabs(x)));
    return x;
}
