#include "stat/comoment.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/threads.h"
#include "tests/check.h"
#include "tests/reference.h"

static double *column(const struct reference *row, const char *name, size_t *n)
{
    const struct dataset *set = dataset_read(row->dataset);
    bool all = row->group[0] == '(' || row->group[0] == '\0';

    return dataset_numbers(set, name, all ? NULL : "group", row->group, n);
}

static struct comoment relate(const double *x, const double *y, size_t n,
                              bool is_log)
{
    const struct comoment_column columns[] = {{.number = x, .is_log = is_log},
                                              {.number = y, .is_log = is_log}};
    struct comoment of;

    comoments_of(columns, 2, &(struct comoment_rows){.n = n, .n_labels = 1},
                 &of);
    return of;
}

static void r_agrees_with_the_reference_kit(void **state)
{
    static const char *const names[] = {"pearson_r", "pearson_p",
                                        "pearson_ci_lo", "pearson_ci_hi",
                                        "pearson_r_log"};
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            size_t n;
            double *x = column(row, "x", &n), *y = column(row, "y", &n);
            struct comoment of = relate(x, y, n, i == 4);
            struct correlation r = comoment_pearson(&of, 0, 1, 0, 0.95);
            double values[] = {r.estimate.value, r.p, r.estimate.low,
                               r.estimate.high, r.estimate.value};

            if (i == 4 && (of.lacks_log[0] || of.lacks_log[1]))
                values[4] = (double)NAN;
            reference_check(row, values[i]);
            n_rows++;
            free(x);
            free(y);
        }
    }
    assert_true(n_rows >= 50);
}

/* c_simpson: r given group dummies is what is left within groups, and the
 * whole is within and between. */
static void parts_agree_with_the_reference_kit(void **state)
{
    const struct dataset *set = dataset_read("c_simpson");
    size_t n, n_labels = 0;
    double *x = dataset_numbers(set, "x", NULL, NULL, &n);
    double *y = dataset_numbers(set, "y", NULL, NULL, &n);
    uint32_t *label = calloc(n, sizeof *label);
    struct codes labels = {0};
    const char *names[10];
    const struct comoment_column columns[] = {{.number = x}, {.number = y}};
    struct comoment of[10], within, between, whole;

    (void)state;
    codes_resize(&labels, n);
    for (size_t i = 0; i < n; i++) {
        const char *name = set->cells[i][0];
        size_t g = 0;

        while (g < n_labels && strcmp(names[g], name) != 0)
            g++;
        if (g == n_labels)
            names[n_labels++] = name;
        label[i] = (uint32_t)g;
        codes_set(&labels, i, 1 + label[i]);
    }
    assert_string_equal(set->names[0], "group");
    comoments_of(columns, 2,
                 &(struct comoment_rows){
                     .labels = &labels, .n = n, .n_labels = n_labels},
                 of);
    within = comoment_within(of, n_labels);
    between = comoment_between(of, n_labels);
    whole = comoment_whole(of, n_labels);
    reference_check(
        reference_find("c_simpson", "(within)", "partial_r",
                       "given group dummies"),
        comoment_pearson(&within, 0, 1, n_labels - 1, 0.95).estimate.value);
    reference_check(reference_find("c_simpson", "(pooled)", "pearson_r", ""),
                    comoment_pearson(&whole, 0, 1, 0, 0.95).estimate.value);
    for (size_t g = 0; g < n_labels; g++)
        reference_check(reference_find("c_simpson", names[g], "pearson_r", ""),
                        comoment_pearson(&of[g], 0, 1, 0, 0.95).estimate.value);
    check_close(between.product[0][1] + within.product[0][1],
                whole.product[0][1], 1e-12, 0);
    check_close(comoment_pearson(&between, 0, 1, 0, 0.95).estimate.value,
                correlation_between(x, y, label, n_labels, n), 1e-10, 0);
    free(x);
    free(y);
    free(label);
    codes_release(&labels);
}

static void partial_r_agrees_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, NULL, "partial_r"))) {
        const struct dataset *set = dataset_read(row->dataset);
        double *columns[3];
        struct comoment_column list[3];
        struct comoment of;
        size_t n;

        if (strcmp(row->parameters, "given z1") != 0 &&
            strcmp(row->parameters, "given z2") != 0)
            continue;
        columns[0] = dataset_numbers(set, "x", NULL, NULL, &n);
        columns[1] = dataset_numbers(set, "y", NULL, NULL, &n);
        columns[2] = dataset_numbers(set, row->parameters + strlen("given "),
                                     NULL, NULL, &n);
        for (size_t a = 0; a < 3; a++)
            list[a] = (struct comoment_column){.number = columns[a]};
        comoments_of(list, 3, &(struct comoment_rows){.n = n, .n_labels = 1},
                     &of);
        reference_check(row,
                        comoment_partial(&of, 0, 1, 2, 0.95).estimate.value);
        n_rows++;
        for (size_t a = 0; a < 3; a++)
            free(columns[a]);
    }
    assert_true(n_rows >= 2);
}

/* r does not change if a million sds are added; a constant has none. */
static void large_means_lose_no_digits(void **state)
{
    enum { N = 5000 };
    struct random_stream *random = random_create(3, "comoment");
    double x[N], y[N], constant[N];
    struct comoment plain, moved, flat;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)random_below(random, 1000);
        y[i] = x[i] + (double)random_below(random, 1000);
        constant[i] = 0.1;
    }
    plain = relate(x, y, N, false);
    for (size_t i = 0; i < N; i++)
        y[i] += 1e9;
    moved = relate(x, y, N, false);
    flat = relate(x, constant, N, false);
    check_close(comoment_pearson(&moved, 0, 1, 0, 0.95).estimate.value,
                comoment_pearson(&plain, 0, 1, 0, 0.95).estimate.value, 1e-13,
                0);
    check_close(comoment_mean(&moved, 1), comoment_mean(&plain, 1) + 1e9, 1e-15,
                0);
    check_close(plain.low[0], 0, 0, 0);
    check_close(plain.high[0], 999, 0, 0);
    assert_true(isnan(comoment_pearson(&flat, 0, 1, 0, 0.95).estimate.value));
    random_destroy(random);
}

static void rows_that_do_not_count_are_left_out(void **state)
{
    const double x[] = {1, 2, (double)NAN, 4, 5, 99, 7};
    const double y[] = {2, 1, 3, 5, 4, 99, (double)INFINITY};
    const uint8_t mark[] = {1, 1, 1, 1, 1, 0, 1};
    const struct comoment_column columns[] = {{.number = x}, {.number = y}};
    struct comoment of;

    (void)state;
    comoments_of(columns, 2,
                 &(struct comoment_rows){.mark = mark, .n = 7, .n_labels = 1},
                 &of);
    assert_int_equal(of.n, 4);
    /* By hand: means 3 and 3, sums of squares 10 and 10, of products 8. */
    check_close(of.product[0][0], 10, 1e-15, 0);
    check_close(of.product[0][1], 8, 1e-15, 0);
    check_close(comoment_pearson(&of, 0, 1, 0, 0.95).estimate.value, 0.8, 1e-15,
                0);
}

static void threads_do_not_change_a_bit(void **state)
{
    enum { N = 300000, LABELS = 3 };
    struct random_stream *random = random_create(4, "comoment");
    double *x = memory_alloc(N, sizeof *x), *y = memory_alloc(N, sizeof *y);
    struct codes labels = {0};
    const struct comoment_column columns[] = {
        {.number = x}, {.number = y}, {.number = x, .is_log = true}};
    struct comoment_rows rows = {.labels = &labels, .n = N, .n_labels = LABELS};
    struct comoment one[LABELS], three[LABELS];

    (void)state;
    codes_resize(&labels, N);
    for (size_t i = 0; i < N; i++) {
        x[i] = exp(random_gaussian(random));
        y[i] = x[i] + random_gaussian(random);
        codes_set(&labels, i, (uint32_t)random_below(random, LABELS + 1));
    }
    threads_set_default(1);
    comoments_of(columns, 3, &rows, one);
    threads_set_default(3);
    comoments_of(columns, 3, &rows, three);
    threads_set_default(0);
    for (size_t g = 0; g < LABELS; g++) {
        assert_int_equal(one[g].n, three[g].n);
        assert_memory_equal(one[g].product, three[g].product,
                            sizeof one[g].product);
        assert_memory_equal(one[g].mean, three[g].mean, sizeof one[g].mean);
    }
    free(x);
    free(y);
    codes_release(&labels);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r_agrees_with_the_reference_kit),
        cmocka_unit_test(parts_agree_with_the_reference_kit),
        cmocka_unit_test(partial_r_agrees_with_the_reference_kit),
        cmocka_unit_test(large_means_lose_no_digits),
        cmocka_unit_test(rows_that_do_not_count_are_left_out),
        cmocka_unit_test(threads_do_not_change_a_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
