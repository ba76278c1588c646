#include "stat/multiple.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

/* The p-values that are numbers, ascending, and where they came from. */
struct family {
    double *p;
    uint32_t *origin;
    size_t m;
};

static struct family family_of(const double *p, size_t n)
{
    struct family family = {memory_alloc(n, sizeof *family.p),
                            memory_alloc(n, sizeof *family.origin), 0};
    double *known = memory_alloc(n, sizeof *known);
    uint32_t *place = memory_alloc(n, sizeof *place);
    uint32_t *order = memory_alloc(n, sizeof *order);

    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i])) {
            known[family.m] = p[i];
            place[family.m++] = (uint32_t)i;
        }
    sort_order(known, family.m, order);
    for (size_t i = 0; i < family.m; i++) {
        family.p[i] = known[order[i]];
        family.origin[i] = place[order[i]];
    }
    free(known);
    free(place);
    free(order);
    return family;
}

/* Writes the adjusted values of the family to their places. */
static void put_back(struct family *family, const double *p, size_t n,
                     double *adjusted)
{
    for (size_t i = 0; i < n; i++)
        adjusted[i] = isnan(p[i]) ? (double)NAN : p[i];
    for (size_t i = 0; i < family->m; i++)
        adjusted[family->origin[i]] = fmin(1, family->p[i]);
    free(family->p);
    free(family->origin);
}

void multiple_bonferroni(const double *p, size_t n, double *adjusted)
{
    double m = 0;

    for (size_t i = 0; i < n; i++)
        m += !isnan(p[i]);
    for (size_t i = 0; i < n; i++)
        adjusted[i] = isnan(p[i]) ? (double)NAN : fmin(1, m * p[i]);
}

/* Step down: no adjusted p is below one of a smaller p. */
void multiple_holm(const double *p, size_t n, double *adjusted)
{
    struct family family = family_of(p, n);
    double largest = 0;

    for (size_t i = 0; i < family.m; i++) {
        largest = fmax(largest, (double)(family.m - i) * family.p[i]);
        family.p[i] = largest;
    }
    put_back(&family, p, n, adjusted);
}

/* Step up: no adjusted p is above one of a larger p. */
static void step_up(const double *p, size_t n, double *adjusted, double factor)
{
    struct family family = family_of(p, n);
    double smallest = 1;

    for (size_t i = family.m; i-- > 0;) {
        double rate = factor * (double)family.m / (double)(i + 1);

        smallest = fmin(smallest, rate * family.p[i]);
        family.p[i] = smallest;
    }
    put_back(&family, p, n, adjusted);
}

void multiple_bh(const double *p, size_t n, double *adjusted)
{
    step_up(p, n, adjusted, 1);
}

void multiple_by(const double *p, size_t n, double *adjusted)
{
    double harmonic = 0;
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i]))
            harmonic += 1 / (double)++m;
    step_up(p, n, adjusted, harmonic);
}
