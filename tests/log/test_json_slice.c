#include "log/json_slice.h"

#include <string.h>

#include "base/text.h"
#include "tests/check.h"

static void see(void *context, const struct slice *slice)
{
    struct text *text = context;

    if (slice->list)
        text_format(text, "%s:", slice->list);
    if (slice->key)
        text_format(text, "%.*s:", (int)slice->n_key, slice->key);
    text_format(text, "%zu.%zu ", slice->document, slice->index);
    text_add_n(text, slice->n ? slice->text : "broken",
               slice->n ? slice->n : 6);
    text_add(text, "\n");
}

static void check_slices(const char *path_text, const char *document,
                         const char *expected)
{
    struct arena *arena = arena_create();
    struct slice_path path;
    struct error error = {0};
    struct text text;
    struct slicer slicer = {.see = see, .context = &text};

    text_init(&text);
    assert_true(slice_path_parse(&path, path_text, arena, &error));
    slice_documents(&slicer, &path, document, document + strlen(document));
    assert_string_equal(text.data, expected);
    slicer_release(&slicer);
    text_release(&text);
    arena_destroy(arena);
}

static void records_stand_at_the_end_of_a_path(void **state)
{
    (void)state;
    check_slices("[]", "[{\"a\": 1}, {\"a\": \"]\"},]",
                 "1.0 {\"a\": 1}\n1.1 {\"a\": \"]\"}\n");
    check_slices("b[].r[]",
                 "{\"x\": 1, \"b\": [{\"r\": [1, 2]}, {\"r\": [3]}]}",
                 "1.0 1\n1.1 2\n1.0 3\n");
    check_slices("", "{\"a\": 1}{\"a\": 2}\n{\"a\": 3}",
                 "1.0 {\"a\": 1}\n2.0 {\"a\": 2}\n3.0 {\"a\": 3}\n");
}

static void the_list_is_named_if_there_are_several(void **state)
{
    (void)state;
    check_slices("r.{ok,bad}[]",
                 "{\"r\": {\"ok\": [1], \"other\": [9], \"bad\": [2], "
                 "\"total\": null}}",
                 "ok:1.0 1\nbad:1.0 2\n");
}

static void a_map_has_keys(void **state)
{
    (void)state;
    check_slices("{}", "{\"0\": {}, \"4\": {\"a\": 1}}",
                 "0:1.0 {}\n4:1.1 {\"a\": 1}\n");
    check_slices("{}[]", "{\"op\": [1, 2]}", "op:1.0 1\nop:1.1 2\n");
}

static void a_path_that_leads_nowhere_has_no_records(void **state)
{
    (void)state;
    check_slices("a.b[]", "{\"a\": [1], \"b\": 2}", "");
    check_slices("a[]", "[1]", "");
}

static void what_is_broken_comes_behind_what_is_whole(void **state)
{
    (void)state;
    check_slices("[]", "[{\"a\": 1}, {\"a\"", "1.0 {\"a\": 1}\n1.0 broken\n");
    check_slices("", "{\"a\"\n{\"a\": 2}", "1.0 broken\n2.0 {\"a\": 2}\n");
}

static void a_wrong_path_is_refused(void **state)
{
    struct arena *arena = arena_create();
    struct slice_path path;
    struct error error = {0};

    (void)state;
    assert_false(slice_path_parse(&path, "a.{b", arena, &error));
    assert_non_null(strstr(error.text, "a.{b"));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_stand_at_the_end_of_a_path),
        cmocka_unit_test(the_list_is_named_if_there_are_several),
        cmocka_unit_test(a_map_has_keys),
        cmocka_unit_test(a_path_that_leads_nowhere_has_no_records),
        cmocka_unit_test(what_is_broken_comes_behind_what_is_whole),
        cmocka_unit_test(a_wrong_path_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
