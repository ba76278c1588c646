#include "base/number.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/word.h"

/* A decimal is read into an integer and a power of ten. Three ways lead from
 * there to the nearest double, the fastest first:
 *
 * 1. Both fit a double exactly: one division or multiplication, which IEEE 754
 *    rounds correctly (Clinger, How to read floating point numbers accurately,
 *    PLDI 1990).
 * 2. Up to 19 digits, as many languages write a double (0.12345678901234568):
 *    long division of integers, whose remainder tells on which side of a tie
 *    the number is.
 * 3. strtod, which is given digits and exponent without a point, so that no
 *    locale can change what it reads. */

enum {
    EXACT_POWER = 22,        /* 10^22 is the last that is exact in a double */
    WHOLE_DIGITS = 19,       /* that always fit into 64 bits */
    WHOLE_POWER = 19,        /* 10^19 is the last that fits into 64 bits */
    DIGITS = 17,             /* tell any double from its neighbours */
    SIGNIFICANT_DIGITS = 800 /* more than any tie between doubles has: 767 */
};

static const double powers[EXACT_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* The number is +-digits * 10^exponent, the digits being those from `first` on
 * but for a point. */
struct decimal {
    bool is_negative;
    const char *first;
    size_t n_whole, n_digits; /* before the point, in all */
    uint64_t digits;          /* right if there are at most WHOLE_DIGITS */
    int64_t exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *scan_digits(const char *at, const char *end,
                               struct decimal *decimal)
{
    uint64_t digits = decimal->digits, eight;

    for (; end - at >= WORD_BYTES &&
           word_digits(word_load(at, WORD_BYTES), WORD_BYTES, &eight);
         at += WORD_BYTES)
        digits = digits * 100000000 + eight;
    for (; at < end && is_digit(*at); at++)
        digits = digits * 10 + (uint64_t)(*at - '0');
    decimal->digits = digits;
    return at;
}

/* Reads an exponent if there is one. It may have any number of digits: beyond
 * 10^15 it makes no difference, as no text has as many digits. */
static const char *scan_exponent(const char *at, const char *end,
                                 struct decimal *decimal)
{
    const char *digits = at + 1;
    bool is_negative = false;
    int64_t exponent = 0;

    if (at == end || (*at != 'e' && *at != 'E'))
        return at;
    if (digits < end && (*digits == '-' || *digits == '+'))
        is_negative = *digits++ == '-';
    if (digits == end || !is_digit(*digits))
        return at;
    for (; digits < end && is_digit(*digits); digits++)
        if (exponent < 1000000000000000)
            exponent = exponent * 10 + (*digits - '0');
    decimal->exponent += is_negative ? -exponent : exponent;
    return digits;
}

/* Reads the longest decimal number that the text begins with; returns its
 * length, 0 if there is none. */
static size_t scan(const char *text, size_t n, char point,
                   struct decimal *decimal)
{
    const char *at = text, *end = text + n, *fraction;

    memset(decimal, 0, sizeof *decimal);
    if (at < end && (*at == '-' || *at == '+'))
        decimal->is_negative = *at++ == '-';
    decimal->first = at;
    at = scan_digits(at, end, decimal);
    decimal->n_whole = decimal->n_digits = (size_t)(at - decimal->first);
    if (at < end && *at == point) {
        fraction = ++at;
        at = scan_digits(at, end, decimal);
        decimal->n_digits += (size_t)(at - fraction);
        decimal->exponent = -(int64_t)(at - fraction);
    }
    if (decimal->n_digits == 0)
        return 0;
    return (size_t)(scan_exponent(at, end, decimal) - text);
}

static char digit_at(const struct decimal *decimal, size_t i)
{
    return decimal->first[i + (i >= decimal->n_whole)];
}

/* Leading zeros are no digits, but there may be any number of them. */
static size_t count_zeros(const struct decimal *decimal)
{
    size_t zeros = 0;

    while (zeros < decimal->n_digits && digit_at(decimal, zeros) == '0')
        zeros++;
    return zeros;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide; /* the language has no name */

static int bits_of(wide x)
{
    uint64_t high = (uint64_t)(x >> 64);

    return high ? 128 - __builtin_clzll(high)
                : 64 - __builtin_clzll((uint64_t)x);
}

/* digits / 10^power, rounded once: both are whole, digits > 0, power <=
 * WHOLE_POWER. The quotient has 64 bits or more, of which a double keeps 53;
 * the others and the remainder decide how they are rounded. */
static double divide(uint64_t digits, unsigned power)
{
    uint64_t divisor = 1, mantissa;
    int shift = 64 + __builtin_clzll(digits), extra;
    wide dividend = (wide)digits << shift, quotient, rest, half;

    for (unsigned i = 0; i < power; i++)
        divisor *= 10;
    quotient = dividend / divisor;
    extra = bits_of(quotient) - DBL_MANT_DIG;
    mantissa = (uint64_t)(quotient >> extra);
    rest = quotient & (((wide)1 << extra) - 1);
    half = (wide)1 << (extra - 1);
    if (rest > half ||
        (rest == half && (quotient * divisor != dividend || mantissa % 2)))
        mantissa++;
    return ldexp((double)mantissa, extra - shift);
}

static bool can_divide(int64_t exponent)
{
    return exponent < 0 && exponent >= -WHOLE_POWER;
}
#else
static double divide(uint64_t digits, unsigned power)
{
    BUG("no division of %llu by 10^%u", (unsigned long long)digits, power);
}

static bool can_divide(int64_t exponent)
{
    (void)exponent;
    return false;
}
#endif

/* By strtod. Digits that cannot matter but by being there become a single 1.
 * False if no finite double is near. */
static bool round_slowly(const struct decimal *decimal, size_t zeros,
                         double *size)
{
    char text[SIGNIFICANT_DIGITS + 32];
    size_t n = 0, i = zeros;
    int64_t point = (int64_t)(decimal->n_digits - zeros) + decimal->exponent;

    if (point > 400)
        return false;
    if (point < -400) {
        *size = 0;
        return true;
    }
    for (; i < decimal->n_digits && n < SIGNIFICANT_DIGITS; i++)
        text[n++] = digit_at(decimal, i);
    for (; i < decimal->n_digits && digit_at(decimal, i) == '0'; i++)
        ;
    if (i < decimal->n_digits)
        text[n++] = '1';
    snprintf(text + n, sizeof text - n, "e%d", (int)(point - (int64_t)n));
    *size = strtod(text, NULL);
    return isfinite(*size);
}

static bool round_decimal(const struct decimal *decimal, double *number)
{
    uint64_t digits = decimal->digits;
    int64_t exponent = decimal->exponent;
    size_t zeros = 0;
    double size;

    if (decimal->n_digits > WHOLE_DIGITS)
        zeros = count_zeros(decimal);
    if (decimal->n_digits - zeros > WHOLE_DIGITS) {
        if (!round_slowly(decimal, zeros, &size))
            return false;
    } else if (digits == 0) {
        size = 0;
    } else if (FLT_EVAL_METHOD == 0 && digits <= (uint64_t)1 << DBL_MANT_DIG &&
               exponent >= -EXACT_POWER && exponent <= EXACT_POWER) {
        size = exponent < 0 ? (double)digits / powers[-exponent]
                            : (double)digits * powers[exponent];
    } else if (can_divide(exponent)) {
        size = divide(digits, (unsigned)-exponent);
    } else if (!round_slowly(decimal, count_zeros(decimal), &size)) {
        return false;
    }
    *number = decimal->is_negative ? -size : size;
    return true;
}

/* Up to eight characters, digits and perhaps a point: nearly all numbers of
 * logs. */
static bool parse_word(const char *text, size_t n, double *number)
{
    uint64_t word = word_load(text, n), digits;
    unsigned point = word_find(word, '.');
    size_t places = 0;

    if (point < WORD_BYTES) {
        word = word_drop(word, point);
        places = --n - point;
    }
    if (n == 0 || !word_digits(word, n, &digits))
        return false;
    *number = (double)digits / powers[places];
    return true;
}

/* Up to 15 characters of the same kind. */
static bool parse_short(const char *text, size_t n, double *number)
{
    const char *point = memchr(text, '.', n);
    size_t n_whole = point ? (size_t)(point - text) : n;
    size_t places = n - n_whole - (point != NULL);
    uint64_t whole = 0, fraction = 0;

    if ((n_whole && !words_digits(text, n_whole, &whole)) ||
        (places && !words_digits(point + 1, places, &fraction)))
        return false;
    *number =
        (double)(whole * (uint64_t)powers[places] + fraction) / powers[places];
    return true;
}

/* Apart, so that the registers it needs are not saved for short numbers. */
static __attribute__((noinline)) bool parse_any(const char *text, size_t n,
                                                double *number)
{
    struct decimal decimal;

    return (FLT_EVAL_METHOD == 0 && n > WORD_BYTES && n <= DBL_DIG &&
            parse_short(text, n, number)) ||
           (n > 0 && scan(text, n, '.', &decimal) == n &&
            round_decimal(&decimal, number));
}

bool number_parse(const char *text, size_t n, double *number)
{
    return (FLT_EVAL_METHOD == 0 && n <= WORD_BYTES &&
            parse_word(text, n, number)) ||
           parse_any(text, n, number);
}

/* Whether points group the whole part by thousands: in "-1.234.567,8" every
 * fourth character before the comma is a point, from the first point on. */
static bool is_grouped(const char *text, size_t n)
{
    const char *comma = memchr(text, ',', n), *at = memchr(text, '.', n);

    if (!comma || at > comma || at == text || !is_digit(at[-1]) ||
        at - text - !is_digit(*text) > 3)
        return false;
    for (; at < comma; at++)
        if ((*at == '.') != ((comma - at) % 4 == 0))
            return false;
    return !memchr(comma, '.', n - (size_t)(comma - text));
}

bool number_parse_comma(const char *text, size_t n, double *number)
{
    struct decimal decimal;
    char plain[64];
    size_t length = 0;

    if (n > 0 && memchr(text, '.', n)) {
        if (n > sizeof plain || !is_grouped(text, n))
            return false;
        for (size_t i = 0; i < n; i++)
            if (text[i] != '.')
                plain[length++] = text[i];
        text = plain;
        n = length;
    }
    return n > 0 && scan(text, n, ',', &decimal) == n &&
           round_decimal(&decimal, number);
}

/* The digits before the point once it has moved by `power`, cut there.
 * `is_whole` tells whether nothing but zeros was cut. Negative numbers are
 * summed as such, since INT64_MIN has no positive partner. */
static bool cut_decimal(const struct decimal *decimal, int power,
                        int64_t *integer, bool *is_whole)
{
    size_t i = count_zeros(decimal);
    int64_t point =
        (int64_t)decimal->n_digits + decimal->exponent + power - (int64_t)i;
    int64_t sum = 0;

    if (i == decimal->n_digits)
        point = 0;
    for (; point > 0; point--, i++) {
        int digit = i < decimal->n_digits ? digit_at(decimal, i) - '0' : 0;

        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, decimal->is_negative ? -digit : digit,
                                   &sum))
            return false;
    }
    *is_whole = true;
    for (; i < decimal->n_digits; i++)
        if (digit_at(decimal, i) != '0')
            *is_whole = false;
    *integer = sum;
    return true;
}

bool number_parse_integer(const char *text, size_t n, int64_t *integer)
{
    struct decimal decimal;
    int64_t result;
    bool is_whole;

    if (n == 0 || scan(text, n, '.', &decimal) != n ||
        !cut_decimal(&decimal, 0, &result, &is_whole) || !is_whole)
        return false;
    *integer = result;
    return true;
}

bool number_parse_scaled(const char *text, size_t n, int power,
                         int64_t *integer)
{
    struct decimal decimal;
    bool is_whole;

    return n > 0 && scan(text, n, '.', &decimal) == n &&
           cut_decimal(&decimal, power, integer, &is_whole);
}

/* Decimals of up to 15 digits without an exponent, as most numbers are: if
 * digits / 10^places is the number, then this decimal reads back as it, and no
 * other one as short does (DBL_DIG). 0: not one of these. */
static size_t format_simply(char text[NUMBER_TEXT_SIZE], double number)
{
    double size = fabs(number), digits;
    uint64_t whole, unit = 1;
    const char *sign = signbit(number) ? "-" : "";
    int places = 0;

    if (FLT_EVAL_METHOD != 0 || (size != 0 && size < 1e-4) || size >= 1e15)
        return 0;
    for (;; places++, unit *= 10) {
        digits = size * powers[places] + 0.5;
        if (digits >= 1e15)
            return 0;
        whole = (uint64_t)digits;
        if ((double)whole / powers[places] == size)
            break;
    }
    return (size_t)(places == 0 ? snprintf(text, NUMBER_TEXT_SIZE, "%s%" PRIu64,
                                           sign, whole)
                                : snprintf(text, NUMBER_TEXT_SIZE,
                                           "%s%" PRIu64 ".%0*" PRIu64, sign,
                                           whole / unit, places, whole % unit));
}

/* The digits of a double, rounded to `n` of them, and its power of ten. They
 * are taken from behind and before whatever the locale has for a point. Do they
 * read back as the double? */
static bool round_digits(double size, int n, char digits[DIGITS + 1],
                         int *exponent)
{
    char text[48];
    int length = snprintf(text, sizeof text, "%.*e", n - 1, size);
    const char *e = memchr(text, 'e', (size_t)length);

    digits[0] = text[0];
    memcpy(digits + 1, e - (n - 1), (size_t)(n - 1));
    digits[n] = '\0';
    *exponent = (int)strtol(e + 1, NULL, 10);
    return strtod(text, NULL) == size;
}

static bool reads_back(const char *digits, int exponent, double size)
{
    char text[NUMBER_TEXT_SIZE];

    snprintf(text, sizeof text, "%se%d", digits,
             exponent - (int)strlen(digits) + 1);
    return strtod(text, NULL) == size;
}

/* Below a power of two doubles lie closer than above it: there the decimal
 * that is nearest may fail and the next one above may do. (A carry would make
 * a shorter one, which was tried before.) */
static bool step_up(char *digits, double size)
{
    char *last = digits + strlen(digits) - 1;
    int exponent;

    if (*last == '9' || frexp(size, &exponent) != 0.5)
        return false;
    ++*last;
    return true;
}

/* Writes d.ddd * 10^exponent as %g would, but for the zeros of "e-07". */
static size_t put_digits(char text[NUMBER_TEXT_SIZE], bool is_negative,
                         const char *digits, int exponent)
{
    static const char zeros[] = "0000000000000000";
    const char *sign = is_negative ? "-" : "";
    int n = (int)strlen(digits);

    while (n > 1 && digits[n - 1] == '0')
        n--;
    if (exponent < -4 || exponent >= DIGITS)
        return (size_t)snprintf(text, NUMBER_TEXT_SIZE, "%s%c%s%.*se%d", sign,
                                digits[0], n > 1 ? "." : "", n - 1, digits + 1,
                                exponent);
    if (exponent < 0)
        return (size_t)snprintf(text, NUMBER_TEXT_SIZE, "%s0.%.*s%.*s", sign,
                                -exponent - 1, zeros, n, digits);
    if (n <= exponent + 1)
        return (size_t)snprintf(text, NUMBER_TEXT_SIZE, "%s%.*s%.*s", sign, n,
                                digits, exponent + 1 - n, zeros);
    return (size_t)snprintf(text, NUMBER_TEXT_SIZE, "%s%.*s.%.*s", sign,
                            exponent + 1, digits, n - exponent - 1,
                            digits + exponent + 1);
}

size_t number_format(char text[NUMBER_TEXT_SIZE], double number)
{
    char digits[DIGITS + 1];
    double size = fabs(number);
    size_t length;
    int exponent = 0, n;

    if (!isfinite(number))
        BUG("number_format of %g", number);
    length = format_simply(text, number);
    if (length)
        return length;
    for (n = size < DBL_MIN ? 1 : DBL_DIG; n <= DIGITS; n++)
        if (round_digits(size, n, digits, &exponent) ||
            (step_up(digits, size) && reads_back(digits, exponent, size)))
            break;
    return put_digits(text, signbit(number), digits, exponent);
}
