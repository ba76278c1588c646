#include "base/duration.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* A unit is some seconds times a power of ten. The power is appended to the
 * number as its exponent, so that the product is never rounded. */
struct duration_unit {
    const char *name;
    int power;
    double factor;
};

/* Letters and bytes beyond ASCII, of which the two ways to write micro are
 * made. */
static size_t name_length(const char *text, size_t n)
{
    size_t length = 0;

    while (length < n && ((text[length] >= 'a' && text[length] <= 'z') ||
                          (unsigned char)text[length] >= 0x80))
        length++;
    return length;
}

static const struct duration_unit *find_unit(const char *name, size_t length)
{
    static const struct duration_unit units[] = {
        {"h", 0, 3600},       {"hr", 0, 3600},   {"hour", 0, 3600},
        {"hours", 0, 3600},   {"m", 0, 60},      {"min", 0, 60},
        {"mins", 0, 60},      {"minute", 0, 60}, {"minutes", 0, 60},
        {"s", 0, 1},          {"sec", 0, 1},     {"secs", 0, 1},
        {"second", 0, 1},     {"seconds", 0, 1}, {"ms", -3, 1},
        {"msec", -3, 1},      {"us", -6, 1},     {"\xc2\xb5s", -6, 1},
        {"\xce\xbcs", -6, 1}, {"ns", -9, 1},
    };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == length &&
            memcmp(units[i].name, name, length) == 0)
            return &units[i];
    return NULL;
}

static bool is_larger(const struct duration_unit *unit,
                      const struct duration_unit *other)
{
    return unit->power > other->power ||
           (unit->power == other->power && unit->factor > other->factor);
}

static size_t count_of(const char *text, size_t n, const char *set)
{
    size_t length = 0;

    while (length < n && text[length] && strchr(set, text[length]))
        length++;
    return length;
}

static bool scale(const char *digits, size_t n,
                  const struct duration_unit *unit, double *seconds)
{
    char text[64];
    int length;

    if (n == 0 || n > 48)
        return false;
    length =
        snprintf(text, sizeof text, "%.*se%d", (int)n, digits, unit->power);
    if (!number_parse(text, (size_t)length, seconds))
        return false;
    *seconds *= unit->factor;
    return true;
}

bool duration_parse(const char *text, size_t n, double *seconds)
{
    const struct duration_unit *unit, *last = NULL;
    bool is_negative = n > 0 && *text == '-';
    double sum = 0, part;
    size_t at = is_negative, n_digits, length;

    do {
        const char *digits = text + at;

        n_digits = count_of(digits, n - at, "0123456789.");
        at += n_digits;
        at += count_of(text + at, n - at, " ");
        length = name_length(text + at, n - at);
        unit = find_unit(text + at, length);
        if (!unit || (last && !is_larger(last, unit)) ||
            !scale(digits, n_digits, unit, &part))
            return false;
        sum += part;
        last = unit;
        at += length;
        length = count_of(text + at, n - at, " ");
        at += at + length < n ? length : 0; /* none at the end */
    } while (at < n);
    *seconds = is_negative ? -sum : sum;
    return true;
}
