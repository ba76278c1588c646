#include "stat/rank.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "base/sort_decimal.h"
#include "base/threads.h"

static double term_of(size_t n_equal)
{
    double t = (double)n_equal;

    return (t - 1) * t * (t + 1);
}

double rank_midranks(const double *x, size_t n, double *ranks)
{
    uint32_t *order = memory_alloc(n, sizeof *order);
    double term = 0;
    size_t end;

    sort_order(x, n, order);
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[order[end]] == x[order[i]]; end++)
            continue;
        for (size_t k = i; k < end; k++)
            ranks[order[k]] = (double)(i + 1 + end) / 2;
        term += term_of(end - i);
    }
    free(order);
    return term;
}

double rank_tie_term(const double *sorted, size_t n)
{
    double term = 0;
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i]; end++)
            continue;
        term += term_of(end - i);
    }
    return term;
}

/* The different values, and where those of each bucket begin among them. The
 * values of a bucket share the leading bits of their distance from the lowest,
 * counted in doubles: narrow near 0 and wide in the tail, as latencies are. */
enum {
    MOST_BUCKETS = 1 << 22,
    MOST_DECIMALS = 1 << 22,
    PIECE = 1 << 16,
    AT_ONCE = 64
};

struct dictionary {
    double *value; /* [n]; of counts: NULL */
    size_t n;
    double low, high; /* the least and the largest */
    double power;     /* not 0: decimals, for which `begin` holds the codes */
    uint32_t least;   /* low times the power */
    unsigned shift;   /* doubles to a bucket, as a power of two */
    size_t n_buckets;
    uint32_t *begin; /* [n_buckets + 1] */
};

static size_t bucket_of(const struct dictionary *dictionary, double x)
{
    return (size_t)((sort_key(x) - sort_key(dictionary->value[0])) >>
                    dictionary->shift);
}

static uint32_t decimal_of(const struct dictionary *dictionary, double x)
{
    return (uint32_t)(int32_t)(x * dictionary->power + 0.5);
}

/* Where values are decimals of few digits, as logs write them, each has a place
 * of its own. False if they are not, or too far apart. */
static bool list_decimals(struct dictionary *dictionary)
{
    size_t n = dictionary->n, range;

    dictionary->power = sort_decimal_power(dictionary->value, n);
    if (n == 0 || dictionary->power == 0)
        return false;
    dictionary->low = dictionary->value[0];
    dictionary->high = dictionary->value[n - 1];
    dictionary->least = decimal_of(dictionary, dictionary->low);
    range = decimal_of(dictionary, dictionary->high) - dictionary->least +
            (size_t)1;
    if (range > MOST_DECIMALS) {
        dictionary->power = 0;
        return false;
    }
    dictionary->begin = memory_alloc(range, sizeof *dictionary->begin);
    for (size_t k = 0; k < n; k++)
        dictionary->begin[decimal_of(dictionary, dictionary->value[k]) -
                          dictionary->least] = (uint32_t)k;
    return true;
}

static void fill_buckets(struct dictionary *dictionary)
{
    size_t n = dictionary->n, bucket = 0;

    dictionary->shift = 0;
    dictionary->n_buckets = 0;
    while (n > 0) {
        dictionary->n_buckets = bucket_of(dictionary, dictionary->value[n - 1]);
        if (dictionary->n_buckets < 2 * n &&
            dictionary->n_buckets < MOST_BUCKETS)
            break;
        dictionary->shift++;
    }
    dictionary->n_buckets++;
    dictionary->begin =
        memory_alloc(dictionary->n_buckets + 1, sizeof *dictionary->begin);
    for (size_t k = 0; k < n; k++)
        while (bucket < bucket_of(dictionary, dictionary->value[k]))
            dictionary->begin[++bucket] = (uint32_t)k;
    while (bucket < dictionary->n_buckets)
        dictionary->begin[++bucket] = (uint32_t)n;
}

/* The code that comes next is that of n_equal values, before which are others.
 */
static uint32_t midrank_of(size_t before, size_t n_equal)
{
    return (uint32_t)(2 * before + n_equal + 1);
}

/* The values are sorted; the different ones among them move to the front. */
static void dictionary_init(struct dictionary *dictionary, double *sorted,
                            size_t n_sorted, struct rank_codes *codes)
{
    size_t n = 0, end;

    for (size_t i = 0; i < n_sorted; i++)
        n += i == 0 || sorted[i] != sorted[i - 1];
    codes->midrank = memory_resize(NULL, n, sizeof *codes->midrank);
    n = 0;
    for (size_t i = 0; i < n_sorted; i = end) {
        double value = sorted[i] + 0.0; /* one zero */

        for (end = i + 1; end < n_sorted && sorted[end] == value;)
            end++;
        codes->midrank[n] = midrank_of(i, end - i);
        sorted[n++] = value;
    }
    *dictionary = (struct dictionary){.value = sorted, .n = n};
    if (list_decimals(dictionary))
        return;
    fill_buckets(dictionary);
    dictionary->low = n ? sorted[0] : (double)NAN;
    dictionary->high = n ? sorted[n - 1] : (double)NAN;
}

/* How many values of the dictionary are at most x, less one. A bucket is
 * monotone in x, so that only its own values need be looked at. */
static uint32_t search(const struct dictionary *dictionary, double x,
                       uint32_t low, uint32_t high)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (dictionary->value[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

struct coding {
    const struct dictionary *dictionary;
    const double *values;
    size_t n;
    uint32_t *code;
};

static bool is_within(const struct dictionary *dictionary, double x)
{
    return x >= dictionary->low && x <= dictionary->high;
}

static void code_decimals(const struct dictionary *dictionary, const double *x,
                          size_t n, uint32_t *code)
{
    for (size_t i = 0; i < n; i++)
        code[i] =
            is_within(dictionary, x[i])
                ? dictionary
                      ->begin[decimal_of(dictionary, x[i]) - dictionary->least]
                : 0;
}

/* What one value waits for from memory is asked for while others are looked
 * up. */
static void code_some(const struct dictionary *dictionary, const double *x,
                      size_t n, uint32_t *code)
{
    uint32_t bucket[AT_ONCE];

    for (size_t i = 0; i < n; i++) {
        bucket[i] = is_within(dictionary, x[i])
                        ? (uint32_t)bucket_of(dictionary, x[i] + 0.0)
                        : 0;
        __builtin_prefetch(&dictionary->begin[bucket[i]]);
    }
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&dictionary->value[dictionary->begin[bucket[i]]]);
    for (size_t i = 0; i < n; i++)
        code[i] = search(dictionary, x[i], dictionary->begin[bucket[i]],
                         dictionary->begin[bucket[i] + 1]);
}

static void code_piece(void *context, size_t piece)
{
    const struct coding *coding = context;
    const struct dictionary *dictionary = coding->dictionary;
    size_t begin = piece * PIECE;
    size_t end = coding->n - begin < PIECE ? coding->n : begin + PIECE;

    for (size_t i = begin; i < end; i += AT_ONCE) {
        size_t n = end - i < AT_ONCE ? end - i : AT_ONCE;

        if (dictionary->power > 0)
            code_decimals(dictionary, coding->values + i, n, coding->code + i);
        else
            code_some(dictionary, coding->values + i, n, coding->code + i);
    }
}

/* The dictionary is used up, but for the values. */
static void code_values(struct rank_codes *codes, const double *values,
                        size_t n_values, const struct dictionary *dictionary)
{
    struct coding coding = {
        .dictionary = dictionary, .values = values, .n = n_values};

    if (n_values > UINT32_MAX)
        BUG("cannot rank %zu values", n_values);
    codes->code = memory_alloc(n_values, sizeof *codes->code);
    codes->n_codes = dictionary->n;
    coding.code = codes->code;
    if (dictionary->n > 0)
        threads_run(0, (n_values + PIECE - 1) / PIECE, code_piece, &coding);
    free(dictionary->begin);
}

void rank_codes_init(struct rank_codes *codes, const double *values,
                     size_t n_values, double *sorted, size_t n_sorted)
{
    struct dictionary dictionary;

    dictionary_init(&dictionary, sorted, n_sorted, codes);
    code_values(codes, values, n_values, &dictionary);
}

/* The count of each place gives way to how many places before it have any. */
void rank_codes_of_counts(struct rank_codes *codes, const double *values,
                          size_t n_values, struct decimals *counts)
{
    struct dictionary dictionary = {
        .power = counts->power,
        .least = (uint32_t)counts->least,
        .low = decimals_least(counts),
        .high = decimals_most(counts),
        .begin = counts->counts,
    };
    size_t before = 0, n = 0;

    for (size_t k = 0; k < counts->n_counts; k++)
        dictionary.n += counts->counts[k] > 0;
    codes->midrank = memory_resize(NULL, dictionary.n, sizeof *codes->midrank);
    for (size_t k = 0; k < counts->n_counts; k++) {
        size_t here = counts->counts[k];

        counts->counts[k] = (uint32_t)n;
        if (here > 0)
            codes->midrank[n++] = midrank_of(before, here);
        before += here;
    }
    code_values(codes, values, n_values, &dictionary);
    counts->counts = NULL;
}

void rank_codes_of(struct rank_codes *codes, const double *x, size_t n)
{
    double *sorted = memory_alloc(n, sizeof *sorted);

    if (n > 0)
        memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    rank_codes_init(codes, x, n, sorted, n);
    free(sorted);
}

void rank_codes_release(struct rank_codes *codes)
{
    free(codes->code);
    free(codes->midrank);
    memset(codes, 0, sizeof *codes);
}
