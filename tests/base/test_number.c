#include "base/number.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/base/hard_numbers.h"
#include "tests/check.h"

static bool parses(const char *text, double *number)
{
    return number_parse(text, strlen(text), number);
}

static uint64_t bits_of(double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void plain_numbers_are_read(void **state)
{
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"0", 0},
        {"-0", -0.0},
        {"7", 7},
        {"+7", 7},
        {"-1.5", -1.5},
        {".5", .5},
        {"1.", 1},
        {"3e-7", 3e-7},
        {"3E+7", 3e7},
        {"007", 7},
        {"0.001", 0.001},
        {"1e22", 1e22},
        {"0e999999999", 0},
        {"1e-999999999", 0},
        {"-1e-400", -0.0},
        {"0.0000000000000000000000000000001e31", 1},
        {"10000000000000000000000000000000e-31", 1},
    };
    double number;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(parses(cases[i].text, &number));
        assert_int_equal(bits_of(number), bits_of(cases[i].number));
    }
}

static void what_is_no_finite_number_is_refused(void **state)
{
    static const char *const texts[] = {
        "",       " ",        ".",
        "-",      "+",        "e5",
        "-.",     "1e",       "1e+",
        "1 ",     " 1",       "1.2.3",
        "1,5",    "0x10",     "nan",
        "inf",    "-inf",     "NaN",
        "1e400",  "Infinity", "--1",
        "1e5.0",  "1_000",    "1f",
        "-1e309", "+-1",      "1e99999999999999999999",
        "abc",    "1.5abc",   "\xc2\xbd"};
    double number = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_false(parses(texts[i], &number));
        assert_true(number == 42);
    }
    assert_false(number_parse("1\0", 2, &number));
    assert_false(number_parse(NULL, 0, &number));
}

static void hard_numbers_are_rounded_correctly(void **state)
{
    double number;

    (void)state;
    for (size_t i = 0; i < COUNT(hard_numbers); i++) {
        assert_true(parses(hard_numbers[i].text, &number));
        check_close(number, hard_numbers[i].number, 0, 0);
    }
    assert_false(parses("1.7976931348623159e308", &number));
}

/* A text of a kind of number that one of the ways through number_parse takes:
 * few digits, many digits, the digits of a double, a tie between two doubles
 * and what is next to one. */
static void make_text(struct random_stream *random, char *text, size_t size)
{
    uint64_t bits = (uint64_t)random_below(random, SIZE_MAX);
    uint64_t odd = ((uint64_t)1 << 53) + (bits >> 11 | 1);
    size_t n_digits = random_below(random, 24) + 1, n = 0;
    double number;

    memcpy(&number, &bits, sizeof number);
    switch (random_below(random, 5)) {
    case 0:
        for (size_t i = 0; i < n_digits; i++)
            text[n++] = (char)('0' + random_below(random, 10));
        n += (size_t)sprintf(text + n, ".%zu", random_below(random, 100000));
        if (random_below(random, 2))
            sprintf(text + n, "e%d", (int)random_below(random, 700) - 350);
        break;
    case 1:
        snprintf(text, size, "%.*e", (int)random_below(random, 20),
                 isfinite(number) ? number : 1);
        break;
    case 2:
        snprintf(text, size, "%.*f", (int)random_below(random, 20),
                 ldexp((double)bits, -(int)random_below(random, 90)));
        break;
    case 3:
        snprintf(text, size, "%" PRIu64 "e-%zu", bits,
                 random_below(random, 30));
        break;
    default: /* of 54 bits: half way between doubles, or next to that */
        snprintf(text, size, "%" PRIu64 ".%zue%d", odd, random_below(random, 2),
                 (int)random_below(random, 8) - 4);
    }
}

static void random_numbers_agree_with_strtod(void **state)
{
    struct random_stream *random = random_create(1, "numbers");
    size_t n_finite = 0;
    char text[512];

    (void)state;
    for (size_t i = 0; i < 1000000; i++) {
        double expected, number;

        make_text(random, text, sizeof text);
        expected = strtod(text, NULL);
        if (parses(text, &number) != (bool)isfinite(expected) ||
            (isfinite(expected) && bits_of(number) != bits_of(expected)))
            fail_msg("%s is not read as %a", text, expected);
        n_finite += isfinite(expected) != 0;
    }
    assert_true(n_finite > 900000);
    random_destroy(random);
}

/* A point, or not, anywhere among up to 24 digits. */
static void short_decimals_agree_with_strtod(void **state)
{
    struct random_stream *random = random_create(7, "short");

    (void)state;
    for (int i = 0; i < 200000; i++) {
        size_t n = 2 + random_below(random, 23);
        char text[25] = "";
        double number;

        for (size_t k = 0; k < n; k++)
            text[k] = (char)('0' + random_below(random, 10));
        text[random_below(random, n)] = i % 4 ? '.' : '0';
        assert_true(parses(text, &number) && number == strtod(text, NULL));
    }
    random_destroy(random);
}

/* Ties of 54 bits that have at most 19 digits, as integers and with up to
 * three places: exactly half way, and one unit of the last digit beside. The
 * even neighbour, or the nearer one, is known without any conversion. */
static void ties_go_to_the_even_neighbour(void **state)
{
    struct random_stream *random = random_create(2, "ties");
    char text[64];

    (void)state;
    for (size_t i = 0; i < 100000; i++) {
        uint64_t half = random_below(random, (size_t)1 << 52);
        uint64_t low = ((uint64_t)1 << 52) + half; /* the double below */
        unsigned places = (unsigned)random_below(random, 3);
        uint64_t tie = 2 * low + 1;
        int step = (int)random_below(random, 3) - 1;
        uint64_t nearest = step < 0 ? low : step > 0 ? low + 1 : low + low % 2;
        double number;

        for (unsigned k = 0; k < places; k++)
            tie *= 5; /* tie / 10^k is odd / 2^k */
        snprintf(text, sizeof text, "%" PRIu64 "e-%u", tie + (uint64_t)step,
                 places);
        if (step && places == 0)
            continue; /* one unit beside is a double itself */
        assert_true(parses(text, &number));
        if (number != ldexp((double)nearest, 1 - (int)places))
            fail_msg("%s is read as %a", text, number);
    }
    random_destroy(random);
}

static void a_million_digits_are_read(void **state)
{
    size_t n = 1000000;
    char *text = malloc(n + 16);
    double number;

    (void)state;
    memset(text, '0', n);
    memcpy(text, "0.", 2);
    memcpy(text + n, "15e1000000", 10);
    assert_true(number_parse(text, n + 10, &number));
    assert_true(number == 15);
    memset(text, '1', n);
    assert_false(number_parse(text, n, &number));
    memcpy(text + n, "e-1000000", 9);
    assert_true(number_parse(text, n + 9, &number));
    assert_true(number == 1.0 / 9);
    /* 1 + 2^-53 is a tie; a 1 behind a million zeros breaks it. */
    memset(text, '0', n);
    memcpy(text, "1.00000000000000011102230246251565404236316680908203125", 55);
    assert_true(number_parse(text, n, &number));
    assert_true(number == 1);
    text[n - 1] = '1';
    assert_true(number_parse(text, n, &number));
    assert_true(number == 0x1.0000000000001p0);
    free(text);
}

/* Makes, in the folder LOCPATH, a locale of which only the decimal point
 * matters: localedef complains of the rest, and writes it all the same. Few
 * machines have a real one. */
static void make_comma_locale(void)
{
    static const char commands[] =
        "cd \"$LOCPATH\" && "
        "printf 'LC_NUMERIC\\ndecimal_point \"<U002C>\"\\n"
        "thousands_sep \"<U002E>\"\\ngrouping 3;3\\nEND LC_NUMERIC\\n' "
        ">comma.src"
        " && printf '<code_set_name> ASCII\\nCHARMAP\\n<U002C> \\\\x2c COMMA\\n"
        "<U002E> \\\\x2e FULL STOP\\nEND CHARMAP\\n' >ascii.map && "
        "localedef -c -i ./comma.src -f ./ascii.map ./comma >log 2>&1";

    if (system(commands) < 0)
        print_error("no shell\n");
}

static void a_locale_with_a_comma_changes_nothing(void **state)
{
    char folder[] = "/tmp/number.XXXXXX", text[NUMBER_TEXT_SIZE];
    bool is_set, is_one;
    double number;

    (void)state;
    assert_non_null(mkdtemp(folder));
    setenv("LOCPATH", folder, 1);
    make_comma_locale();
    is_set = setlocale(LC_NUMERIC, "comma") != NULL;
    snprintf(text, sizeof text, "%g", 0.5);
    if (is_set)
        assert_string_equal(text, "0,5");
    is_one =
        parses("1.00000000000000011102230246251565404", &number) && number == 1;
    number_format(text, 1.0 / 3);
    setlocale(LC_NUMERIC, "C");
    assert_int_equal(system("rm -r \"$LOCPATH\""), 0);
    unsetenv("LOCPATH");
    if (!is_set)
        skip(); /* there is no localedef */
    assert_true(is_one);
    assert_string_equal(text, "0.3333333333333333");
}

static bool parses_comma(const char *text, double *number)
{
    return number_parse_comma(text, strlen(text), number);
}

static void a_decimal_comma_is_read_where_it_is_asked_for(void **state)
{
    static const char *const refused[] = {
        "",           "1.5",     "1.234",   "1,2,3",      ".234,5",
        "1234.567,8", "1.23,4",  "1,234.5", "1.234.56,7", "1..234,5",
        "1.234,5.6",  "-.234,5", "a.234,5",
    };
    double number = 42;

    (void)state;
    assert_true(parses_comma("1,5", &number) && number == 1.5);
    assert_true(parses_comma("-0,25e2", &number) && number == -25);
    assert_true(parses_comma("15", &number) && number == 15);
    assert_true(parses_comma("1.234,5", &number) && number == 1234.5);
    assert_true(parses_comma("-12.345.678,25", &number) &&
                number == -12345678.25);
    assert_true(parses_comma("1,", &number) && number == 1);
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_false(parses_comma(refused[i], &number));
}

static void whole_numbers_are_exact(void **state)
{
    static const struct {
        const char *text;
        int64_t integer;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"+12", 12},
        {"12.0", 12},
        {"1e3", 1000},
        {"1.5e1", 15},
        {"0e99999999999999999999", 0},
        {"9007199254740993", 9007199254740993},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"000000000000000000000000000000000042", 42},
        {"4200000000000000000000000000000000e-32", 42},
    };
    static const char *const bad[] = {"",
                                      "1.5",
                                      "9223372036854775808",
                                      "abc",
                                      "1e-1",
                                      "-9223372036854775809",
                                      "1e19",
                                      "1e99999999999999999999",
                                      "12 "};
    int64_t integer = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(
            number_parse_integer(good[i].text, strlen(good[i].text), &integer));
        assert_int_equal(integer, good[i].integer);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(number_parse_integer(bad[i], strlen(bad[i]), &integer));
}

static void scaled_numbers_keep_every_digit(void **state)
{
    static const struct {
        const char *text;
        int power;
        int64_t integer;
    } good[] = {
        {"1763971200.123456789", 9, 1763971200123456789},
        {"1763971200.1234567899", 9, 1763971200123456789},
        {"-1763971200.1234567899", 9, -1763971200123456789},
        {"1763971200123", 6, 1763971200123000000},
        {"1763971200123456", 3, 1763971200123456000},
        {"1763971200123456789", 0, 1763971200123456789},
        {"1.763971200123456789e18", 0, 1763971200123456789},
        {"1.763971200123456789E+09", 9, 1763971200123456789},
        {"17639712001234567890000e-4", 0, 1763971200123456789},
        {"0.0000000004", 9, 0},
        {"9.223372036854775807", 18, INT64_MAX},
        {"-9.223372036854775808", 18, INT64_MIN},
        {"99.99", -2, 0},
        {"0.00000", 300, 0},
        {"1e-999999999999999999999", 9, 0},
    };
    static const char *const bad[] = {"",     "x",     "9223372037",
                                      "1e10", "1e400", "-9223372036.854775809",
                                      "1.2.3"};
    int64_t integer = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(number_parse_scaled(good[i].text, strlen(good[i].text),
                                        good[i].power, &integer));
        assert_int_equal(integer, good[i].integer);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(number_parse_scaled(bad[i], strlen(bad[i]), 9, &integer));
}

/* Python 3.11: repr(x), but for where an exponent begins and how it looks. */
static void numbers_are_written_with_the_fewest_digits(void **state)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-1.5, "-1.5"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {123456.789, "123456.789"},
        {0.0001, "0.0001"},
        {0.00012345678901234567, "0.00012345678901234567"},
        {0.00001, "1e-5"},
        {1e-7, "1e-7"},
        {-1.25e-10, "-1.25e-10"},
        {999999999999999, "999999999999999"},
        {1e15, "1000000000000000"},
        {9007199254740992, "9007199254740992"},
        {1e16, "10000000000000000"},
        {1e17, "1e17"},
        {1.5e300, "1.5e300"},
        {1e22, "1e22"},
        {1e23, "1e23"},
        {5e-324, "5e-324"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {DBL_MAX, "1.7976931348623157e308"},
        {0x1p-44, "5.684341886080802e-14"}, /* not the nearest of 16 digits */
        {9.5367431640625e-07, "9.5367431640625e-7"},
        {1763971200.1234567, "1763971200.1234567"},
    };
    char text[NUMBER_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t length = number_format(text, cases[i].number);

        assert_string_equal(text, cases[i].text);
        assert_int_equal(length, strlen(text));
    }
}

static void what_is_written_reads_back(void **state)
{
    struct random_stream *random = random_create(3, "round trip");
    char text[NUMBER_TEXT_SIZE], shorter[64];

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        uint64_t bits = (uint64_t)random_below(random, SIZE_MAX);
        double number, back;

        memcpy(&number, &bits, sizeof number);
        if (i % 2)
            number = (double)(bits % 10000000) / pow(10, (double)(bits >> 61));
        if (!isfinite(number))
            continue;
        assert_true(number_parse(text, number_format(text, number), &back));
        assert_int_equal(bits_of(back), bits_of(number));
        snprintf(shorter, sizeof shorter, "%.15g", number);
        if (strtod(shorter, NULL) == number)
            assert_true(strlen(text) <= strlen(shorter));
    }
    random_destroy(random);
}

static void random_bytes_do_no_harm(void **state)
{
    static const char alphabet[] = "0123456789+-.,eE 9e-Âµnx";
    struct random_stream *random = random_create(4, "bytes");
    double number;
    int64_t integer;

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        size_t n = random_below(random, 24);
        char *text = malloc(n + 1); /* of this size: valgrind sees overruns */

        for (size_t k = 0; k < n; k++)
            text[k] = i % 4 ? alphabet[random_below(random, sizeof alphabet)]
                            : (char)random_below(random, 256);
        if (number_parse(text, n, &number))
            assert_true(isfinite(number));
        if (number_parse_comma(text, n, &number))
            assert_true(isfinite(number));
        if (number_parse_integer(text, n, &integer)) {
            assert_true(number_parse(text, n, &number));
            assert_true(number == (double)integer);
        }
        if (number_parse_scaled(text, n, 9, &integer))
            assert_true(number_parse(text, n, &number));
        free(text);
    }
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_read),
        cmocka_unit_test(what_is_no_finite_number_is_refused),
        cmocka_unit_test(hard_numbers_are_rounded_correctly),
        cmocka_unit_test(random_numbers_agree_with_strtod),
        cmocka_unit_test(short_decimals_agree_with_strtod),
        cmocka_unit_test(ties_go_to_the_even_neighbour),
        cmocka_unit_test(a_million_digits_are_read),
        cmocka_unit_test(a_locale_with_a_comma_changes_nothing),
        cmocka_unit_test(a_decimal_comma_is_read_where_it_is_asked_for),
        cmocka_unit_test(whole_numbers_are_exact),
        cmocka_unit_test(scaled_numbers_keep_every_digit),
        cmocka_unit_test(numbers_are_written_with_the_fewest_digits),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(random_bytes_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
