#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/word.h"

/* Days are counted in years that begin in March, so that the leap day comes
 * last, and in eras of 400 years, after which the Gregorian calendar repeats
 * (Hinnant, chrono-compatible low-level date algorithms). */

enum {
    DAYS_PER_ERA = 146097,
    DAYS_TO_1970 = 719468, /* from 0000-03-01 */
    SECONDS_PER_DAY = 86400,
    FIRST_YEAR = 1970,
    LAST_YEAR = 2261, /* 2262 ends beyond 64 bits */
    LARGEST_OFFSET = 18 * 3600,
};

static const int64_t ns_per_second = 1000000000;

struct reader {
    const char *at, *end;
};

static int64_t days_from(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400, year_of_era = y % 400;
    int64_t day_of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

static void date_from(int64_t days, int *year, int *month, int *day)
{
    int64_t shifted = days + DAYS_TO_1970;
    int64_t era =
        (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && is_leap);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly n digits. */
static bool read_digits(struct reader *reader, int n, int *value)
{
    if (reader->end - reader->at < n)
        return false;
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (!is_digit(reader->at[i]))
            return false;
        *value = *value * 10 + (reader->at[i] - '0');
    }
    reader->at += n;
    return true;
}

static bool skip_one(struct reader *reader, const char *set)
{
    if (reader->at == reader->end)
        return false;
    while (*set && *set != *reader->at)
        set++;
    reader->at += *set != '\0';
    return *set != '\0';
}

/* "2026-11-24", "2026/11/24" or "20261124", as days since 1970. */
static bool read_day(struct reader *reader, int64_t *days, bool *is_compact)
{
    const char *separator;
    int year, month, day;

    if (!read_digits(reader, 4, &year))
        return false;
    separator = reader->at;
    *is_compact = !skip_one(reader, "-/");
    if (!read_digits(reader, 2, &month) ||
        (!*is_compact &&
         (reader->at == reader->end || *reader->at++ != *separator)) ||
        !read_digits(reader, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return false;
    *days = days_from(year, month, day);
    return true;
}

/* Up to nine digits behind a point or comma; more are cut. */
static bool read_fraction(struct reader *reader, int *ns)
{
    int digits = 0;

    *ns = 0;
    if (!skip_one(reader, ".,"))
        return true;
    for (; reader->at < reader->end && is_digit(*reader->at); reader->at++)
        if (digits++ < 9)
            *ns = *ns * 10 + (*reader->at - '0');
    for (int i = digits; i < 9; i++)
        *ns *= 10;
    return digits > 0;
}

/* "08:00", "08:00:00.123", or "080000" as a compact date has it. */
static bool read_time(struct reader *reader, bool is_compact, int *seconds,
                      int *ns)
{
    int hour, minute, second = 0;

    *ns = 0;
    if (!read_digits(reader, 2, &hour))
        return false;
    is_compact =
        is_compact && !(reader->at < reader->end && *reader->at == ':');
    if ((!is_compact && !skip_one(reader, ":")) ||
        !read_digits(reader, 2, &minute))
        return false;
    if ((is_compact && reader->at < reader->end && is_digit(*reader->at)) ||
        (!is_compact && skip_one(reader, ":"))) {
        if (!read_digits(reader, 2, &second) || !read_fraction(reader, ns))
            return false;
    }
    /* A leap second ends a day in UTC; no zone is off by other than quarters
     * of an hour. */
    if (hour > 23 || minute > 59 || second > 60 ||
        (second == 60 && minute % 15 != 14))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

bool date_parse_zone(const char *text, size_t n, int *seconds_east)
{
    struct reader reader = {.at = text, .end = text + n};
    int hours, minutes = 0, offset;
    bool is_west;

    if ((n == 1 && (*text == 'Z' || *text == 'z')) ||
        (n == 3 &&
         (memcmp(text, "UTC", 3) == 0 || memcmp(text, "GMT", 3) == 0))) {
        *seconds_east = 0;
        return true;
    }
    is_west = n > 0 && *text == '-';
    if (n == 0 || !skip_one(&reader, "+-") || !read_digits(&reader, 2, &hours))
        return false;
    if (reader.at < reader.end) {
        skip_one(&reader, ":");
        if (!read_digits(&reader, 2, &minutes))
            return false;
    }
    offset = hours * 3600 + minutes * 60;
    if (reader.at != reader.end || minutes > 59 || offset > LARGEST_OFFSET)
        return false;
    *seconds_east = is_west ? -offset : offset;
    return true;
}

static bool read_zone(struct reader *reader, int naive_offset, int *offset,
                      enum date_zone *zone)
{
    *zone = DATE_ZONE_NAIVE;
    *offset = naive_offset;
    if (reader->at == reader->end)
        return true;
    *zone = DATE_ZONE_GIVEN;
    if (*reader->at == ' ')
        reader->at++;
    return date_parse_zone(reader->at, (size_t)(reader->end - reader->at),
                           offset);
}

bool date_parse(const char *text, size_t n, int naive_offset, int64_t *ns,
                enum date_zone *zone)
{
    struct reader reader = {.at = text, .end = text + n};
    int64_t days, moment;
    int seconds = 0, fraction = 0, offset;
    enum date_zone found;
    bool is_compact;

    if (n == 0 || !read_day(&reader, &days, &is_compact))
        return false;
    if (reader.at < reader.end &&
        (!skip_one(&reader, is_compact ? "Tt-_ " : "Tt_ ") ||
         !read_time(&reader, is_compact, &seconds, &fraction)))
        return false;
    if (!read_zone(&reader, naive_offset, &offset, &found))
        return false;
    moment = days * SECONDS_PER_DAY + seconds - offset;
    if (moment < 0 ||
        moment >= days_from(LAST_YEAR + 1, 1, 1) * SECONDS_PER_DAY)
        return false;
    *ns = moment * ns_per_second + fraction;
    *zone = found;
    return true;
}

/* "07.412Z" within the minute: a second that no leap is, and at most nine
 * digits behind its point. */
static bool read_rest(const char *text, size_t n, int64_t *ns)
{
    static const int64_t units[] = {1000000000, 100000000, 10000000, 1000000,
                                    100000,     10000,     1000,     100,
                                    10,         1};
    size_t places = n < sizeof "00.Z" ? 0 : n - (sizeof "00.Z" - 1);
    uint64_t second, fraction = 0;

    if (n < sizeof "00" || places >= sizeof units / sizeof *units ||
        text[n - 1] != 'Z' || !words_digits(text, 2, &second) || second > 59)
        return false;
    if (n >= sizeof "00Z" && (places == 0 || text[2] != '.' ||
                              !words_digits(text + 3, places, &fraction)))
        return false;
    *ns = (int64_t)second * ns_per_second + (int64_t)fraction * units[places];
    return true;
}

bool date_parse_near(struct date_minute *minute, const char *text, size_t n,
                     int naive_offset, int64_t *ns, enum date_zone *zone)
{
    int64_t rest;
    bool is_usual =
        n > DATE_MINUTE_SIZE && text[10] == 'T' && text[16] == ':' &&
        read_rest(text + DATE_MINUTE_SIZE, n - DATE_MINUTE_SIZE, &rest);

    if (is_usual && memcmp(text, minute->text, DATE_MINUTE_SIZE) == 0) {
        *ns = minute->ns + rest;
        *zone = DATE_ZONE_GIVEN;
        return true;
    }
    if (!date_parse(text, n, naive_offset, ns, zone))
        return false;
    if (is_usual) {
        memcpy(minute->text, text, DATE_MINUTE_SIZE);
        minute->ns = *ns - rest;
    }
    return true;
}

void date_format(char text[DATE_TEXT_SIZE], int64_t ns)
{
    int64_t seconds = ns / ns_per_second, days, rest;
    int fraction = (int)(ns % ns_per_second), year, month, day, length;

    if (fraction < 0) {
        fraction += (int)ns_per_second;
        seconds--;
    }
    days = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
    rest = seconds - days * SECONDS_PER_DAY;
    date_from(days, &year, &month, &day);
    length = snprintf(text, DATE_TEXT_SIZE,
                      "%04d-%02d-%02dT%02" PRId64 ":%02" PRId64 ":%02" PRId64,
                      year, month, day, rest / 3600, rest / 60 % 60, rest % 60);
    text += length;
    if (fraction == 0)
        snprintf(text, 2, "Z");
    else if (fraction % 1000000 == 0)
        snprintf(text, 6, ".%03dZ", fraction / 1000000);
    else if (fraction % 1000 == 0)
        snprintf(text, 9, ".%06dZ", fraction / 1000);
    else
        snprintf(text, 12, ".%09dZ", fraction);
}
