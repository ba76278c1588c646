#include "base/date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/random.h"
#include "tests/check.h"

static const int64_t second = 1000000000;

static bool parses(const char *text, int64_t *ns, enum date_zone *zone)
{
    return date_parse(text, strlen(text), 0, ns, zone);
}

static void check_date(const char *text, int64_t expected,
                       enum date_zone expected_zone)
{
    enum date_zone zone;
    int64_t ns;

    if (!parses(text, &ns, &zone))
        fail_msg("'%s' is not read", text);
    if (ns != expected)
        fail_msg("'%s' is read as %lld", text, (long long)ns);
    assert_int_equal(zone, expected_zone);
}

/* date -u -d TEXT +%s (GNU coreutils 9.1); the fraction by eye. */
static void dates_with_a_zone_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t ns;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-24T08:00:00Z", 1795507200000000000},
        {"2026-11-24T08:00:00.123456789Z", 1795507200123456789},
        {"2026-11-24T08:00:00.1234567899Z", 1795507200123456789},
        {"2026-11-24t08:00:00,5z", 1795507200500000000},
        {"2026-11-24 10:00:00+02:00", 1795507200000000000},
        {"2026-11-24 04:00:00.25 -0400", 1795507200250000000},
        {"2026-11-24 10:00:00+02", 1795507200000000000},
        {"2026-11-24T13:30:00+05:30", 1795507200000000000},
        {"2026/11/24 08:00:00 UTC", 1795507200000000000},
        {"20261124T080000Z", 1795507200000000000},
        {"2024-02-29T12:00:00Z", 1709208000000000000},
        {"2000-02-29T00:00:00Z", 951782400000000000},
        {"1970-01-01T02:00:00+02:00", 0},
        {"2262-01-01T00:00:00+00:30", 9214644600000000000},
        {"2261-12-31T23:59:59.999999999Z", 9214646399999999999},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check_date(cases[i].text, cases[i].ns, DATE_ZONE_GIVEN);
}

/* As Locust, the Azure traces, vLLM and Python's str(datetime) write them. */
static void naive_dates_take_the_offset_they_are_given(void **state)
{
    static const char text[] = "2018-07-09 12:41:08";
    enum date_zone zone;
    int64_t ns;

    (void)state;
    check_date(text, 1531140068 * second, DATE_ZONE_NAIVE);
    check_date("2023-11-16 18:15:46.6805900", 1700158546680590000,
               DATE_ZONE_NAIVE);
    check_date("20241109-150547", 1731164747 * second, DATE_ZONE_NAIVE);
    check_date("2024-11-09_15:05:47", 1731164747 * second, DATE_ZONE_NAIVE);
    check_date("2024-11-09 15:05", 1731164700 * second, DATE_ZONE_NAIVE);
    check_date("2024-11-09", 1731110400 * second, DATE_ZONE_NAIVE);
    check_date("20241109", 1731110400 * second, DATE_ZONE_NAIVE);
    assert_true(date_parse(text, strlen(text), 7200, &ns, &zone));
    assert_int_equal(ns, (1531140068 - 7200) * second);
    assert_true(date_parse("2018-07-09 12:41:08Z", 20, 7200, &ns, &zone));
    assert_int_equal(ns, 1531140068 * second);
}

static void leap_seconds_are_the_next_second(void **state)
{
    (void)state;
    check_date("2016-12-31T23:59:60Z", 1483228800 * second, DATE_ZONE_GIVEN);
    check_date("2016-12-31T23:59:60.5Z", 1483228800500000000, DATE_ZONE_GIVEN);
    check_date("2017-01-01T05:29:60+05:30", 1483228800 * second,
               DATE_ZONE_GIVEN);
}

static void check_refused(const char *const *texts, size_t n)
{
    enum date_zone zone;
    int64_t ns = 42;

    for (size_t i = 0; i < n; i++) {
        if (parses(texts[i], &ns, &zone))
            fail_msg("'%s' is read as %lld", texts[i], (long long)ns);
        assert_int_equal(ns, 42);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    /* clang-format off */
    static const char *const texts[] = {
        "", "2", "2026", "2026-11", "2026-1-1", "2026-11-24T", "2026-11-24T08",
        "2026-11-24T8:00:00", "2026-11-24T08:00:00.", "2026-11-24T08:00:00.Z",
        "2026-11-24T08:00:", "2026-11-24T08:00:0", "2026-11-24T08:00:00 ",
        " 2026-11-24", "2026-11-24x", "2026-11/24", "2026-1124", "202611-24",
        "24.11.2026", "11/24/2026", "1763971200", "1763971200123",
        "20261124080000", "N/A", "-2026-11-24", "2026-11-24T-8:00:00",
        "2026-11-24T08:00:00 CET", "2026-11-24T08:00Z ",
    };
    /* clang-format on */
    enum date_zone zone;
    int64_t ns;

    (void)state;
    check_refused(texts, COUNT(texts));
    assert_false(date_parse("2026-11-24\0", 11, 0, &ns, &zone));
    assert_false(date_parse(NULL, 0, 0, &ns, &zone));
}

static void moments_that_do_not_exist_are_refused(void **state)
{
    static const char *const texts[] = {
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "2026-04-31",
        "2026-02-29",
        "2100-02-29",
        "0000-00-00",
        "2026-11-24T24:00:00",
        "2026-11-24T08:60:00",
        "2026-11-24T08:00:61",
        "2026-11-24T08:00:60", /* no leap second */
        "2026-11-24T08:00:00+19:00",
        "2026-11-24T08:00:00+02:60",
        "2026-11-24T08:00:00+2",
        "2026-11-24T08:00:00+02:0",
        "2026-11-24T08:00:00+02:00:00",
    };

    (void)state;
    check_refused(texts, COUNT(texts));
}

static void years_beyond_the_range_are_refused(void **state)
{
    static const char *const texts[] = {
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01",
        "2262-01-01T00:00:00Z", "2261-12-31T23:59:60Z",
        "9999-12-31",           "0001-01-01",
    };

    (void)state;
    check_refused(texts, COUNT(texts));
}

/* Every day of the range, against the C library's timegm. */
static void the_calendar_is_that_of_the_c_library(void **state)
{
    char text[DATE_TEXT_SIZE], formatted[DATE_TEXT_SIZE];
    int64_t last = 9214646399; /* the last second of 2261 */

    (void)state;
    for (int64_t at = 0; at <= last; at += 86400) {
        time_t moment = (time_t)(at + at / 86400 * 7919 % 86400);
        struct tm tm;
        enum date_zone zone;
        int64_t ns;

        gmtime_r(&moment, &tm);
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
        assert_true(parses(text, &ns, &zone));
        assert_int_equal(ns, moment * second);
        date_format(formatted, ns);
        assert_string_equal(formatted, text);
    }
}

static void zones_are_seconds_east(void **state)
{
    static const struct {
        const char *text;
        int seconds_east;
    } good[] = {{"UTC", 0},         {"Z", 0},          {"+00:00", 0},
                {"+02:00", 7200},   {"-0530", -19800}, {"+02", 7200},
                {"-18:00", -64800}, {"+05:45", 20700}};
    static const char *const bad[] = {"",   "CET", "2",      "+2",      "+2:00",
                                      "02", "+19", "+02:60", "+02:00x", "+"};
    int seconds_east = 1;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(
            date_parse_zone(good[i].text, strlen(good[i].text), &seconds_east));
        assert_int_equal(seconds_east, good[i].seconds_east);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(date_parse_zone(bad[i], strlen(bad[i]), &seconds_east));
}

static void dates_are_written_with_the_digits_they_need(void **state)
{
    static const struct {
        int64_t ns;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {1795507200000000000, "2026-11-24T08:00:00Z"},
        {1795507200120000000, "2026-11-24T08:00:00.120Z"},
        {1795507200000001000, "2026-11-24T08:00:00.000001Z"},
        {1795507200000000001, "2026-11-24T08:00:00.000000001Z"},
        {-1, "1969-12-31T23:59:59.999999999Z"},
        {INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
        {INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
    };
    char text[DATE_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        date_format(text, cases[i].ns);
        assert_string_equal(text, cases[i].text);
    }
}

static void what_is_written_reads_back(void **state)
{
    struct random_stream *random = random_create(1, "dates");

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        static const int64_t steps[] = {1000000000, 1000000, 1000, 1};
        int64_t step = steps[i % 4], back;
        int64_t ns = (int64_t)random_below(
                         random, (size_t)(9214646399 * second / step)) *
                     step;
        char text[DATE_TEXT_SIZE];
        enum date_zone zone;

        date_format(text, ns);
        assert_true(parses(text, &back, &zone));
        assert_true(back == ns && zone == DATE_ZONE_GIVEN);
    }
    random_destroy(random);
}

static void random_bytes_do_no_harm(void **state)
{
    struct random_stream *random = random_create(2, "bytes");
    static const char pattern[] = "2026-11-24T08:00:00.123456+02:00";
    static const char alphabet[] = "0123456789-/T:.,+Z _UTC";
    size_t n_read = 0;

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        size_t n = random_below(random, sizeof pattern);
        char *text = malloc(n + 1);
        enum date_zone zone;
        int64_t ns = 0;

        memcpy(text, pattern, n);
        for (size_t k = random_below(random, 4); k > 0 && n > 0; k--)
            text[random_below(random, n)] =
                i % 2 ? alphabet[random_below(random, sizeof alphabet)]
                      : (char)random_below(random, 256);
        if (date_parse(text, n, 0, &ns, &zone)) {
            n_read++;
            assert_true(ns >= 0 && ns <= 9214646399999999999);
        }
        free(text);
    }
    assert_true(n_read > 1000);
    random_destroy(random);
}

/* Expected: what date_parse makes of them, in any order. */
static void a_time_near_another_reads_as_it_does_alone(void **state)
{
    static const char *const texts[] = {
        "2026-11-24T08:00:07.412Z",       "2026-11-24T08:00:59Z",
        "2026-11-24T08:00:07.4Z",         "2026-11-24T08:00:07.12345678Z",
        "2026-11-24T08:00:00.123456789Z", "2026-11-24T08:00:0x.412Z",
        "2026-11-24T08:00:07.4x2Z",       "2026-11-24T08:00:07.12345x789Z",
        "2026-11-24T08:00:60Z",           "2026-11-24T08:00:07,5Z",
        "2026-11-24T08:00:07.Z",          "2026-11-24T08:00:7Z",
        "2026-11-24T08:00:61Z",           "2026-11-24T08:00:07.1234567891Z",
        "2026-11-24T08:00:07+01:00",      "2026-11-24T08:00:07",
        "2026-11-24T08:01:07Z",           "2026-11-31T08:00:07Z",
        "2026-11-24T08:59:60Z",           "2026-11-24T08:00:Z",
        "2026-11-24 08:00:07Z",           "2026-11-24T08:00:07 Z"};
    struct date_minute minute = {{0}, 0};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t k = 0; k < COUNT(texts); k++) {
            const char *pair[] = {texts[i], texts[k]};

            for (size_t t = 0; t < 2; t++) {
                int64_t near = 1, alone = 1;
                enum date_zone near_zone = 9, alone_zone = 9;
                size_t n = strlen(pair[t]);

                assert_int_equal(
                    date_parse_near(&minute, pair[t], n, 3600, &near,
                                    &near_zone),
                    date_parse(pair[t], n, 3600, &alone, &alone_zone));
                assert_true(near == alone && near_zone == alone_zone);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_with_a_zone_are_read),
        cmocka_unit_test(naive_dates_take_the_offset_they_are_given),
        cmocka_unit_test(leap_seconds_are_the_next_second),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(moments_that_do_not_exist_are_refused),
        cmocka_unit_test(years_beyond_the_range_are_refused),
        cmocka_unit_test(the_calendar_is_that_of_the_c_library),
        cmocka_unit_test(zones_are_seconds_east),
        cmocka_unit_test(dates_are_written_with_the_digits_they_need),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(random_bytes_do_no_harm),
        cmocka_unit_test(a_time_near_another_reads_as_it_does_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
