#include "log/recognise.h"

#include <string.h>

#include "tests/check.h"

static const char *const keys[] = {"wait"};
static struct format items[] = {
    {.name = "mine",
     .title = "My harness",
     .keys = {(const char **)keys, 1},
     .records = "list[]"},
};
static const struct formats known = {items, 1};

/* "FORMAT SHAPE: WHY", or the error. */
static void check_shape(const char *text, const struct format *told,
                        const char *expected)
{
    struct source source = {.name = "x", .data = text, .size = strlen(text)};
    const struct format *format = told;
    const struct shape *shape;
    struct error error = {0};
    struct text why, got;

    text_init(&why);
    text_init(&got);
    shape = recognise_shape(&source, &known, NULL, &format, &why, &error);
    if (shape)
        text_format(&got, "%s %s: %s", format ? format->name : "none",
                    shape->name, why.data);
    else
        text_add(&got, error.text);
    if (!strstr(got.data, expected))
        print_error("%s\n", got.data);
    assert_non_null(strstr(got.data, expected));
    text_release(&why);
    text_release(&got);
}

static void a_known_format_has_its_shape(void **state)
{
    (void)state;
    check_shape("{\"wait\": 1}", NULL,
                "mine json: its names are those of My harness");
    check_shape("{\"other\": 1}", &items[0],
                "mine json: --format says that it is My harness");
}

static void else_the_syntax_tells(void **state)
{
    (void)state;
    check_shape("a,b\n1,2\n", NULL, "none csv: rows of cells");
    check_shape("{\"a\": 1}\n", NULL, "none jsonl:");
}

static void what_is_no_log_is_refused_whatever_a_flag_says(void **state)
{
    (void)state;
    check_shape("SQLite format 3", &items[0], "SQLite");
    check_shape("", &items[0], "empty");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_format_has_its_shape),
        cmocka_unit_test(else_the_syntax_tells),
        cmocka_unit_test(what_is_no_log_is_refused_whatever_a_flag_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
