#include "base/duration.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"

static bool parses(const char *text, double *seconds)
{
    return duration_parse(text, strlen(text), seconds);
}

/* One number of these units is rounded once, so that the literal is it. */
static void a_number_with_its_unit_is_seconds(void **state)
{
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"219.11s", 219.11},
        {"15ms", 0.015},
        {"1.5 s", 1.5},
        {"0.1us", 1e-7},
        {"3.5\xc2\xb5s", 3.5e-6},
        {"3.5\xce\xbcs", 3.5e-6},
        {"7ns", 7e-9},
        {"218508 ns", 0.000218508},
        {"-15ms", -0.015},
        {"12 sec", 12},
        {"1 second", 1},
        {"30 seconds", 30},
        {"2min", 120},
        {"2 minutes", 120},
        {"1.5h", 5400},
        {"0s", 0},
    };
    double seconds;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(parses(cases[i].text, &seconds));
        check_close(seconds, cases[i].seconds, 0, 0);
    }
}

static void parts_add_up(void **state)
{
    double seconds;

    (void)state;
    assert_true(parses("2m3s", &seconds));
    check_close(seconds, 123, 0, 0);
    assert_true(parses("2m3.5s", &seconds));
    check_close(seconds, 123.5, 0, 0);
    assert_true(parses("1h 30min", &seconds));
    check_close(seconds, 5400, 0, 0);
    assert_true(parses("-1h2m3s4ms5us6ns", &seconds));
    check_close(seconds, -3723.004005006, 1e-15, 0);
}

static void what_is_no_duration_is_refused(void **state)
{
    static const char *const texts[] = {
        "",       "5",
        "s",      "5 ",
        "5s ",    " 5s",
        "5x",     "5 S",
        "1.2.3s", "5s3",
        "3s2m",   "1s1s",
        "1s-1s",  "--1s",
        "1e3s",   "nans",
        "-",      "-s",
        "5\xc2s", "5s\xc2\xb5",
        "1,5s",   "99999999999999999999999999999999999999999999999999999s",
    };
    double seconds = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (parses(texts[i], &seconds))
            fail_msg("'%s' is read as %g", texts[i], seconds);
        assert_true(seconds == 42);
    }
    assert_false(duration_parse("5s\0", 3, &seconds));
}

static void random_bytes_do_no_harm(void **state)
{
    static const char alphabet[] = "0123456789.- mshunec\xc2\xb5\xce\xbc";
    struct random_stream *random = random_create(1, "durations");
    size_t n_read = 0;

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        size_t n = random_below(random, 12);
        char *text = malloc(n + 1);
        double seconds = 0;

        for (size_t k = 0; k < n; k++)
            text[k] = alphabet[random_below(random, sizeof alphabet)];
        n_read += duration_parse(text, n, &seconds);
        assert_true(isfinite(seconds));
        free(text);
    }
    assert_true(n_read > 1000);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_with_its_unit_is_seconds),
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(what_is_no_duration_is_refused),
        cmocka_unit_test(random_bytes_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
