#include "stat/em_climb.h"

#include <math.h>
#include <string.h>

#include "stat/exponential.h"
#include "stat/lanes.h"

/* Three a component: the logarithm of its weight, its mean in sds from where
 * it is, the logarithm of its sd. The weights are meant to be divided by their
 * sum, so that one of the parameters says nothing; the damping holds it. */
enum { N = 3 * MAX_COMPONENTS };

static const double LEAST_DAMPING = 1e-10, MOST_DAMPING = 1e6;
static const double LONGEST = 2; /* step: in sds, or e^2 times */

/* The logarithm of the likelihood and its derivatives. */
struct slope {
    double log_likelihood;
    double first[N];
    double second[N][N]; /* [a][b], a <= b */
    double weight[MAX_COMPONENTS];
};

/* The derivatives of the log density of each value of a block, times its
 * share; and the sums of weight, share and powers of z, of one component. */
struct scores {
    double score[N][EM_BLOCK];
    double power[MAX_COMPONENTS][5][LANES_AT_ONCE];
    double product[N][N][LANES_AT_ONCE];
    double logs[LANES_AT_ONCE];
};

static void score_component(const struct em_block *block,
                            const struct em_parameters *at, size_t c,
                            struct scores *scores)
{
    double precision = exp(-at->log_sd[c]);
    double(*score)[EM_BLOCK] = scores->score + 3 * c;
    double(*power)[LANES_AT_ONCE] = scores->power[c];

    for (size_t i = 0; i < block->n; i += LANES_AT_ONCE) {
        lanes share = *lanes_of(block->share[c], i);
        lanes z = (*lanes_of(block->x, i) - at->mean[c]) * precision;
        lanes w = share * *lanes_of(block->weight, i);

        *lanes_at(score[0], i) = share;
        *lanes_at(score[1], i) = share * z;
        *lanes_at(score[2], i) = share * (z * z - 1);
        for (size_t p = 0; p < 5; p++) {
            *lanes_at(power[p], 0) += w;
            w *= z;
        }
    }
}

static void add_products(const struct em_block *block, size_t n,
                         struct scores *scores)
{
    for (size_t a = 0; a < n; a++) {
        double weighted[EM_BLOCK];

        for (size_t i = 0; i < block->n; i += LANES_AT_ONCE)
            *lanes_at(weighted, i) =
                *lanes_of(scores->score[a], i) * *lanes_of(block->weight, i);
        for (size_t b = a; b < n; b++) {
            lanes sum = *lanes_of(scores->product[a][b], 0);

            for (size_t i = 0; i < block->n; i += LANES_AT_ONCE)
                sum += *lanes_of(weighted, i) * *lanes_of(scores->score[b], i);
            *lanes_at(scores->product[a][b], 0) = sum;
        }
    }
}

/* What a component adds by itself: with z = (x - mean) / sd, the scores are
 * 1, z and z^2 - 1, and their derivatives 0, -1, -2 z and -2 z^2. */
static void add_component(const struct scores *scores, size_t c,
                          struct slope *slope)
{
    double r[5], *first = slope->first + 3 * c;
    size_t a = 3 * c;

    for (size_t p = 0; p < 5; p++)
        r[p] = lanes_sum(*lanes_of(scores->power[c][p], 0));
    slope->weight[c] = r[0];
    first[0] = r[0];
    first[1] = r[1];
    first[2] = r[2] - r[0];
    slope->second[a][a] += r[0];
    slope->second[a][a + 1] += r[1];
    slope->second[a][a + 2] += r[2] - r[0];
    slope->second[a + 1][a + 1] += r[2] - r[0];
    slope->second[a + 1][a + 2] += r[3] - 3 * r[1];
    slope->second[a + 2][a + 2] += r[4] - 4 * r[2] + r[0];
}

/* The weights are divided by their sum. */
static void add_sum_of_weights(const struct em *em,
                               const struct em_parameters *at,
                               struct slope *slope)
{
    for (size_t c = 0; c < em->k; c++) {
        double weight = exp(at->log_weight[c]);

        slope->first[3 * c] -= em->total * weight;
        slope->second[3 * c][3 * c] -= em->total * weight;
        for (size_t d = c; d < em->k; d++)
            slope->second[3 * c][3 * d] +=
                em->total * weight * exp(at->log_weight[d]);
    }
}

static void find_slope(const struct em *em, const struct em_parameters *at,
                       struct slope *slope)
{
    struct scores scores;
    struct em_block block;
    size_t n = 3 * em->k;

    memset(scores.power, 0, sizeof scores.power);
    memset(scores.product, 0, sizeof scores.product);
    memset(scores.logs, 0, sizeof scores.logs);
    for (size_t i = 0; i < em->room; i += EM_BLOCK) {
        em_share(em, at, i, &block);
        for (size_t c = 0; c < em->k; c++)
            score_component(&block, at, c, &scores);
        add_products(&block, n, &scores);
        em_add_logs(&block, scores.logs);
    }
    slope->log_likelihood = em_likelihood(em, scores.logs);
    for (size_t a = 0; a < n; a++)
        for (size_t b = a; b < n; b++)
            slope->second[a][b] =
                -lanes_sum(*lanes_of(scores.product[a][b], 0));
    for (size_t c = 0; c < em->k; c++)
        add_component(&scores, c, slope);
    add_sum_of_weights(em, at, slope);
}

/* Solves by Cholesky's method; the upper triangle of `a` is changed. False if
 * it is not positive definite. */
static bool solve(double a[N][N], size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++) {
            for (size_t k = 0; k < i; k++)
                a[i][j] -= a[k][i] * a[k][j];
            if (i == j && !(a[i][i] > 0))
                return false;
            a[i][j] = i == j ? sqrt(a[i][i]) : a[i][j] / a[i][i];
        }
        for (size_t k = 0; k < i; k++)
            x[i] -= a[k][i] * x[k];
        x[i] /= a[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= a[i][k] * x[k];
        x[i] /= a[i][i];
    }
    return true;
}

/* What the curvature would be if it were known where each value belongs is
 * added by the share `damping`: with all of it, this is a step of EM. False if
 * there is no step that leads upwards, or it would go too far. */
static bool choose_step(const struct slope *slope, size_t n, double damping,
                        double *step)
{
    double a[N][N];

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++)
            a[i][j] = -slope->second[i][j];
        a[i][i] += damping * slope->weight[i / 3] * (i % 3 == 2 ? 2 : 1);
        step[i] = slope->first[i];
    }
    if (!solve(a, n, step))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!(fabs(step[i]) <= LONGEST))
            return false;
    return true;
}

static struct em_parameters
move(const struct em *em, const struct em_parameters *from, const double *step)
{
    struct em_parameters to = *from;

    for (size_t c = 0; c < em->k; c++) {
        to.log_weight[c] += step[3 * c];
        to.mean[c] += step[3 * c + 1] * exp(from->log_sd[c]);
        to.log_sd[c] += step[3 * c + 2];
    }
    em_normalize(&to, em);
    return to;
}

/* Where the likelihood rose by most of what the derivatives promise, they can
 * be trusted further. */
static double change_damping(double damping, double risen, double promised)
{
    if (risen > 0.75 * promised)
        return fmax(0.1 * damping, LEAST_DAMPING);
    return risen > 0.25 * promised ? damping : 4 * damping;
}

double em_climb(const struct em *em, struct em_parameters *at, size_t max_steps)
{
    struct slope here, there;
    double damping = 1e-2, step[N] = {0};
    bool was_near = false;

    find_slope(em, at, &here);
    for (size_t i = 0; i < max_steps && damping < MOST_DAMPING;) {
        struct em_parameters next;
        double promised = 0, risen, least;

        if (!choose_step(&here, 3 * em->k, damping, step)) {
            damping *= 10;
            continue;
        }
        for (size_t a = 0; a < 3 * em->k; a++)
            promised += 0.5 * step[a] * here.first[a];
        next = move(em, at, step);
        find_slope(em, &next, &there);
        i++;
        risen = there.log_likelihood - here.log_likelihood;
        least = 1e-14 * fabs(here.log_likelihood) + 1e-9;
        if (!(risen >= -least)) {
            if (was_near)
                break;
            damping *= 10;
            continue;
        }
        *at = next;
        here = there;
        if (was_near || em_is_at_floor(em, at))
            break;
        damping = change_damping(damping, risen, promised);
        if (promised < least) {
            was_near = true; /* one step more, hardly damped */
            damping = LEAST_DAMPING;
        }
    }
    return here.log_likelihood;
}
