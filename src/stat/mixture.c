#include "stat/mixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/em.h"
#include "stat/em_climb.h"

enum {
    COARSE = 256,   /* points on which the starts compete */
    SHORT_RUN = 12, /* extrapolated steps of a start */
    LONG_RUN = 60,  /* of Newton, of the best */
    FINALISTS = 4,
    LLOYD_STEPS = 5,
    PLACES = 400, /* looked at between two means for a second mode */
};

static const double NARROWEST = 0.02; /* of the overall sd */
static const double FEWEST = 2.5;     /* values in a component */

/* Sums of one component over all values, taken about its mean. */
struct moments {
    double weight, first, second;
};

/* The nearest of k centres. */
static size_t nearest(const double *centre, size_t k, double x)
{
    size_t best = 0;

    for (size_t c = 1; c < k; c++)
        if (fabs(x - centre[c]) < fabs(x - centre[best]))
            best = c;
    return best;
}

/* Draws a point with probability weight times squared distance to the nearest
 * of k centres (all alike if k is 0). */
static double draw_centre(const struct em *em, const double *centre, size_t k,
                          struct random_stream *random)
{
    double sum = 0, wanted;

    for (int pass = 0; pass < 2; pass++) {
        wanted = pass ? random_uniform(random) * sum : (double)INFINITY;
        sum = 0;
        for (size_t i = 0; i < em->room; i++) {
            double x = em->x[i], weight = em->weight[i], distance;

            distance = k ? x - centre[nearest(centre, k, x)] : 1;
            sum += weight * distance * distance;
            if (sum >= wanted)
                return x;
        }
    }
    return em->x[em->room - 1];
}

/* Sums over the values nearest to each centre, about the centre. */
static void assign(const struct em *em, const double *centre,
                   struct moments *sums)
{
    memset(sums, 0, MAX_COMPONENTS * sizeof *sums);
    for (size_t i = 0; i < em->room; i++) {
        double x = em->x[i], weight = em->weight[i];
        size_t c = nearest(centre, em->k, x);

        sums[c].weight += weight;
        sums[c].first += weight * (x - centre[c]);
        sums[c].second += weight * (x - centre[c]) * (x - centre[c]);
    }
}

/* Every other start takes its centres without regard to distance: those find
 * components that share a place. */
static void start(const struct em *em, bool is_far_apart,
                  struct random_stream *random, struct em_parameters *at)
{
    double centre[MAX_COMPONENTS] = {0};
    struct moments sums[MAX_COMPONENTS];

    for (size_t c = 0; c < em->k; c++)
        centre[c] = draw_centre(em, centre, is_far_apart ? c : 0, random);
    for (size_t step = 0; is_far_apart && step < LLOYD_STEPS; step++) {
        assign(em, centre, sums);
        for (size_t c = 0; c < em->k; c++)
            if (sums[c].weight > 0)
                centre[c] += sums[c].first / sums[c].weight;
    }
    assign(em, centre, sums);
    memset(at, 0, sizeof *at);
    for (size_t c = 0; c < em->k; c++) {
        double w = fmax(sums[c].weight, 1e-9 * em->total);
        double shift = sums[c].first / w;
        double variance = sums[c].second / w - shift * shift;

        at->log_weight[c] = log(w / em->total);
        at->mean[c] = centre[c] + shift;
        at->log_sd[c] = 0.5 * log(fmax(variance, 4 * em->floor * em->floor));
    }
    em_normalize(at, em);
}

static bool is_degenerate(const struct em *em, const struct em_parameters *at)
{
    for (size_t c = 0; c < em->k; c++)
        if (exp(at->log_weight[c]) * em->total < FEWEST)
            return true;
    return em_is_at_floor(em, at);
}

/* Neighbours joined to at most COARSE points of about equal weight. */
static void coarsen(const struct em *em, struct em *coarse)
{
    double x[COARSE + 1], weight[COARSE + 1];
    double so_far = 0, sum = 0, first = 0;
    struct points points = {x, weight, 0};

    for (size_t i = 0; i < em->room; i++) {
        double w = em->weight[i];

        so_far += w;
        sum += w;
        first += w * em->x[i];
        if (sum > 0 && (so_far >= em->total * (double)(points.n + 1) / COARSE ||
                        i + 1 == em->room)) {
            x[points.n] = first / sum;
            weight[points.n++] = sum;
            sum = first = 0;
            if (points.n > COARSE)
                BUG("more coarse points than fit");
        }
    }
    em_init(coarse, &points);
    coarse->floor = em->floor;
    coarse->k = em->k;
}

struct candidate {
    struct em_parameters at;
    double log_likelihood;
};

/* Keeps the best few, best first; what is already there but for rounding is
 * not kept twice. */
static void enter(struct candidate *list, size_t *n,
                  const struct candidate *new)
{
    size_t i;

    for (i = 0; i < *n; i++)
        if (fabs(list[i].log_likelihood - new->log_likelihood) <
            1e-6 * fabs(new->log_likelihood) + 1e-6)
            return;
    if (*n < FINALISTS)
        (*n)++;
    else if (list[*n - 1].log_likelihood >= new->log_likelihood)
        return;
    for (i = *n - 1; i > 0 && list[i - 1].log_likelihood < new->log_likelihood;
         i--)
        list[i] = list[i - 1];
    list[i] = *new;
}

static void spread(const struct em *em, double *mean, double *sd)
{
    double sum = 0, squares = 0;

    for (size_t i = 0; i < em->room; i++)
        sum += em->weight[i] * em->x[i];
    *mean = sum / em->total;
    for (size_t i = 0; i < em->room; i++) {
        double distance = em->x[i] - *mean;

        squares += em->weight[i] * distance * distance;
    }
    *sd = sqrt(squares / em->total);
}

static void store(const struct em *em, const struct candidate *from,
                  struct mixture *mixture)
{
    size_t order[MAX_COMPONENTS] = {0, 1, 2, 3};
    const double *mean = from->at.mean;

    /* k is at most MAX_COMPONENTS: there is an order[j]. */
    for (size_t i = 1; i < em->k; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript) */
        for (size_t j = i; j > 0 && mean[order[j]] < mean[order[j - 1]]; j--) {
            size_t swap = order[j];

            order[j] = order[j - 1];
            order[j - 1] = swap;
        }
    mixture->k = em->k;
    for (size_t c = 0; c < em->k; c++) {
        mixture->weight[c] = exp(from->at.log_weight[order[c]]);
        mixture->mean[c] = mean[order[c]];
        mixture->sd[c] = exp(from->at.log_sd[order[c]]);
    }
    mixture->log_likelihood = from->log_likelihood;
    mixture->bic =
        2 * from->log_likelihood - (double)(3 * em->k - 1) * log(em->total);
}

/* The starts compete; the best few go to `list`. Returns how many. */
static size_t compete(const struct em *em, size_t n_starts,
                      struct random_stream *random,
                      struct candidate list[FINALISTS])
{
    size_t n = 0;

    for (size_t i = 0; i < n_starts; i++) {
        struct candidate candidate;

        start(em, i % 2 == 0, random, &candidate.at);
        candidate.log_likelihood = em_run(em, &candidate.at, SHORT_RUN);
        if (!is_degenerate(em, &candidate.at))
            enter(list, &n, &candidate);
    }
    return n;
}

/* The starts compete on few points; the best few are carried to the top on
 * all. */
static bool find_best(const struct em *em, size_t n_starts,
                      struct random_stream *random, struct candidate *best)
{
    struct candidate list[FINALISTS];
    size_t n;
    bool found = false;

    if (em->room > COARSE) {
        struct em coarse;

        coarsen(em, &coarse);
        n = compete(&coarse, n_starts, random, list);
        em_release(&coarse);
    } else {
        n = compete(em, n_starts, random, list);
    }
    for (size_t i = 0; i < n; i++) {
        struct candidate *candidate = &list[i];

        candidate->log_likelihood = em_climb(em, &candidate->at, LONG_RUN);
        if (is_degenerate(em, &candidate->at) ||
            (found && candidate->log_likelihood <= best->log_likelihood))
            continue;
        *best = *candidate;
        found = true;
    }
    return found;
}

static bool fit(struct em *em, size_t n_starts, struct random_stream *random,
                struct candidate *best)
{
    double mean, sd;

    spread(em, &mean, &sd);
    if (!(sd > 0))
        return false;
    em->floor = NARROWEST * sd;
    if (em->k > 1)
        return find_best(em, n_starts, random, best);
    memset(best, 0, sizeof *best);
    best->at.mean[0] = mean;
    best->at.log_sd[0] = log(sd);
    best->log_likelihood = -0.5 * em->total * (log(2 * M_PI) + 1 + 2 * log(sd));
    return true;
}

bool mixture_fit(const struct points *points, size_t k, size_t n_starts,
                 struct random_stream *random, struct mixture *mixture)
{
    struct em em = {.k = k};
    struct candidate best;
    bool is_fitted;

    if (k < 1 || k > MAX_COMPONENTS)
        BUG("mixture of %zu", k);
    *mixture =
        (struct mixture){.log_likelihood = (double)NAN, .bic = (double)NAN};
    if (points->n < 2)
        return false;
    em_init(&em, points);
    is_fitted = fit(&em, n_starts, random, &best);
    if (is_fitted)
        store(&em, &best, mixture);
    em_release(&em);
    return is_fitted;
}

size_t mixture_choose(const struct points *points, size_t n_starts,
                      struct random_stream *random,
                      struct mixture fits[MAX_COMPONENTS])
{
    size_t best = 0;

    for (size_t k = 1; k <= MAX_COMPONENTS; k++) {
        mixture_fit(points, k, n_starts, random, &fits[k - 1]);
        if (fits[k - 1].k > 0 &&
            (best == 0 || fits[k - 1].bic > fits[best - 1].bic))
            best = k;
    }
    return best;
}

/* Of components first ... last alone. */
static double partial_density(const struct mixture *mixture, size_t first,
                              size_t last, double x)
{
    double sum = 0;

    for (size_t c = first; c <= last; c++) {
        double z = (x - mixture->mean[c]) / mixture->sd[c];

        sum += mixture->weight[c] / mixture->sd[c] * exp(-0.5 * z * z);
    }
    return sum / sqrt(2 * M_PI);
}

double mixture_density(const struct mixture *mixture, double x)
{
    if (mixture->k == 0)
        return (double)NAN;
    return partial_density(mixture, 0, mixture->k - 1, x);
}

/* All modes of a normal mixture lie between its smallest and largest mean. */
static bool is_unimodal(const struct mixture *mixture, size_t first,
                        size_t last)
{
    double low = mixture->mean[first], high = mixture->mean[last];
    double before = 0;
    bool has_fallen = false;

    for (size_t i = 0; i <= PLACES; i++) {
        double x = low + (high - low) * (double)i / PLACES;
        double height = partial_density(mixture, first, last, x);

        if (height < before * (1 - 1e-12))
            has_fallen = true;
        else if (has_fallen && height > before * (1 + 1e-12))
            return false;
        before = height;
    }
    return true;
}

size_t mixture_merge(const struct mixture *mixture,
                     size_t group[MAX_COMPONENTS])
{
    size_t first[MAX_COMPONENTS + 1], n = mixture->k;

    for (size_t c = 0; c <= n; c++)
        first[c] = c;
    for (;;) {
        size_t best = n;
        double nearest_gap = (double)INFINITY;

        for (size_t g = 0; g + 1 < n; g++) {
            double gap =
                mixture->mean[first[g + 1]] - mixture->mean[first[g + 1] - 1];

            if (gap < nearest_gap &&
                is_unimodal(mixture, first[g], first[g + 2] - 1)) {
                nearest_gap = gap;
                best = g;
            }
        }
        if (best == n)
            break;
        for (size_t g = best + 1; g < n; g++)
            first[g] = first[g + 1];
        n--;
    }
    for (size_t g = 0; g < n; g++)
        for (size_t c = first[g]; c < first[g + 1]; c++)
            group[c] = g;
    return n;
}
