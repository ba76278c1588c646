#include "base/random.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

struct random_stream {
    gsl_rng *rng;
};

/* FNV-1a over the purpose, then SplitMix64, so that near seeds and names give
 * unrelated streams. */
static uint64_t mix(uint64_t seed, const char *purpose)
{
    uint64_t z = 0xcbf29ce484222325u;

    for (; *purpose; purpose++)
        z = (z ^ (unsigned char)*purpose) * 0x100000001b3u;
    z ^= seed + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct random_stream *random_create(uint64_t seed, const char *purpose)
{
    struct random_stream *stream = memory_alloc(1, sizeof *stream);
    uint64_t mixed = mix(seed, purpose);

    stream->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!stream->rng)
        BUG("no random number generator");
    gsl_rng_set(stream->rng, (unsigned long)(mixed & 0xffffffffu));
    return stream;
}

void random_destroy(struct random_stream *stream)
{
    if (!stream)
        return;
    gsl_rng_free(stream->rng);
    free(stream);
}

double random_uniform(struct random_stream *stream)
{
    return gsl_rng_uniform_pos(stream->rng);
}

double random_gaussian(struct random_stream *stream)
{
    return gsl_ran_gaussian_ziggurat(stream->rng, 1.0);
}

/* Two 32-bit draws make 64 bits; values beyond the largest multiple of n are
 * drawn again, so that no index is favoured. */
size_t random_below(struct random_stream *stream, size_t n)
{
    uint64_t limit, value;

    if (n == 0)
        BUG("random_below of nothing");
    limit = UINT64_MAX - UINT64_MAX % n;
    do
        value = (uint64_t)gsl_rng_get(stream->rng) << 32 |
                (uint64_t)gsl_rng_get(stream->rng);
    while (value >= limit);
    return (size_t)(value % n);
}

size_t random_binomial(struct random_stream *stream, size_t n, double p)
{
    if (n > UINT32_MAX || !(p >= 0 && p <= 1))
        BUG("binomial of %zu trials, p = %g", n, p);
    return gsl_ran_binomial(stream->rng, p, (unsigned)n);
}

void random_shuffle(struct random_stream *stream, double *x, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = random_below(stream, i);
        double swap = x[i - 1];

        x[i - 1] = x[j];
        x[j] = swap;
    }
}
