#include "tests/check.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "doc/doc.h"

static struct chart *new_chart(struct doc *doc, enum axis_scale scale)
{
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "s", "S"), CHART_SCATTER, "figure");

    chart->x.scale = scale;
    return chart;
}

/* By hand: x is cut at 2 of 0..4, y at 5 of 0..10. */
static void points_are_counted_in_their_cells(void **state)
{
    static const double x[] = {0, 1, 2, 4, 4}, y[] = {0, 4, 5, 10, 1};
    struct doc *doc = doc_create("T");
    struct chart *chart = new_chart(doc, AXIS_LINEAR);
    struct chart_series *cells;
    size_t n_left_out;

    (void)state;
    cells = doc_cells(doc, chart, "requests",
                      &(struct cell_points){x, y, NULL, 5}, 2, 2, &n_left_out);
    assert_int_equal(n_left_out, 0);
    assert_int_equal(cells->n_points, 3);
    check_close(cells->points[0].y, 2, 0, 0); /* low left */
    check_close(cells->points[0].x, 0, 0, 0);
    check_close(cells->points[0].x2, 2, 1e-12, 0);
    check_close(cells->points[0].high, 5, 1e-12, 0);
    check_close(cells->points[1].y, 1, 0, 0); /* low right */
    check_close(cells->points[2].y, 2, 0, 0); /* high right */
    check_close(cells->points[2].x2, 4, 1e-12, 0);
    check_close(cells->points[2].high, 10, 1e-12, 0);
    doc_destroy(doc);
}

static void a_log_axis_is_cut_at_the_geometric_mean(void **state)
{
    static const double x[] = {1, 100, 9, 11, 0, -1, (double)NAN};
    static const double y[] = {1, 1, 1, 1, 1, 1, 1};
    struct doc *doc = doc_create("T");
    struct chart_series *cells;
    size_t n_left_out;

    (void)state;
    cells = doc_cells(doc, new_chart(doc, AXIS_LOG), NULL,
                      &(struct cell_points){x, y, NULL, 7}, 2, 1, &n_left_out);
    assert_int_equal(n_left_out, 3);
    assert_int_equal(cells->n_points, 2);
    check_close(cells->points[0].x2, 10, 1e-12, 0);
    check_close(cells->points[0].y, 2, 0, 0);
    check_close(cells->points[1].y, 2, 0, 0);
    assert_true(cells->points[0].low < 1 && cells->points[0].high > 1);
    doc_destroy(doc);
}

static void every_point_is_in_a_cell_or_left_out(void **state)
{
    struct doc *doc = doc_create("T");
    double x[1000], y[1000], sum = 0;
    struct chart_series *cells;
    size_t n_left_out;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        x[i] = (i * 7919) % 1000 - 3;
        y[i] = (i * 104729) % 997;
    }
    cells =
        doc_cells(doc, new_chart(doc, AXIS_LOG), NULL,
                  &(struct cell_points){x, y, NULL, 1000}, 40, 30, &n_left_out);
    for (size_t i = 0; i < cells->n_points; i++)
        sum += cells->points[i].y;
    assert_int_equal(n_left_out, 4); /* -3 -2 -1 0 */
    check_close(sum + (double)n_left_out, 1000, 0, 0);
    doc_destroy(doc);
}

static void of_nothing_there_are_no_cells(void **state)
{
    struct doc *doc = doc_create("T");
    size_t n_left_out;

    (void)state;
    assert_int_equal(doc_cells(doc, new_chart(doc, AXIS_LINEAR), NULL,
                               &(struct cell_points){NULL, NULL, NULL, 0}, 4, 4,
                               &n_left_out)
                         ->n_points,
                     0);
    assert_int_equal(n_left_out, 0);
    doc_destroy(doc);
}

/* By hand: x is the remainder by 4, y by 2, so that four of the cells have a
 * quarter each of the rows that are kept. None of the second block is. */
static void rows_of_many_blocks_are_counted_on_any_threads(void **state)
{
    enum { N = 3 * THREADS_BLOCK + 8, KEPT = 2 * THREADS_BLOCK + 8 };
    double *x = memory_alloc(N, sizeof *x), *y = memory_alloc(N, sizeof *y);
    uint8_t *kept = memory_alloc(N, 1);
    const struct cell_points points = {x, y, kept, N};

    (void)state;
    for (size_t i = 0; i < N; i++) {
        kept[i] = i / THREADS_BLOCK != 1;
        x[i] = kept[i] ? (double)(i % 4) : 1000;
        y[i] = i == 0 ? (double)NAN : (double)(i % 2);
    }
    for (unsigned n_threads = 1; n_threads <= 3; n_threads++) {
        struct doc *doc = doc_create("T");
        struct chart_series *cells;
        size_t n_left_out;

        threads_set_default(n_threads);
        cells = doc_cells(doc, new_chart(doc, AXIS_LINEAR), NULL, &points, 4, 2,
                          &n_left_out);
        assert_int_equal(n_left_out, 1);
        assert_int_equal(cells->n_points, 4);
        check_close(cells->points[0].x2, 0.75, 1e-12, 0);
        check_close(cells->points[0].y, KEPT / 4 - 1, 0, 0);
        for (size_t i = 1; i < 4; i++)
            check_close(cells->points[i].y, KEPT / 4, 0, 0);
        doc_destroy(doc);
    }
    threads_set_default(0);
    free(x);
    free(y);
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_counted_in_their_cells),
        cmocka_unit_test(a_log_axis_is_cut_at_the_geometric_mean),
        cmocka_unit_test(every_point_is_in_a_cell_or_left_out),
        cmocka_unit_test(rows_of_many_blocks_are_counted_on_any_threads),
        cmocka_unit_test(of_nothing_there_are_no_cells),
    };

    return cmocka_run_group_tests_name("doc/cells", tests, NULL, NULL);
}
