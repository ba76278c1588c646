#include "log/probe.h"

#include <stdio.h>
#include <string.h>

#include "tests/check.h"

static void see(struct probe *probe, const char *name, enum cell_kind kind,
                const char *text)
{
    struct cell cell = {kind, text, strlen(text), 0};

    probe_cell(probe, probe_column(probe, name, strlen(name)), &cell);
}

static void cells_are_counted_by_what_they_are(void **state)
{
    struct arena *arena = arena_create();
    struct probe_column *column;
    struct probe probe;

    (void)state;
    probe_init(&probe, arena);
    see(&probe, "a", CELL_TEXT, "1.5");
    see(&probe, "a", CELL_TEXT, "NA");
    see(&probe, "a", CELL_TEXT, "abc");
    see(&probe, "a", CELL_NUMBER, "7");
    see(&probe, "a", CELL_TEXT, "2026-03-03T08:12:07Z");
    see(&probe, "a", CELL_FLAG, "true");
    see(&probe, "a", CELL_NESTED, "[1]");
    see(&probe, "a", CELL_TEXT, "12 ms");
    column = &probe.columns[0];
    assert_int_equal(column->n_number, 3);
    assert_int_equal(column->n_integer, 2);
    assert_int_equal(column->n_unit, 1);
    assert_int_equal(column->n_null, 1);
    assert_int_equal(column->n_text, 1);
    assert_int_equal(column->n_date, 1);
    assert_int_equal(column->n_flag, 1);
    assert_int_equal(column->n_nested, 1);
    assert_int_equal(probe_present(column), 7);
    check_close(column->min, 1.5, 0, 0);
    check_close(column->max, 12, 0, 0);
    probe_release(&probe);
    arena_destroy(arena);
}

static void thousands_of_columns_are_found(void **state)
{
    enum { N = 3000 };
    struct arena *arena = arena_create();
    struct probe probe;
    char name[16];

    (void)state;
    probe_init(&probe, arena);
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "c%d", i);
        see(&probe, name, CELL_TEXT, "1");
    }
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "c%d", i);
        assert_int_equal(probe_find(&probe, name), i);
    }
    probe_release(&probe);
    arena_destroy(arena);
}

static void columns_keep_the_order_of_their_appearance(void **state)
{
    struct arena *arena = arena_create();
    struct probe probe;

    (void)state;
    probe_init(&probe, arena);
    see(&probe, "b", CELL_TEXT, "1");
    see(&probe, "a", CELL_TEXT, "2");
    see(&probe, "b", CELL_TEXT, "3");
    assert_int_equal(probe.n, 2);
    assert_string_equal(probe.columns[0].name, "b");
    assert_int_equal(probe_find(&probe, "a"), 1);
    assert_int_equal(probe_find(&probe, "c"), SIZE_MAX);
    probe_release(&probe);
    arena_destroy(arena);
}

static void the_median_of_many_is_that_of_all(void **state)
{
    struct arena *arena = arena_create();
    struct probe probe;
    char text[32];

    (void)state;
    probe_init(&probe, arena);
    for (int i = 0; i < 100001; i++) {
        snprintf(text, sizeof text, "%d", i);
        see(&probe, "n", CELL_TEXT, text);
    }
    assert_true(probe.columns[0].n_sample <= PROBE_SAMPLE);
    check_close(probe_median(&probe.columns[0]), 50000, 0.005, 0);
    probe_release(&probe);
    arena_destroy(arena);
}

static void the_median_of_nothing_is_nan(void **state)
{
    struct arena *arena = arena_create();
    struct probe probe;

    (void)state;
    probe_init(&probe, arena);
    see(&probe, "n", CELL_TEXT, "none");
    check_nan(probe_median(&probe.columns[0]));
    probe_release(&probe);
    arena_destroy(arena);
}

static void decimal_commas_show_where_the_delimiter_allows_them(void **state)
{
    for (int may = 0; may < 2; may++) {
        struct arena *arena = arena_create();
        struct probe probe;

        (void)state;
        probe_init(&probe, arena);
        probe.may_have_decimal_comma = may;
        see(&probe, "n", CELL_TEXT, "1,5");
        see(&probe, "n", CELL_TEXT, "2,25");
        probe_finish(&probe);
        assert_int_equal(probe.form.has_decimal_comma, may);
        assert_int_equal(probe.columns[0].n_number, may ? 2 : 0);
        probe_release(&probe);
        arena_destroy(arena);
    }
}

static void names_without_end_are_not_all_kept(void **state)
{
    struct arena *arena = arena_create();
    struct probe probe;
    char name[32];

    (void)state;
    probe_init(&probe, arena);
    for (int i = 0; i < 2 * PROBE_COLUMNS; i++) {
        snprintf(name, sizeof name, "request-%d", i);
        probe_column(&probe, name, strlen(name));
    }
    assert_int_equal(probe.n, PROBE_COLUMNS);
    assert_true(probe.is_full);
    probe_release(&probe);
    arena_destroy(arena);
}

static void few_different_texts_are_known(void **state)
{
    struct arena *arena = arena_create();
    struct probe probe;
    char text[32];

    (void)state;
    probe_init(&probe, arena);
    see(&probe, "unit", CELL_TEXT, "ms");
    see(&probe, "unit", CELL_TEXT, "ms");
    assert_int_equal(probe.columns[0].n_texts, 1);
    assert_string_equal(probe.columns[0].texts[0], "ms");
    for (int i = 0; i < 20; i++) {
        snprintf(text, sizeof text, "text %d", i);
        see(&probe, "other", CELL_TEXT, text);
    }
    assert_int_equal(probe.columns[1].n_texts, PROBE_TEXTS);
    assert_true(probe.columns[1].has_more_texts);
    probe_release(&probe);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_counted_by_what_they_are),
        cmocka_unit_test(thousands_of_columns_are_found),
        cmocka_unit_test(columns_keep_the_order_of_their_appearance),
        cmocka_unit_test(the_median_of_many_is_that_of_all),
        cmocka_unit_test(the_median_of_nothing_is_nan),
        cmocka_unit_test(decimal_commas_show_where_the_delimiter_allows_them),
        cmocka_unit_test(names_without_end_are_not_all_kept),
        cmocka_unit_test(few_different_texts_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
