#include "log/detect.h"

#include <string.h>

#include "tests/check.h"

static void check_stranger(const char *data, size_t n, const char *words)
{
    char padded[256] = {0};
    struct source source = {.name = "log", .data = padded, .size = n};
    struct error error = {0};
    struct text why;

    memcpy(padded, data, n);
    text_init(&why);
    assert_null(detect_shape(&source, &why, &error));
    assert_non_null(strstr(error.text, words));
    text_release(&why);
}

static void strangers_are_refused_by_name(void **state)
{
    (void)state;
    check_stranger("SQLite format 3\0xxxx", 20, "SQLite");
    check_stranger("PK\x03\x04zip", 7, "zip");
    check_stranger("<?xml version=\"1.0\"?><testResults/>", 35, "XML");
    check_stranger("\xff\xfe"
                   "a\0b\0",
                   6, "UTF-16");
    check_stranger("#[Histogram log format version 1.2]\n", 36, "histogram");
    check_stranger("\x00\x01\x02gatling", 10, "binary");
    check_stranger("PAR1....", 8, "Parquet");
}

static void emptiness_is_refused(void **state)
{
    (void)state;
    check_stranger("", 0, "empty");
    check_stranger("\n \r\n\t", 5, "empty");
    check_stranger("\xef\xbb\xbf\n", 4, "empty");
}

static void shapes_are_told_with_a_reason(void **state)
{
    static const struct {
        const char *text, *shape, *why;
    } cases[] = {
        {"latency_s,model\n1,a\n", "csv", "between ','"},
        {"latency_s\tmodel\n1\ta\n", "csv", "between tabs"},
        {"{\"a\":1}\n{\"a\":2}\n", "jsonl", "2 of the first 2 lines"},
        {"\n\n{\"a\":1}\n", "jsonl", "1 of the first 1 lines"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char padded[256] = {0};
        struct source source = {
            .name = "log", .data = padded, .size = strlen(cases[i].text)};
        struct error error = {0};
        const struct shape *shape;
        struct text why;

        memcpy(padded, cases[i].text, source.size);
        text_init(&why);
        shape = detect_shape(&source, &why, &error);
        assert_non_null(shape);
        assert_string_equal(shape->name, cases[i].shape);
        assert_non_null(strstr(why.data, cases[i].why));
        text_release(&why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_are_refused_by_name),
        cmocka_unit_test(emptiness_is_refused),
        cmocka_unit_test(shapes_are_told_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
