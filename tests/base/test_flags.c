#include "base/flags.h"

#include <string.h>

#include "tests/check.h"

struct options {
    bool is_loud;
    const char *name, *mode;
    double level;
    unsigned long count;
    size_t size;
    struct flag_list by, values;
};

static const char *const modes[] = {"fast", "slow", NULL};
static const struct flag all_flags[] = {
    {"loud", 'l', FLAG_BOOL, offsetof(struct options, is_loud), NULL, "Loud.",
     0, 0, NULL},
    {"name", 'n', FLAG_TEXT, offsetof(struct options, name), "NAME", "Name.", 0,
     0, NULL},
    {"mode", 0, FLAG_CHOICE, offsetof(struct options, mode), "MODE", "Mode.", 0,
     0, modes},
    {"level", 0, FLAG_NUMBER, offsetof(struct options, level), "SHARE",
     "A level.", 0.5, 0.999, NULL},
    {"count", 0, FLAG_COUNT, offsetof(struct options, count), "N", "A count.",
     0, 0, NULL},
    {"size", 0, FLAG_SIZE, offsetof(struct options, size), "SIZE", "A size.", 0,
     0, NULL},
    {"by", 0, FLAG_LIST, offsetof(struct options, by), "COLUMN", "Group.", 0, 0,
     NULL},
    {"values", 0, FLAG_REST, offsetof(struct options, values), "N...", "Many.",
     0, 0, NULL},
};
static const struct flag_group group = {"Flags", all_flags, COUNT(all_flags)};
static const struct flag_group *const groups[] = {&group};

static bool parse(struct options *options, int *argc, char **argv,
                  struct error *error)
{
    void *const targets[] = {options};

    memset(options, 0, sizeof *options);
    return flags_parse(groups, targets, 1, argc, argv, error);
}

static void release(struct options *options)
{
    void *const targets[] = {options};

    flags_release(groups, targets, 1);
}

static void flags_and_operands_mix(void **state)
{
    char *argv[] = {"x",           "a.csv", "--loud",  "-n",    "me",
                    "--level=0.9", "--by",  "model",   "b.csv", "--by=run",
                    "--mode",      "fast",  "--count", "7",     "--",
                    "--c",         NULL};
    int argc = (int)COUNT(argv) - 1;
    struct options options;
    struct error error = {0};

    (void)state;
    assert_true(parse(&options, &argc, argv, &error));
    assert_true(options.is_loud);
    assert_string_equal(options.name, "me");
    assert_string_equal(options.mode, "fast");
    assert_true(options.level == 0.9);
    assert_int_equal(options.count, 7);
    assert_int_equal(options.by.n, 2);
    assert_string_equal(options.by.items[1], "run");
    assert_int_equal(argc, 3);
    assert_string_equal(argv[0], "a.csv");
    assert_string_equal(argv[2], "--c");
    release(&options);
}

static void sizes_have_units_of_1024(void **state)
{
    static const struct {
        const char *text;
        size_t size;
    } cases[] = {
        {"100000", 100000},
        {"1K", 1024},
        {"512M", 536870912},
        {"512m", 536870912},
        {"1.5 GiB", 1610612736},
        {"2TB", 2199023255552},
        {"7B", 7},
    };
    static const char *const bad[] = {"",    "M",     "0",    "-1M",  "1X",
                                      "1MM", "1e99T", "many", "5 M M"};

    (void)state;
    for (size_t i = 0; i < COUNT(cases) + COUNT(bad); i++) {
        const char *text =
            i < COUNT(cases) ? cases[i].text : bad[i - COUNT(cases)];
        char flag[32], *argv[] = {"x", flag, NULL};
        int argc = 2;
        struct options options;
        struct error error = {0};

        snprintf(flag, sizeof flag, "--size=%s", text);
        if (i < COUNT(cases)) {
            assert_true(parse(&options, &argc, argv, &error));
            assert_int_equal(options.size, cases[i].size);
        } else {
            assert_false(parse(&options, &argc, argv, &error));
            assert_non_null(strstr(error.text, "--size: '"));
        }
        release(&options);
    }
}

static void rest_runs_to_the_next_flag(void **state)
{
    char *argv[] = {"x", "--values", ".01", "-2", "3", "-n", "me", "f", NULL};
    int argc = (int)COUNT(argv) - 1;
    struct options options;
    struct error error = {0};

    (void)state;
    assert_true(parse(&options, &argc, argv, &error));
    assert_int_equal(options.values.n, 3);
    assert_string_equal(options.values.items[1], "-2");
    assert_int_equal(argc, 1);
    release(&options);
}

static void check_refused(char *first, char *second, const char *expected)
{
    char *argv[] = {"x", first, second, NULL};
    int argc = second ? 3 : 2;
    struct options options;
    struct error error = {0};

    assert_false(parse(&options, &argc, argv, &error));
    assert_string_equal(error.text, expected);
    release(&options);
}

static void errors_say_what_would_be_right(void **state)
{
    (void)state;
    check_refused("--lout", NULL,
                  "there is no flag '--lout'; did you mean '--loud'?");
    check_refused("--zebra", NULL, "there is no flag '--zebra'");
    check_refused("-z", NULL, "there is no flag '-z'");
    check_refused("--name", NULL, "--name needs a value: --name NAME");
    check_refused("--loud=1", NULL, "--loud takes no value");
    check_refused("--level", "high", "--level: 'high' is not a number");
    check_refused("--level", "1", "--level: '1' is not within 0.5 to 0.999");
    check_refused("--count", "1.5", "--count: '1.5' is not a whole number");
    check_refused("--mode", "quick", "--mode: 'quick' is none of fast, slow");
}

static void help_names_every_flag(void **state)
{
    char text[4096];
    FILE *out = fmemopen(text, sizeof text, "w");

    (void)state;
    flags_print(groups, 1, out);
    fclose(out);
    for (size_t i = 0; i < COUNT(all_flags); i++)
        assert_non_null(strstr(text, all_flags[i].name));
    assert_non_null(strstr(text, "  --name, -n NAME"));
}

static void a_hint_offers_the_nearest_word_or_all(void **state)
{
    static const char *const words[] = {"summary", "shape", "runs", NULL};
    struct text text;

    (void)state;
    text_init(&text);
    flags_add_hint(&text, "sumary", words);
    assert_string_equal(text.data, "; did you mean 'summary'?");
    text_clear(&text);
    flags_add_hint(&text, "zebra", words);
    assert_string_equal(text.data, "; there are: summary, shape, runs");
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_and_operands_mix),
        cmocka_unit_test(sizes_have_units_of_1024),
        cmocka_unit_test(rest_runs_to_the_next_flag),
        cmocka_unit_test(errors_say_what_would_be_right),
        cmocka_unit_test(help_names_every_flag),
        cmocka_unit_test(a_hint_offers_the_nearest_word_or_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
