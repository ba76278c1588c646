#include "study/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/kendall.h"

enum { MIN_GROUP = 3 };
static const double simpson_gap = 0.15;

struct comoment *relation_moments(const struct frame *frame,
                                  const struct shared_moments *shared,
                                  const struct column *x,
                                  const struct column *y)
{
    const struct comoment_column columns[] = {
        [RELATED_X] = {.number = x->number},
        [RELATED_Y] = {.number = y->number},
        [RELATED_LOG_X] = {.number = x->number, .is_log = true},
        [RELATED_LOG_Y] = {.number = y->number, .is_log = true},
    };
    struct comoment_rows rows = correlation_rows(frame);
    struct comoment *moments =
        arena_alloc(frame->arena, rows.n_labels, sizeof *moments);

    shared_moments_of(shared, columns, sizeof columns / sizeof *columns,
                      moments);
    return moments;
}

static struct correlation no_correlation(void)
{
    return (struct correlation){.estimate = estimate_of((double)NAN),
                                .statistic = (double)NAN,
                                .df = (double)NAN,
                                .p = (double)NAN};
}

/* All orders of a few ranks can be listed: codes serve as well as values. */
static struct correlation spearman_of_few(const struct code_pairs *pairs,
                                          double level)
{
    double x[SPEARMAN_EXACT], y[SPEARMAN_EXACT];

    for (size_t i = 0; i < pairs->n; i++) {
        x[i] = code_pairs_x(pairs, i);
        y[i] = code_pairs_y(pairs, i);
    }
    return correlation_spearman(x, y, pairs->n, level, CORRELATION_P_AUTOMATIC);
}

static void relate_ranks(struct relation *relation, struct code_pairs *pairs,
                         double level)
{
    bool are_few = pairs->n <= SPEARMAN_EXACT;
    struct concordance concordance;

    if (are_few)
        relation->spearman = spearman_of_few(pairs, level);
    concordance = concordance_of(pairs);
    if (!are_few)
        relation->spearman =
            correlation_of_rho(concordance.rho, relation->n, level);
    relation->kendall = kendall_correlation(&concordance.kendall, level,
                                            CORRELATION_P_AUTOMATIC);
}

static void relate_whole(struct relation *relation,
                         const struct comoment *moments, double level)
{
    relation->n = moments->n;
    relation->pearson =
        comoment_pearson(moments, RELATED_X, RELATED_Y, 0, level);
    relation->pearson_log = no_correlation();
    relation->partial = no_correlation();
    if (!moments->lacks_log[RELATED_LOG_X] &&
        !moments->lacks_log[RELATED_LOG_Y])
        relation->pearson_log =
            comoment_pearson(moments, RELATED_LOG_X, RELATED_LOG_Y, 0, level);
}

/* Within and pooled r are of one mind unless the gap is large or the signs
 * differ, and the interval of the pooled one leaves the other out: near 0, and
 * of few requests, signs differ by chance. */
static void relate_groups(struct relation *relation, const struct frame *frame,
                          const struct comoment *moments)
{
    size_t n = frame->groups->n_groups;
    double pooled = relation->pearson.estimate.value;
    double level = frame->options->level;
    struct comoment within = comoment_within(moments, n);
    struct comoment between = comoment_between(moments, n);
    size_t n_present = 0;

    relation->n_groups = n;
    relation->group_r = arena_alloc(frame->arena, n, sizeof(double));
    relation->group_n = arena_alloc(frame->arena, n, sizeof(size_t));
    for (size_t g = 0; g < n; g++) {
        relation->group_n[g] = moments[g].n;
        relation->group_r[g] =
            moments[g].n < MIN_GROUP
                ? (double)NAN
                : comoment_pearson(&moments[g], RELATED_X, RELATED_Y, 0, level)
                      .estimate.value;
        n_present += moments[g].n > 0;
    }
    relation->within =
        comoment_pearson(&within, RELATED_X, RELATED_Y, n_present - 1, level)
            .estimate.value;
    if (n_present >= MIN_GROUP)
        relation->between =
            comoment_pearson(&between, RELATED_X, RELATED_Y, 0, level)
                .estimate.value;
    relation->is_simpson = (fabs(relation->within - pooled) > simpson_gap ||
                            relation->within * pooled < 0) &&
                           (relation->within < relation->pearson.estimate.low ||
                            relation->within > relation->pearson.estimate.high);
}

/* Output tokens make cost and latency alike: what is left when both are
 * regressed on the logarithm of the tokens? */
static void relate_given_tokens(struct relation *relation,
                                const struct frame *frame,
                                const struct shared_moments *shared)
{
    const struct column *tokens = frame->table->field[FIELD_OUTPUT_TOKENS];
    struct comoment_column columns[] = {
        {.number = relation->x->number},
        {.number = relation->y->number},
        {.number = NULL, .is_log = true},
    };
    struct comoment_rows rows = correlation_rows(frame);
    struct comoment *groups, whole;

    if (!tokens || tokens == relation->x || tokens == relation->y)
        return;
    columns[2].number = tokens->number;
    groups = memory_alloc(rows.n_labels, sizeof *groups);
    shared_moments_of(shared, columns, 3, groups);
    whole = comoment_whole(groups, rows.n_labels);
    if (!whole.lacks_log[2])
        relation->partial =
            comoment_partial(&whole, 0, 1, 2, frame->options->level);
    free(groups);
}

struct relation relation_of(const struct frame *frame, struct rank_store *ranks,
                            const struct shared_moments *shared,
                            const struct comoment *moments,
                            const struct column *x, const struct column *y,
                            size_t g)
{
    struct relation relation = {
        .x = x, .y = y, .within = (double)NAN, .between = (double)NAN};
    double level = frame->options->level;
    struct comoment whole;

    if (g == 0) {
        whole = comoment_whole(moments, correlation_rows(frame).n_labels);
        relate_whole(&relation, &whole, level);
        relate_given_tokens(&relation, frame, shared);
        if (frame->groups)
            relate_groups(&relation, frame, moments);
    } else {
        relate_whole(&relation, &moments[g - 1], level);
    }
    relate_ranks(&relation, rank_store_pairs(ranks, x, y, g), level);
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
    value_set(object, "n_ranked", value_integer(arena, (int64_t)relation->n));
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
