#include "study/correlation.h"

#include <math.h>

#include "stat/kendall.h"
#include "stat/moments.h"

enum { MIN_GROUP = 3 };
static const double simpson_gap = 0.15, heavy_kurtosis = 1;

static struct correlation no_correlation(void)
{
    return (struct correlation){.estimate = estimate_of((double)NAN),
                                .statistic = (double)NAN,
                                .df = (double)NAN,
                                .p = (double)NAN};
}

/* Ranks of millions take their time and tell no more than those of a random
 * part, whose interval is that of its own n. */
static void relate_ranks(struct relation *relation, const struct pairs *pairs,
                         const struct study_options *options)
{
    struct pairs part;

    pairs_init_part(&part, pairs, MOST_RANKED, options->seed);
    relation->n_ranked = part.n;
    relation->spearman = correlation_spearman(
        part.x, part.y, part.n, options->level, CORRELATION_P_AUTOMATIC);
    relation->kendall = correlation_kendall(
        part.x, part.y, part.n, options->level, CORRELATION_P_AUTOMATIC);
    pairs_release(&part);
}

static bool has_heavy_tails(const double *x, size_t n)
{
    return moments_of(x, n).excess_kurtosis > heavy_kurtosis;
}

static void relate_whole(struct relation *relation, const struct pairs *pairs,
                         const struct study_options *options)
{
    struct pairs logs;

    relation->n = pairs->n;
    relation->pearson =
        correlation_pearson(pairs->x, pairs->y, pairs->n, options->level);
    relate_ranks(relation, pairs, options);
    relation->pearson_log = no_correlation();
    relation->partial = no_correlation();
    if (pairs_init_logs(&logs, pairs))
        relation->pearson_log =
            correlation_pearson(logs.x, logs.y, logs.n, options->level);
    pairs_release(&logs);
    relation->has_heavy_tails = has_heavy_tails(pairs->x, pairs->n) ||
                                has_heavy_tails(pairs->y, pairs->n);
}

/* Within and pooled r are of one mind unless the gap is large or the signs
 * differ, and the interval of the pooled one leaves the other out: near 0, and
 * of few requests, signs differ by chance. */
static void relate_groups(struct relation *relation, const struct frame *frame,
                          const struct pairs *pairs, double level)
{
    size_t n = frame->groups->n_groups;
    double pooled = relation->pearson.estimate.value;

    relation->n_groups = n;
    relation->group_r = arena_alloc(frame->arena, n, sizeof(double));
    relation->group_n = arena_alloc(frame->arena, n, sizeof(size_t));
    for (size_t g = 0; g < n; g++) {
        struct pairs own;

        pairs_init_group(&own, pairs, (uint32_t)g);
        relation->group_n[g] = own.n;
        relation->group_r[g] =
            own.n < MIN_GROUP ? (double)NAN
                              : correlation_pearson(own.x, own.y, own.n, level)
                                    .estimate.value;
        pairs_release(&own);
    }
    relation->within =
        correlation_within(pairs->x, pairs->y, pairs->group, n, pairs->n, level)
            .estimate.value;
    relation->between =
        correlation_between(pairs->x, pairs->y, pairs->group, n, pairs->n);
    relation->is_simpson = (fabs(relation->within - pooled) > simpson_gap ||
                            relation->within * pooled < 0) &&
                           (relation->within < relation->pearson.estimate.low ||
                            relation->within > relation->pearson.estimate.high);
}

/* Output tokens make cost and latency alike: what is left when both are
 * regressed on the logarithm of the tokens? */
static void relate_given_tokens(struct relation *relation,
                                const struct frame *frame)
{
    const struct column *tokens = frame->table->field[FIELD_OUTPUT_TOKENS];
    double level = frame->options->level;
    struct pairs pairs;
    bool ok = true;

    if (!tokens || tokens == relation->x || tokens == relation->y)
        return;
    pairs_init(&pairs, frame, relation->x->number, relation->y->number,
               tokens->number);
    for (size_t i = 0; i < pairs.n && ok; i++) {
        ok = pairs.given[i] > 0;
        pairs.given[i] = log(pairs.given[i]);
    }
    if (ok)
        relation->partial = correlation_partial(
            pairs.x, pairs.y, (const double *const[]){pairs.given}, 1, pairs.n,
            level);
    pairs_release(&pairs);
}

struct relation relation_of(const struct frame *frame, const struct column *x,
                            const struct column *y, size_t g)
{
    struct relation relation = {
        .x = x, .y = y, .within = (double)NAN, .between = (double)NAN};
    struct pairs all, own;

    pairs_init(&all, frame, x->number, y->number, NULL);
    if (g == 0) {
        relate_whole(&relation, &all, frame->options);
        relate_given_tokens(&relation, frame);
        if (frame->groups)
            relate_groups(&relation, frame, &all, frame->options->level);
    } else {
        pairs_init_group(&own, &all, (uint32_t)(g - 1));
        relate_whole(&relation, &own, frame->options);
        pairs_release(&own);
    }
    pairs_release(&all);
    return relation;
}

static void tell_one(struct value *object, struct arena *arena, const char *key,
                     const struct correlation *correlation)
{
    struct value *value =
        value_set(object, key, value_estimate(arena, &correlation->estimate));

    value_set(value, "p", value_number(arena, correlation->p));
}

static void tell_partial(struct value *object, struct arena *arena,
                         const struct correlation *partial)
{
    struct value *value, *given;

    if (isnan(partial->estimate.value)) {
        value_set(object, "partial", value_null(arena));
        return;
    }
    value = value_set(object, "partial", value_object(arena));
    given = value_set(value, "given", value_array(arena));
    value_append(given, value_text(arena, "output_tokens"));
    value_set(value, "value", value_number(arena, partial->estimate.value));
    value_set(value, "p", value_number(arena, partial->p));
    value_set(value, "df", value_number(arena, partial->df));
}

static void tell_groups(struct frame *frame, struct value *object,
                        const struct relation *relation)
{
    static const char *const keys[] = {"within", "between"};
    const double values[] = {relation->within, relation->between};
    struct arena *arena = frame->arena;
    struct value *list;

    for (size_t i = 0; i < 2; i++) {
        struct value *value = value_set(object, keys[i], value_object(arena));

        value_set(value, "column", value_text(arena, frame_groups_name(frame)));
        value_set(value, "value", value_number(arena, values[i]));
    }
    list = value_set(object, "per_group", value_array(arena));
    for (size_t g = 0; g < relation->n_groups; g++) {
        struct value *value = value_append(list, value_object(arena));

        value_set(value, "by", frame_group_by(frame, g + 1));
        value_set(value, "n",
                  value_integer(arena, (int64_t)relation->group_n[g]));
        value_set(value, "value", value_number(arena, relation->group_r[g]));
    }
    value_set(object, "simpson", value_bool(arena, relation->is_simpson));
}

void relation_tell(struct frame *frame, struct value *correlations,
                   const struct relation *relation, size_t g)
{
    struct arena *arena = frame->arena;
    struct value *object = value_append(correlations, value_object(arena));

    value_set(object, "x", value_text(arena, relation->x->name));
    value_set(object, "y", value_text(arena, relation->y->name));
    value_set(object, "by", frame_group_by(frame, g));
    value_set(object, "n", value_integer(arena, (int64_t)relation->n));
    value_set(object, "n_ranked",
              value_integer(arena, (int64_t)relation->n_ranked));
    tell_one(object, arena, "pearson", &relation->pearson);
    tell_one(object, arena, "pearson_log", &relation->pearson_log);
    tell_one(object, arena, "spearman", &relation->spearman);
    tell_one(object, arena, "kendall", &relation->kendall);
    tell_partial(object, arena, &relation->partial);
    if (g == 0 && relation->n_groups)
        tell_groups(frame, object, relation);
    else
        value_set(object, "simpson", value_bool(arena, false));
}
