#include "tests/check.h"

#include <string.h>

#include "doc/units.h"

/* What each number should look like is by hand: the rules are in units.h. */

struct shown {
    enum unit unit;
    double number;
    const char *text;
};

static void check_shown(const struct shown *rows, size_t n)
{
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < n; i++) {
        text_clear(&text);
        unit_add_value(&text, rows[i].unit, rows[i].number);
        assert_string_equal(text.data, rows[i].text);
    }
    text_release(&text);
}

static void seconds_take_the_unit_that_a_person_would_take(void **state)
{
    static const struct shown rows[] = {
        {UNIT_SECONDS, 3.2e-9, "3.20 ns"},
        {UNIT_SECONDS, 45.6e-6, "45.6 \xc2\xb5s"},
        {UNIT_SECONDS, 0.0123, "12.3 ms"},
        {UNIT_SECONDS, 0.82, "820 ms"},
        {UNIT_SECONDS, 1, "1 s"},
        {UNIT_SECONDS, 1.2345, "1.23 s"},
        {UNIT_SECONDS, 9.996, "10.0 s"},
        {UNIT_SECONDS, 90, "90 s"},
        {UNIT_SECONDS, 150, "2.50 min"},
        {UNIT_SECONDS, 9000, "2.50 h"},
        {UNIT_SECONDS, 0, "0 s"},
        {UNIT_SECONDS, -0.25, "-250 ms"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

static void dollars_have_digits_enough(void **state)
{
    static const struct shown rows[] = {
        {UNIT_DOLLARS, 4.8e-06, "$0.0000048"},
        {UNIT_DOLLARS, 0.0123, "$0.0123"},
        {UNIT_DOLLARS, 0.5, "$0.50"},
        {UNIT_DOLLARS, 12, "$12.00"},
        {UNIT_DOLLARS, 1234.567, "$1,234.57"},
        {UNIT_DOLLARS, -3.2, "-$3.20"},
        {UNIT_DOLLARS, 0, "$0.00"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

static void counts_have_commas_between_thousands(void **state)
{
    static const struct shown rows[] = {
        {UNIT_COUNT, 0, "0"},
        {UNIT_COUNT, 999, "999"},
        {UNIT_COUNT, 1000, "1,000"},
        {UNIT_COUNT, 10000000, "10,000,000"},
        {UNIT_COUNT, -1234, "-1,234"},
        {UNIT_COUNT, 12.3456, "12.3"},
        {UNIT_TOKENS, 1234567, "1,234,567 tokens"},
        {UNIT_TOKENS_PER_SECOND, 1234.5, "1,234 tokens/s"},
        {UNIT_REQUESTS_PER_SECOND, 12.34, "12.3 requests/s"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

static void a_share_below_one_is_not_shown_as_one(void **state)
{
    static const struct shown rows[] = {
        {UNIT_SHARE, 0, "0 %"},         {UNIT_SHARE, 1, "100 %"},
        {UNIT_SHARE, 0.123, "12.3 %"},  {UNIT_SHARE, 0.00012, "0.0120 %"},
        {UNIT_SHARE, 0.995, "99.50 %"}, {UNIT_SHARE, 0.999962, "99.9962 %"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

static void a_p_value_shows_on_which_side_of_0_05_it_is(void **state)
{
    static const struct shown rows[] = {
        {UNIT_P, 0.0004, "p < 0.001"},         {UNIT_P, 0.00123, "p = 0.00123"},
        {UNIT_P, 0.0234, "p = 0.0234"},        {UNIT_P, 0.04996, "p = 0.04996"},
        {UNIT_P, 0.05, "p = 0.0500"},          {UNIT_P, 0.432, "p = 0.432"},
        {UNIT_P, 0.99995, "p > 0.999"},        {UNIT_P, 1, "p = 1.000"},
        {UNIT_P, (double)NAN, "\xe2\x80\x93"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

static void ratios_missing_and_infinite_have_their_signs(void **state)
{
    static const struct shown rows[] = {
        {UNIT_RATIO, 1.0912, "1.09\xc3\x97"},
        {UNIT_RATIO, 1, "1.00\xc3\x97"},
        {UNIT_SECONDS, (double)NAN, "\xe2\x80\x93"},
        {UNIT_SECONDS, (double)INFINITY, "\xe2\x88\x9e s"},
        {UNIT_NONE, -0.1234, "-0.123"},
        {UNIT_NONE, 1e300, "1e+300"},
        /* date -u -d @1763971200 */
        {UNIT_TIME, 1763971200e9, "2025-11-24 08:00:00 UTC"},
    };

    (void)state;
    check_shown(rows, COUNT(rows));
}

struct shown_estimate {
    struct estimate estimate; /* in seconds */
    const char *text;
};

static void check_estimates(const struct shown_estimate *rows, size_t n)
{
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < n; i++) {
        text_clear(&text);
        unit_add_estimate(&text, UNIT_SECONDS, &rows[i].estimate);
        assert_string_equal(text.data, rows[i].text);
    }
    text_release(&text);
}

static void an_interval_says_how_many_digits_make_sense(void **state)
{
    static const struct shown_estimate rows[] = {
        {{.value = 1.23456, .low = 1.20012, .high = 1.27331, .level = 0.95},
         "1.235 s [1.200, 1.273]"},
        {{.value = 0.8, .low = 0.3, .high = 1.9, .level = 0.95},
         "0.80 s [0.30, 1.90]"},
        {{.value = 2, .low = 1.5, .high = (double)INFINITY, .level = 0.95},
         "2.00 s [1.50, \xe2\x88\x9e)"},
        {{.value = 2, .low = (double)NAN, .high = (double)NAN}, "2 s"},
    };

    (void)state;
    check_estimates(rows, COUNT(rows));
}

/* 999 ms and 1,040 ms: in milliseconds the comma would look like one more
 * limit. 119 s stay seconds beside 130 s. */
static void an_interval_has_the_unit_of_its_upper_limit(void **state)
{
    static const struct shown_estimate rows[] = {
        {{.value = 0.999, .low = 0.958, .high = 1.04, .level = 0.95},
         "0.999 s [0.958, 1.040]"},
        {{.value = 0.9, .low = 0.8, .high = 0.95, .level = 0.95},
         "900 ms [800, 950]"},
        {{.value = 0.005, .low = 0.001, .high = 3, .level = 0.95},
         "5 ms [1, 3,000]"},
        {{.value = 115, .low = 100, .high = 130, .level = 0.95},
         "115 s [100, 130]"},
    };

    (void)state;
    check_estimates(rows, COUNT(rows));
}

static void a_column_has_one_unit_and_common_decimals(void **state)
{
    static const double seconds[] = {0.3, 0.9, 12.345, (double)NAN};
    static const char *const texts[] = {"0.300", "0.900", "12.345",
                                        "\xe2\x80\x93"};
    struct unit_scale scale =
        unit_scale_of(UNIT_SECONDS, seconds, COUNT(seconds));
    struct text text;

    (void)state;
    assert_string_equal(scale.suffix, "s");
    text_init(&text);
    for (size_t i = 0; i < COUNT(seconds); i++) {
        text_clear(&text);
        unit_add_number(&text, &scale, seconds[i]);
        assert_string_equal(text.data, texts[i]);
    }
    text_release(&text);
}

static void a_column_of_short_times_is_in_milliseconds(void **state)
{
    static const double seconds[] = {0.02, 0.05, 0.06, 3};
    struct unit_scale scale =
        unit_scale_of(UNIT_SECONDS, seconds, COUNT(seconds));

    (void)state;
    assert_string_equal(scale.suffix, "ms");
}

static void nothing_has_a_scale_too(void **state)
{
    struct unit_scale scale = unit_scale_of(UNIT_SECONDS, NULL, 0);
    struct text text;

    (void)state;
    text_init(&text);
    unit_add_number(&text, &scale, (double)NAN);
    assert_string_equal(text.data, "\xe2\x80\x93");
    text_release(&text);
}

static void check_ticks(double low, double high, bool is_log, enum unit unit,
                        const char *expected)
{
    double ends[] = {low, high}, ticks[32];
    struct unit_scale scale = unit_scale_of(unit, ends, 2);
    struct text text;
    size_t n = unit_ticks(low, high, is_log, 8, &scale, ticks);

    text_init(&text);
    for (size_t i = 0; i < n; i++) {
        unit_add_tick(&text, &scale, ticks[i]);
        text_add_char(&text, ' ');
    }
    text_add(&text, scale.suffix);
    assert_string_equal(text.data, expected);
    text_release(&text);
}

static void ticks_are_those_that_a_person_would_choose(void **state)
{
    (void)state;
    check_ticks(0.2, 12, true, UNIT_SECONDS, "0.25 0.5 1 2 4 8 s");
    check_ticks(0.02, 0.9, true, UNIT_SECONDS, "20 50 100 200 500 ms");
    check_ticks(1e-4, 1, true, UNIT_SHARE, "0.01 0.1 1 10 100 %");
    check_ticks(0, 1, false, UNIT_SHARE, "0 20 40 60 80 100 %");
    check_ticks(0, 4870, false, UNIT_COUNT, "0 1,000 2,000 3,000 4,000 ");
    check_ticks(0, 16, false, UNIT_COUNT, "0 5 10 15 ");
    check_ticks(0, 3, false, UNIT_COUNT, "0 1 2 3 ");
    check_ticks(0.97, 1.06, true, UNIT_RATIO, "0.98 1 1.02 1.04 1.06 \xc3\x97");
    check_ticks(-0.3, 0.2, false, UNIT_SECONDS, "-300 -200 -100 0 100 200 ms");
    check_ticks(1, 1e30, true, UNIT_NONE,
                "1 10,000 1e+08 1e+12 1e+16 1e+20 1e+24 1e+28 ");
}

static void no_range_gives_more_ticks_than_asked(void **state)
{
    double ticks[32];
    struct unit_scale scale = unit_scale_of(UNIT_NONE, NULL, 0);

    (void)state;
    for (double low = 1e-7; low < 1e7; low *= 1.7)
        for (double factor = 1.001; factor < 1e9; factor *= 1.9)
            for (int is_log = 0; is_log < 2; is_log++) {
                size_t n =
                    unit_ticks(low, low * factor, is_log, 8, &scale, ticks);

                assert_in_range(n, 1, 8);
                for (size_t i = 0; i < n; i++) {
                    assert_true(ticks[i] >= low * (1 - 1e-6));
                    assert_true(ticks[i] <= low * factor * (1 + 1e-6));
                    assert_true(i == 0 || ticks[i] > ticks[i - 1]);
                }
            }
    assert_int_equal(unit_ticks(2, 2, false, 8, &scale, ticks), 0);
    assert_int_equal(unit_ticks(0, 2, true, 8, &scale, ticks), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_take_the_unit_that_a_person_would_take),
        cmocka_unit_test(dollars_have_digits_enough),
        cmocka_unit_test(counts_have_commas_between_thousands),
        cmocka_unit_test(a_share_below_one_is_not_shown_as_one),
        cmocka_unit_test(a_p_value_shows_on_which_side_of_0_05_it_is),
        cmocka_unit_test(ratios_missing_and_infinite_have_their_signs),
        cmocka_unit_test(an_interval_says_how_many_digits_make_sense),
        cmocka_unit_test(an_interval_has_the_unit_of_its_upper_limit),
        cmocka_unit_test(a_column_has_one_unit_and_common_decimals),
        cmocka_unit_test(a_column_of_short_times_is_in_milliseconds),
        cmocka_unit_test(nothing_has_a_scale_too),
        cmocka_unit_test(ticks_are_those_that_a_person_would_choose),
        cmocka_unit_test(no_range_gives_more_ticks_than_asked),
    };

    return cmocka_run_group_tests_name("doc/units", tests, NULL, NULL);
}
