#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* A stream of random numbers (GSL's mt19937), wholly determined by a seed.
 * Every study takes its own stream: seed and a name, so that adding a study
 * changes no other's numbers. One stream is used by one thread. */
struct random_stream;

struct random_stream *random_create(uint64_t seed, const char *purpose);
void random_destroy(struct random_stream *stream);

double random_uniform(struct random_stream *stream);         /* in (0, 1) */
double random_gaussian(struct random_stream *stream);        /* mean 0, sd 1 */
size_t random_below(struct random_stream *stream, size_t n); /* 0 .. n-1 */

/* How many of n independent trials succeed with probability p each. */
size_t random_binomial(struct random_stream *stream, size_t n, double p);

/* Fisher and Yates' shuffle of n indices or values. */
void random_shuffle(struct random_stream *stream, double *x, size_t n);

#endif
