#include "log/glimpse.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/check.h"

static struct glimpse look(const char *text, bool is_map)
{
    struct source source = {.name = "x", .data = text, .size = strlen(text)};
    struct glimpse glimpse;

    if (is_map)
        glimpse_take_map(&glimpse, &source);
    else
        glimpse_take(&glimpse, &source);
    return glimpse;
}

static void keys_of_json_are_paths(void **state)
{
    struct glimpse glimpse =
        look("{\"a\": {\"b\": 1}, \"c\": [{\"d\": 1}, {\"d\": 2}], \"e\": []}",
             false);

    (void)state;
    assert_int_equal(glimpse.kind, GLIMPSE_JSON);
    assert_int_equal(glimpse_find(&glimpse, "a.b")->n_scalars, 1);
    assert_int_equal(glimpse_find(&glimpse, "c[]")->n_objects, 2);
    assert_int_equal(glimpse_find(&glimpse, "c[].d")->n, 2);
    assert_int_equal(glimpse_find(&glimpse, "e")->n_lists, 1);
    assert_null(glimpse_find(&glimpse, "e[]"));
    glimpse_release(&glimpse);
}

static void keys_of_a_map_are_one(void **state)
{
    struct glimpse glimpse =
        look("{\"0\": {\"d\": 1}, \"7\": {\"d\": 2}}", true);

    (void)state;
    assert_int_equal(glimpse_find(&glimpse, "{}.d")->n, 2);
    glimpse_release(&glimpse);
}

static void documents_may_be_lines(void **state)
{
    struct glimpse lines = look("{\"a\": 1}\n{\"b\": 2}\n", false);
    struct glimpse documents = look("{\n\"a\": 1}\n{\"b\": 2}\n", false);
    struct glimpse glued = look("{\"a\": 1}{\"b\": 2}", false);

    (void)state;
    assert_true(lines.is_lines);
    assert_int_equal(lines.n_documents, 2);
    assert_non_null(glimpse_find(&lines, "b"));
    assert_false(documents.is_lines);
    assert_int_equal(documents.n_documents, 2);
    assert_false(glued.is_lines);
    glimpse_release(&lines);
    glimpse_release(&documents);
    glimpse_release(&glued);
}

static void keys_of_cells_are_the_names_of_columns(void **state)
{
    struct glimpse glimpse = look("\n a b ,\"c\"\n1,2\n", false);

    (void)state;
    assert_int_equal(glimpse.kind, GLIMPSE_CELLS);
    assert_non_null(glimpse_find(&glimpse, "a b"));
    assert_non_null(glimpse_find(&glimpse, "c"));
    assert_null(glimpse_find(&glimpse, "1"));
    glimpse_release(&glimpse);
}

static void thousands_of_names_are_found(void **state)
{
    enum { N = 3000 };
    struct glimpse glimpse;
    char name[16];
    struct text text;

    (void)state;
    text_init(&text);
    for (int i = 0; i < N; i++)
        text_format(&text, "%sc%d", i ? "," : "", i);
    text_add(&text, "\n1,2\n");
    glimpse = look(text.data, false);
    assert_int_equal(glimpse.n_keys, N);
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "c%d", i);
        assert_ptr_equal(glimpse_find(&glimpse, name), &glimpse.keys[i]);
    }
    glimpse_release(&glimpse);
    text_release(&text);
}

static void nothing_has_no_keys(void **state)
{
    struct glimpse glimpse = look(" \n", false);

    (void)state;
    assert_int_equal(glimpse.n_keys, 0);
    assert_null(glimpse.line);
    glimpse_release(&glimpse);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_json_are_paths),
        cmocka_unit_test(keys_of_a_map_are_one),
        cmocka_unit_test(documents_may_be_lines),
        cmocka_unit_test(keys_of_cells_are_the_names_of_columns),
        cmocka_unit_test(thousands_of_names_are_found),
        cmocka_unit_test(nothing_has_no_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
