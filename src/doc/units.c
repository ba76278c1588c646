#include "doc/units.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/sort.h"

#define MISSING "\xe2\x80\x93"
#define INFINITE "\xe2\x88\x9e"
#define TIMES "\xc3\x97"

enum { DIGITS = 3, MOST_DECIMALS = 12 };

struct step {
    double divisor;
    const char *suffix;
};

/* Ascending. People read 90 s, but 5 min. */
static const struct step second_steps[] = {
    {1e-9, "ns"}, {1e-6, "\xc2\xb5s"}, {1e-3, "ms"},
    {1, "s"},     {60, "min"},         {3600, "h"},
};

static const struct step plain_steps[] = {
    [UNIT_NONE] = {1, ""},
    [UNIT_SECONDS] = {1, "s"},
    [UNIT_DOLLARS] = {1, "USD"},
    [UNIT_TOKENS] = {1, "tokens"},
    [UNIT_TOKENS_PER_SECOND] = {1, "tokens/s"},
    [UNIT_REQUESTS_PER_SECOND] = {1, "requests/s"},
    [UNIT_COUNT] = {1, ""},
    [UNIT_SHARE] = {0.01, "%"},
    [UNIT_RATIO] = {1, TIMES},
    [UNIT_CORRELATION] = {1, ""},
    [UNIT_P] = {1, ""},
    [UNIT_TIME] = {1, ""},
};

/* The exponent of ten of the number rounded to so many digits. */
static int exponent_of(double number, int digits)
{
    char text[40];

    snprintf(text, sizeof text, "%.*e", digits - 1, fabs(number));
    return (int)strtol(strchr(text, 'e') + 1, NULL, 10);
}

static int clamp(int decimals)
{
    return decimals < 0               ? 0
           : decimals > MOST_DECIMALS ? MOST_DECIMALS
                                      : decimals;
}

/* Decimals that show so many significant digits of the number. */
static int decimals_for(double number, int digits)
{
    if (number == 0 || !isfinite(number))
        return 0;
    return clamp(digits - 1 - exponent_of(number, digits));
}

/* With thousands separated by commas. */
static void add_fixed(struct text *text, double number, int decimals)
{
    char digits[64];
    size_t whole, start;

    if (fabs(number) >= 1e15) {
        text_format(text, "%.3g", number);
        return;
    }
    snprintf(digits, sizeof digits, "%.*f", decimals, number);
    start = digits[0] == '-';
    if (start && strspn(digits + 1, "0.") == strlen(digits + 1))
        memmove(digits, digits + 1, strlen(digits)), start = 0;
    whole = strcspn(digits, ".");
    text_add_n(text, digits, start);
    for (size_t i = start; i < whole; i++) {
        text_add_char(text, digits[i]);
        if ((whole - i) % 3 == 1 && i + 1 < whole)
            text_add_char(text, ',');
    }
    text_add(text, digits + whole);
}

/* Removes zeros at the end of the decimals, but keeps `least` decimals. */
static void strip_zeros(struct text *text, size_t from, size_t least)
{
    char *point = strchr(text->data + from, '.');

    if (!point)
        return;
    while (text->data[text->length - 1] == '0' &&
           text->length - 1 - (size_t)(point - text->data) > least)
        text->data[--text->length] = '\0';
    if (text->data[text->length - 1] == '.')
        text->data[--text->length] = '\0';
}

/* Three digits; a p beside 0.05 shows on which side it is. */
static void add_p(struct text *text, double p)
{
    int decimals = p < 0.1 ? decimals_for(p, DIGITS) : DIGITS;
    size_t start = text->length;

    if (p < 0.001) {
        text_add(text, "< 0.001");
        return;
    }
    if (p > 0.999 && p < 1) {
        text_add(text, "> 0.999");
        return;
    }
    for (; decimals <= 6; decimals++) {
        text->length = start;
        add_fixed(text, p, decimals);
        if (p == 0.05 || strtod(text->data + start, NULL) != 0.05)
            return;
    }
}

static void add_time(struct text *text, double nanoseconds)
{
    time_t seconds = (time_t)floor(nanoseconds / 1e9);
    struct tm tm;
    char date[40];

    if (fabs(nanoseconds) > 9.2e18 || !gmtime_r(&seconds, &tm) ||
        strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        text_add(text, MISSING);
    else
        text_add(text, date);
}

/* A share just below 100 % must not be shown as 100 %: what is missing to it
 * gets two digits. */
static int share_decimals(double percent)
{
    int decimals = decimals_for(percent, DIGITS), other;

    if (percent > 99 && percent < 100) {
        other = decimals_for(100 - percent, 2);
        return other > decimals ? other : decimals;
    }
    return decimals;
}

static bool is_whole(enum unit unit, double number)
{
    return (unit == UNIT_COUNT || unit == UNIT_TOKENS) &&
           number == floor(number);
}

static int own_decimals(const struct unit_scale *scale, double scaled)
{
    int decimals = decimals_for(scaled, DIGITS);

    if (is_whole(scale->unit, scaled))
        return 0;
    if (scale->unit == UNIT_SHARE)
        return share_decimals(scaled);
    if (scale->unit == UNIT_CORRELATION)
        return 2;
    if (scale->unit == UNIT_DOLLARS && decimals < 2)
        return 2;
    return decimals;
}

static void add_scaled(struct text *text, const struct unit_scale *scale,
                       double number, int decimals)
{
    double scaled = number / scale->divisor;
    size_t start = text->length;

    if (isnan(number))
        text_add(text, MISSING);
    else if (isinf(number))
        text_add(text, number < 0 ? "-" INFINITE : INFINITE);
    else if (scale->unit == UNIT_P)
        add_p(text, number);
    else if (scale->unit == UNIT_TIME)
        add_time(text, number);
    else if (decimals >= 0)
        add_fixed(text, scaled, decimals);
    else {
        add_fixed(text, scaled, own_decimals(scale, scaled));
        if (scale->unit == UNIT_DOLLARS)
            strip_zeros(text, start, 2);
        else if (scaled == round(scaled) && scale->unit != UNIT_RATIO)
            strip_zeros(text, start, 0);
    }
}

void unit_add_number(struct text *text, const struct unit_scale *scale,
                     double number)
{
    add_scaled(text, scale, number, scale->decimals);
}

/* Two significant digits of the half width, of what of it is finite. */
static int interval_decimals(const struct unit_scale *scale,
                             const struct estimate *estimate)
{
    double low = isfinite(estimate->low) ? estimate->low : estimate->value;
    double high = isfinite(estimate->high) ? estimate->high : estimate->value;
    double half = (high - low) / 2 / scale->divisor;
    double value = estimate->value / scale->divisor;
    int most = decimals_for(value, 6), decimals;

    if (!isfinite(half) || half <= 0)
        return scale->decimals;
    decimals = decimals_for(half, 2);
    if (is_whole(scale->unit, value) && is_whole(scale->unit, low) &&
        is_whole(scale->unit, high))
        return 0;
    if (value != 0 && decimals > most)
        decimals = most;
    return decimals;
}

void unit_add_interval(struct text *text, const struct unit_scale *scale,
                       const struct estimate *estimate)
{
    int decimals;

    if (!estimate_has_interval(estimate)) {
        unit_add_number(text, scale, estimate->value);
        return;
    }
    decimals = interval_decimals(scale, estimate);
    add_scaled(text, scale, estimate->value, decimals);
    text_add(text, isinf(estimate->low) ? " (" : " [");
    add_scaled(text, scale, estimate->low, decimals);
    text_add(text, ", ");
    add_scaled(text, scale, estimate->high, decimals);
    text_add(text, isinf(estimate->high) ? ")" : "]");
}

/* The largest unit that the largest number reaches, and the median reaches a
 * tenth of; minutes and hours begin at two of them, of the median too. */
static const struct step *seconds_step(double median, double largest)
{
    const struct step *best = &second_steps[3];

    if (largest == 0)
        return best;
    best = &second_steps[0];
    for (size_t i = 1; i < sizeof second_steps / sizeof *second_steps; i++) {
        double reach = second_steps[i].divisor * (i > 3 ? 2 : 1);
        double half = i > 3 ? reach : reach / 10;

        if (largest >= reach * (1 - 1e-12) && median >= half * (1 - 1e-12))
            best = &second_steps[i];
    }
    return best;
}

/* Sizes of the numbers that are finite and not 0, ascending. */
static size_t sizes_of(double *sizes, const double *numbers, size_t n)
{
    size_t n_sizes = 0;

    for (size_t i = 0; i < n; i++)
        if (isfinite(numbers[i]) && numbers[i] != 0)
            sizes[n_sizes++] = fabs(numbers[i]);
    sort_doubles(sizes, n_sizes);
    return n_sizes;
}

static int common_decimals(const struct unit_scale *scale,
                           const double *numbers, size_t n, double smallest,
                           double largest)
{
    bool all_whole = true;

    for (size_t i = 0; i < n; i++)
        if (isfinite(numbers[i]) && !is_whole(scale->unit, numbers[i]))
            all_whole = false;
    if (all_whole)
        return 0;
    if (scale->unit == UNIT_CORRELATION)
        return 2;
    if (!(largest / smallest < 1000) || scale->unit == UNIT_SHARE)
        return -1;
    return own_decimals(scale, smallest / scale->divisor);
}

struct unit_scale unit_scale_of(enum unit unit, const double *numbers, size_t n)
{
    struct unit_scale scale = {.unit = unit, .decimals = -1};
    double *sizes = memory_alloc(n, sizeof *sizes);
    size_t n_sizes = sizes_of(sizes, numbers, n);
    const struct step *step = &plain_steps[unit];

    if (unit == UNIT_SECONDS && n_sizes)
        step = seconds_step(sizes[(n_sizes - 1) / 2], sizes[n_sizes - 1]);
    scale.divisor = step->divisor;
    scale.suffix = step->suffix;
    free(sizes);
    return unit_scale_within(&scale, numbers, n);
}

struct unit_scale unit_scale_within(const struct unit_scale *scale,
                                    const double *numbers, size_t n)
{
    struct unit_scale within = *scale;
    double *sizes = memory_alloc(n, sizeof *sizes);
    size_t n_sizes = sizes_of(sizes, numbers, n);

    within.decimals = -1;
    if (n_sizes > 1)
        within.decimals =
            common_decimals(scale, numbers, n, sizes[0], sizes[n_sizes - 1]);
    free(sizes);
    return within;
}

/* What stands before and behind the number, "" if nothing. */
static void affixes(const struct unit_scale *scale, double number,
                    const char **before, const char **behind)
{
    *before = "";
    *behind = "";
    if (isnan(number))
        return;
    if (scale->unit == UNIT_DOLLARS)
        *before = "$";
    else if (scale->unit == UNIT_P)
        *before =
            number < 0.001 || (number > 0.999 && number < 1) ? "p " : "p = ";
    else if (scale->unit == UNIT_TIME)
        *behind = " UTC";
    else
        *behind = scale->suffix;
}

static void add_number_and_unit(struct text *text,
                                const struct unit_scale *scale, double number,
                                int decimals)
{
    const char *before, *behind;

    affixes(scale, number, &before, &behind);
    if (*before == '$' && number < 0) {
        text_add_char(text, '-');
        number = -number;
    }
    text_add(text, before);
    add_scaled(text, scale, number, decimals);
    if (*behind && *behind != ' ' && scale->unit != UNIT_RATIO)
        text_add_char(text, ' ');
    text_add(text, behind);
}

void unit_add_value(struct text *text, enum unit unit, double number)
{
    struct unit_scale scale = unit_scale_of(unit, &number, 1);

    add_number_and_unit(text, &scale, number, -1);
}

/* 0.999 s [0.958, 1.040], for in "999 ms [958, 1,040]" the comma of thousands
 * reads like one more limit. */
static struct unit_scale estimate_scale(enum unit unit,
                                        const struct estimate *estimate)
{
    struct unit_scale scale = unit_scale_of(unit, &estimate->value, 1);
    double value = fabs(estimate->value), high = fabs(estimate->high);
    const struct step *step;

    if (unit != UNIT_SECONDS || !isfinite(value) || value == 0 ||
        !isfinite(high) || high < value)
        return scale;
    step = seconds_step(value, high);
    scale.divisor = step->divisor;
    scale.suffix = step->suffix;
    return scale;
}

void unit_add_estimate(struct text *text, enum unit unit,
                       const struct estimate *estimate)
{
    struct unit_scale scale = estimate_scale(unit, estimate);
    int decimals;

    if (!estimate_has_interval(estimate)) {
        add_number_and_unit(text, &scale, estimate->value, -1);
        return;
    }
    decimals = interval_decimals(&scale, estimate);
    add_number_and_unit(text, &scale, estimate->value, decimals);
    text_add(text, isinf(estimate->low) ? " (" : " [");
    add_scaled(text, &scale, estimate->low, decimals);
    text_add(text, ", ");
    add_scaled(text, &scale, estimate->high, decimals);
    text_add(text, isinf(estimate->high) ? ")" : "]");
}

void unit_add_tick(struct text *text, const struct unit_scale *scale,
                   double tick)
{
    size_t start = text->length;
    double scaled = tick / scale->divisor;

    if (fabs(scaled) >= 1e7) {
        text_format(text, "%.3g", scaled);
        return;
    }
    add_fixed(text, scaled, clamp(decimals_for(scaled, 6)));
    strip_zeros(text, start, 0);
}
