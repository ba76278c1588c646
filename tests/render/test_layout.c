#include "tests/check.h"

#include <string.h>

#include "render/layout.h"

static const char *const hostile[] = {
    "short",
    "say \"hi\" \\ $(touch x) `id`",
    "two\nlines\tand a tab",
    "\xe9\x87\x8d\xe3\x81\x84\xe7\x94\x9f\xe6\x88\x90\xe9\x87\x8d\xe3\x81\x84"
    "\xe7\x94\x9f\xe6\x88\x90\xe9\x87\x8d\xe3\x81\x84\xe7\x94\x9f\xe6\x88\x90",
    "bad \xff\xfe bytes and \xef\xbf\xbf",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
    "W",
    "",
    "{/Bold a}_b^c @x %s",
};

static struct chart *new_chart(struct doc *doc, enum chart_kind kind)
{
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "s", "S"), kind, "figure");

    chart->title = "A title";
    chart->subtitle = "What to see";
    chart->x.label = "Latency";
    chart->x.unit = UNIT_SECONDS;
    chart->x.scale = AXIS_LOG;
    return chart;
}

static struct chart *new_ladder(struct doc *doc, size_t n_groups)
{
    static const char *const names[] = {"p50", "p90", "p95", "p99"};
    struct chart *chart = new_chart(doc, CHART_LADDER);

    chart->y.names = hostile;
    chart->y.n_names = n_groups;
    for (size_t g = 0; g < n_groups; g++) {
        struct chart_series *series =
            doc_series(doc, chart, hostile[g], (int)g, MARK_INTERVALS, 4);

        for (size_t i = 0; i < 4; i++)
            series->points[i] = (struct point){
                .x = (double)(1 + g + i), .y = (double)g, .label = names[i]};
    }
    return chart;
}

static struct chart *new_histogram(struct doc *doc, size_t n_groups)
{
    struct chart *chart = new_chart(doc, CHART_HISTOGRAM);

    chart->y.label = "Requests";
    chart->y.unit = UNIT_COUNT;
    for (size_t g = 0; g < n_groups; g++) {
        struct chart_series *series =
            doc_series(doc, chart, hostile[g], (int)g, MARK_BARS, 3);

        for (size_t i = 0; i < 3; i++)
            series->points[i] = (struct point){.x = (double)(1 << i),
                                               .x2 = (double)(2 << i),
                                               .y = (double)(10 * (g + 1))};
    }
    doc_rule(doc, chart, 2, false, "p50 2 s");
    doc_rule(doc, chart, 2.2, false, "p95 2.2 s");
    return chart;
}

/* Each label is within the canvas and touches no other. */
static void check_labels(struct layout *layout)
{
    struct layout_label *labels = layout->labels;
    size_t n = layout->n_labels;

    for (size_t i = 0; i < n; i++) {
        struct layout rest = *layout;

        rest.labels = labels + i + 1;
        rest.n_labels = n - i - 1;
        if (!layout_is_free(&rest, labels[i]))
            print_error("'%s' is in the way or outside\n", labels[i].text);
        assert_true(layout_is_free(&rest, labels[i]));
    }
}

static void no_text_overlaps_or_is_cut_in_a_ladder(void **state)
{
    (void)state;
    for (size_t n = 1; n <= COUNT(hostile); n++) {
        struct doc *doc = doc_create("T");

        check_labels(layout_create(doc->arena, new_ladder(doc, n), false));
        doc_destroy(doc);
    }
}

static void no_text_overlaps_or_is_cut_in_a_histogram(void **state)
{
    (void)state;
    for (size_t n = 1; n <= COUNT(hostile); n++) {
        struct doc *doc = doc_create("T");

        check_labels(layout_create(doc->arena, new_histogram(doc, n), false));
        doc_destroy(doc);
    }
}

static void lines_without_room_for_names_get_a_legend(void **state)
{
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, CHART_ECDF);
    struct layout *layout;

    (void)state;
    for (size_t g = 0; g < 18; g++) {
        struct chart_series *series = doc_series(
            doc, chart, g ? hostile[5] : hostile[0], (int)g, MARK_STEPS, 50);

        for (size_t i = 0; i < 50; i++)
            series->points[i] =
                (struct point){.x = (1 + 0.2 * (double)g) * (1 + (double)i),
                               .y = (double)(i + 1) / 50};
    }
    layout = layout_create(doc->arena, chart, false);
    assert_false(layout->has_direct_labels);
    check_labels(layout);
    chart->n_series = 1;
    layout = layout_create(doc->arena, chart, false);
    assert_true(layout->has_direct_labels);
    check_labels(layout);
    doc_destroy(doc);
}

static void names_are_shortened_in_the_middle_at_24_columns(void **state)
{
    struct doc *doc = doc_create("T");

    (void)state;
    assert_string_equal(
        layout_text(doc->arena, "0123456789abcdefghijklmnopqrstuvwxyz", 24),
        "0123456789a\xe2\x80\xa6opqrstuvwxyz");
    for (size_t i = 0; i < COUNT(hostile); i++)
        assert_in_range(text_width(layout_text(doc->arena, hostile[i], 24)), 0,
                        24);
    doc_destroy(doc);
}

static void a_text_holds_nothing_that_gnuplot_would_interpret(void **state)
{
    struct doc *doc = doc_create("T");

    (void)state;
    assert_string_equal(layout_text(doc->arena, "a\"b\\c", 24), "a\xe2\x80\x9d"
                                                                "b\xe2\x88\x96"
                                                                "c");
    assert_string_equal(layout_text(doc->arena, "a\nb\tc", 24), "a\xef\xbf\xbd"
                                                                "b\xef\xbf\xbd"
                                                                "c");
    assert_string_equal(layout_text(doc->arena, "\xff\xef\xbf\xbf", 24),
                        "\xef\xbf\xbd\xef\xbf\xbd");
    doc_destroy(doc);
}

static void the_middle_of_a_log_axis_is_the_geometric_mean(void **state)
{
    struct span span = {
        .low = 0.25, .high = 16, .first = 100, .last = 1100, .is_log = true};

    (void)state;
    check_close(layout_pixel(&span, 2), 600, 1e-12, 0);
    check_close(layout_value(&span, 600), 2, 1e-12, 0);
    check_nan(layout_pixel(&span, 0));
    check_nan(layout_pixel(&span, -1));
}

static void bars_stand_on_the_bars_before_and_begin_at_zero(void **state)
{
    struct doc *doc = doc_create("T");
    struct chart *chart = new_histogram(doc, 3);
    struct layout *layout = layout_create(doc->arena, chart, false);

    (void)state;
    check_close(layout_base(chart, 0, 1), 0, 0, 0);
    check_close(layout_base(chart, 2, 1), 10 + 20, 0, 0);
    check_close(layout->y.low, 0, 0, 0);
    assert_true(layout->y.high >= 60);
    check_close(layout->x.low, 1, 0, 0);
    check_close(layout->x.high, 8, 0, 0);
    doc_destroy(doc);
}

static void what_is_outside_the_axes_is_counted_in_the_corner(void **state)
{
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, CHART_SCATTER);
    struct chart_series *series =
        doc_series(doc, chart, NULL, 0, MARK_POINTS, 4);
    struct layout *layout;

    (void)state;
    series->points[0] = (struct point){.x = 1, .y = 1};
    series->points[1] = (struct point){.x = 2, .y = 2};
    series->points[2] = (struct point){.x = 0, .y = 2}; /* not on a log axis */
    series->points[3] = (struct point){.x = 9, .y = 2};
    chart->x.high = 4;
    layout = layout_create(doc->arena, chart, false);
    assert_int_equal(layout->n_left_out, 2);
    assert_string_equal(layout->labels[layout->n_labels - 1].text,
                        "2 outside the axes");
    doc_destroy(doc);
}

static void the_palette_is_that_of_okabe_and_ito(void **state)
{
    struct doc *doc = doc_create("T");
    struct layout *layout =
        layout_create(doc->arena, new_histogram(doc, 1), false);

    (void)state;
    assert_int_equal(layout_colour(layout, 0), 0x0072b2);
    assert_int_equal(layout_colour(layout, 6), 0xf0e442);
    assert_int_equal(layout_colour(layout, 7), 0x000000);
    doc_destroy(doc);
}

static void no_difference_is_white_and_missing_is_grey(void **state)
{
    struct doc *doc = doc_create("T");
    struct layout *layout =
        layout_create(doc->arena, new_chart(doc, CHART_CORRELATION), false);

    (void)state;
    assert_int_equal(layout_cell_colour(layout, 0), 0xffffff);
    assert_int_equal(layout_cell_colour(layout, 1), 0xe69f00);
    assert_int_equal(layout_cell_colour(layout, -1), 0x0072b2);
    assert_int_equal(layout_cell_colour(layout, (double)NAN), 0xe4e4e4);
    doc_destroy(doc);
}

static size_t count_labels(const struct layout *layout, const char *text)
{
    size_t n = 0;

    for (size_t i = 0; i < layout->n_labels; i++)
        n += strcmp(layout->labels[i].text, text) == 0;
    return n;
}

static void every_row_of_a_long_forest_is_named(void **state)
{
    enum { ROWS = 24 };
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, CHART_FOREST);
    struct chart_series *series =
        doc_series(doc, chart, "ratio", 0, MARK_INTERVALS, ROWS);
    const char *names[ROWS];
    struct layout *layout;

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        names[i] = arena_format(doc->arena, "row %zu", i);
        series->points[i] = (struct point){
            .x = 1 + (double)i / ROWS, .y = (double)i, .label = "faster"};
    }
    chart->y.names = names;
    chart->y.n_names = ROWS;
    layout = layout_create(doc->arena, chart, false);
    check_labels(layout);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(count_labels(layout, names[i]), 1);
    doc_destroy(doc);
}

static void long_names_below_are_small_rather_than_cut(void **state)
{
    static const char *const names[] = {
        "latency", "input_tokens", "output_tokens", "output_rate",
        "cost",    "tpot",         "ttft"};
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, CHART_CORRELATION);
    struct layout *layout;

    (void)state;
    chart->x.names = chart->y.names = names;
    chart->x.n_names = chart->y.n_names = COUNT(names);
    layout = layout_create(doc->arena, chart, false);
    check_labels(layout);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(count_labels(layout, names[i]), 2);
    doc_destroy(doc);
}

static void lines_show_over_grey_bars(void **state)
{
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, CHART_HISTOGRAM);
    struct chart_series bars = {.colour = -1, .mark = MARK_BARS};
    struct chart_series line = {.colour = -1, .mark = MARK_LINE};
    struct layout *layout = layout_create(doc->arena, chart, false);

    (void)state;
    assert_true(layout_series_colour(layout, &bars) !=
                layout_series_colour(layout, &line));
    doc_destroy(doc);
}

static void a_chart_of_nothing_has_axes(void **state)
{
    (void)state;
    for (int kind = 0; kind < N_CHART_KINDS; kind++) {
        struct doc *doc = doc_create("T");
        struct layout *layout = layout_create(
            doc->arena, new_chart(doc, (enum chart_kind)kind), false);

        assert_true(layout->x.high > layout->x.low);
        assert_true(layout->y.high > layout->y.low);
        check_labels(layout);
        doc_destroy(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_overlaps_or_is_cut_in_a_ladder),
        cmocka_unit_test(no_text_overlaps_or_is_cut_in_a_histogram),
        cmocka_unit_test(lines_without_room_for_names_get_a_legend),
        cmocka_unit_test(names_are_shortened_in_the_middle_at_24_columns),
        cmocka_unit_test(a_text_holds_nothing_that_gnuplot_would_interpret),
        cmocka_unit_test(the_middle_of_a_log_axis_is_the_geometric_mean),
        cmocka_unit_test(bars_stand_on_the_bars_before_and_begin_at_zero),
        cmocka_unit_test(what_is_outside_the_axes_is_counted_in_the_corner),
        cmocka_unit_test(the_palette_is_that_of_okabe_and_ito),
        cmocka_unit_test(no_difference_is_white_and_missing_is_grey),
        cmocka_unit_test(every_row_of_a_long_forest_is_named),
        cmocka_unit_test(long_names_below_are_small_rather_than_cut),
        cmocka_unit_test(lines_show_over_grey_bars),
        cmocka_unit_test(a_chart_of_nothing_has_axes),
    };

    return cmocka_run_group_tests_name("render/layout", tests, NULL, NULL);
}
