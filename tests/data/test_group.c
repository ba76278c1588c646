#include "data/group.h"

#include <string.h>

#include "tests/check.h"

static struct table *make_table(void)
{
    static const char *const models[] = {"a", "b", "b", "", "a", "b"};
    static const double load[] = {8, 8, 16, 16, 8, NAN};
    struct table *table = table_create();
    struct column *model = table_add_field(table, FIELD_MODEL);
    struct column *concurrency = table_add_field(table, FIELD_CONCURRENCY);

    table_grow(table, COUNT(load), NULL, 0);
    for (size_t i = 0; i < COUNT(load); i++) {
        codes_set(
            &model->codes, i,
            dictionary_add(&model->dictionary, models[i], strlen(models[i])));
        concurrency->number[i] = load[i];
    }
    return table;
}

static struct grouping *by(struct table *table, const char *first,
                           const char *second, const uint8_t *keep,
                           enum group_order order, size_t limit)
{
    const char *names[] = {first, second};
    struct error error = {0};
    struct grouping *grouping = grouping_create(
        table->arena, table, names, (size_t)(first != NULL) + (second != NULL),
        keep, order, limit, &error);

    if (!grouping)
        fail_msg("%s", error.text);
    return grouping;
}

static void the_largest_group_comes_first(void **state)
{
    struct table *table = make_table();
    struct grouping *g =
        by(table, "model", NULL, NULL, GROUP_BY_SIZE, GROUP_LIMIT);

    (void)state;
    assert_int_equal(g->n_groups, 3);
    assert_string_equal(g->labels[0], "b");
    assert_string_equal(g->labels[1], "a");
    assert_string_equal(g->labels[2], "(none)");
    assert_int_equal(g->sizes[0], 3);
    assert_int_equal(grouping_at(g, 3), 2);
    table_destroy(table);
}

static void or_the_first_to_appear(void **state)
{
    struct table *table = make_table();
    struct grouping *g =
        by(table, "model", NULL, NULL, GROUP_BY_APPEARANCE, SIZE_MAX);

    (void)state;
    assert_string_equal(g->labels[0], "a");
    assert_string_equal(g->labels[1], "b");
    assert_string_equal(g->values[2][0], "");
    table_destroy(table);
}

static void numbers_group_by_value_and_pairs_by_both(void **state)
{
    struct table *table = make_table();
    struct grouping *g =
        by(table, "model", "concurrency", NULL, GROUP_BY_SIZE, GROUP_LIMIT);

    (void)state;
    assert_int_equal(g->n_groups, 5);
    assert_string_equal(g->labels[0], "a, 8");
    assert_int_equal(g->sizes[0], 2);
    assert_string_equal(g->values[grouping_at(g, 5)][0], "b");
    assert_string_equal(g->values[grouping_at(g, 5)][1], "");
    table_destroy(table);
}

static void rows_that_are_not_kept_are_in_no_group(void **state)
{
    static const uint8_t keep[] = {1, 0, 1, 1, 1, 0};
    struct table *table = make_table();
    struct grouping *g =
        by(table, "model", NULL, keep, GROUP_BY_SIZE, GROUP_LIMIT);

    (void)state;
    assert_string_equal(g->labels[0], "a");
    assert_int_equal(grouping_at(g, 1), GROUP_NONE);
    table_destroy(table);
}

static void what_is_beyond_the_limit_becomes_other(void **state)
{
    struct table *table = make_table();
    struct grouping *g = by(table, "model", NULL, NULL, GROUP_BY_SIZE, 2);

    (void)state;
    assert_int_equal(g->n_groups, 2);
    assert_string_equal(g->labels[1], "(other)");
    assert_int_equal(g->sizes[1], 3);
    assert_int_equal(g->n_folded, 2);
    table_destroy(table);
}

static void no_column_makes_one_group_of_all(void **state)
{
    struct table *table = make_table();
    struct grouping *g =
        by(table, NULL, NULL, NULL, GROUP_BY_SIZE, GROUP_LIMIT);

    (void)state;
    assert_int_equal(g->n_groups, 1);
    assert_int_equal(g->sizes[0], 6);
    table_destroy(table);
}

static void an_unknown_column_is_an_error(void **state)
{
    struct table *table = make_table();
    const char *name = "colour";
    struct error error = {0};

    (void)state;
    assert_null(grouping_create(table->arena, table, &name, 1, NULL,
                                GROUP_BY_SIZE, GROUP_LIMIT, &error));
    assert_string_equal(error.text, "--by: the log has no column 'colour'");
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_group_comes_first),
        cmocka_unit_test(or_the_first_to_appear),
        cmocka_unit_test(numbers_group_by_value_and_pairs_by_both),
        cmocka_unit_test(rows_that_are_not_kept_are_in_no_group),
        cmocka_unit_test(what_is_beyond_the_limit_becomes_other),
        cmocka_unit_test(no_column_makes_one_group_of_all),
        cmocka_unit_test(an_unknown_column_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
