#include "log/cell.h"

#include <string.h>
#include <strings.h>

#include "base/number.h"

enum { LONGEST_NUMBER = 63 };

/* Most texts begin with another letter. */
bool text_is(const char *text, size_t n, const char *word)
{
    const int case_bit = 'a' ^ 'A';

    return (n == 0 || ((*text ^ *word) & ~case_bit) == 0) &&
           strncasecmp(text, word, n) == 0 && word[n] == '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_among(const struct cell *cell, const char *const *words)
{
    const char *text = cell->text;
    size_t n = cell->n;

    if (n && is_digit(*text))
        return false; /* as most cells */
    while (n && (*text == ' ' || *text == '\t'))
        text++, n--;
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    if (n > 9)
        return false;
    for (; *words; words++)
        if (text_is(text, n, *words))
            return true;
    return false;
}

bool cell_is_infinite(const struct cell *cell)
{
    static const char *const words[] = {
        "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", NULL};

    return (cell->kind == CELL_TEXT || cell->kind == CELL_NUMBER) &&
           is_among(cell, words);
}

bool cell_is_missing(const struct cell *cell)
{
    static const char *const words[] = {"",     "na",        "n/a", "nan",
                                        "none", "null",      "-",   "--",
                                        "#n/a", "undefined", "nil", NULL};

    if (cell->kind == CELL_NULL)
        return true;
    return (cell->kind == CELL_TEXT && is_among(cell, words)) ||
           cell_is_infinite(cell);
}

/* Takes out the marks between groups of three digits: "1,234,567.8" becomes
 * "1234567.8". False if the groups are not all of three. */
static bool join_groups(const char *text, size_t n, char mark, char *joined,
                        size_t *length)
{
    size_t i = 0, digits = 0, used = 0;
    bool has_marks = false;

    if (n > LONGEST_NUMBER)
        return false;
    for (; i < n && (text[i] == '-' || text[i] == '+'); i++)
        joined[used++] = text[i];
    for (; i < n && (is_digit(text[i]) || text[i] == mark); i++) {
        if (text[i] != mark) {
            joined[used++] = text[i];
            digits++;
            continue;
        }
        if (digits == 0 || digits > 3 || (has_marks && digits != 3))
            return false;
        has_marks = true;
        digits = 0;
    }
    if (!has_marks || digits != 3)
        return false;
    memcpy(joined + used, text + i, n - i);
    *length = used + n - i;
    return true;
}

/* "1.234,5" to "1234.5"; a text without a comma is left as it is unless its
 * points stand between groups. */
static bool read_decimal_comma(const char *text, size_t n, double *number)
{
    char joined[LONGEST_NUMBER + 1];
    const char *comma = memchr(text, ',', n);
    size_t length = 0;

    if (n > LONGEST_NUMBER)
        return false;
    if (!join_groups(text, n, '.', joined, &length)) {
        if (!comma)
            return number_parse(text, n, number);
        memcpy(joined, text, n);
        length = n;
    }
    comma = memchr(joined, ',', length);
    if (comma)
        joined[comma - joined] = '.';
    return number_parse(joined, length, number);
}

static bool read_plain(const char *text, size_t n,
                       const struct number_form *form, double *number)
{
    char joined[LONGEST_NUMBER + 1];
    size_t length;

    if (form->has_decimal_comma)
        return read_decimal_comma(text, n, number);
    if (number_parse(text, n, number))
        return true;
    return memchr(text, ',', n) && join_groups(text, n, ',', joined, &length) &&
           number_parse(joined, length, number);
}

/* Cuts a unit of time off the end; 0 if there is none. */
static double cut_unit(const char *text, size_t *n)
{
    static const struct {
        const char *word;
        double seconds;
    } units[] = {
        {"s", 1},
        {"sec", 1},
        {"secs", 1},
        {"seconds", 1},
        {"second", 1},
        {"ms", 1e-3},
        {"msec", 1e-3},
        {"us", 1e-6},
        {"\xc2\xb5s", 1e-6},
        {"\xce\xbcs", 1e-6},
        {"ns", 1e-9},
        {"min", 60},
        {"m", 60},
    };
    size_t digits = *n, from;

    while (digits && !is_digit(text[digits - 1]) && text[digits - 1] != '.')
        digits--;
    for (from = digits; from < *n && text[from] == ' ';)
        from++;
    for (size_t i = 0; digits && i < sizeof units / sizeof *units; i++) {
        if (text_is(text + from, *n - from, units[i].word)) {
            *n = digits;
            return units[i].seconds;
        }
    }
    return 0;
}

/* Of any form; units stand behind their number. */
static bool may_begin_number(char c)
{
    return is_digit(c) || c == '-' || c == '+' || c == '.' || c == ',' ||
           c == '$';
}

bool cell_number(const struct cell *cell, const struct number_form *form,
                 double *number, double *unit)
{
    const char *text = cell->text;
    size_t n = cell->n;

    *unit = 0;
    if (cell->kind == CELL_NUMBER)
        return number_parse(text, n, number);
    if (cell->kind == CELL_FLAG) {
        *number = n == 4;
        return true;
    }
    if (cell->kind != CELL_TEXT)
        return false;
    while (n && (*text == ' ' || *text == '\t'))
        text++, n--;
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    if (n == 0 || n > LONGEST_NUMBER || !may_begin_number(*text))
        return false;
    if (read_plain(text, n, form, number))
        return true;
    if (*text == '$')
        return read_plain(text + 1, n - 1, form, number);
    *unit = cut_unit(text, &n);
    return *unit > 0 && read_plain(text, n, form, number);
}

int cell_flag(const char *text, size_t n)
{
    static const char *const yes[] = {"true", "yes", "y", "t", "1", "1.0"};
    static const char *const no[] = {"false", "no", "n", "f", "0", "0.0"};

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (text_is(text, n, yes[i]))
            return 1;
        if (text_is(text, n, no[i]))
            return 0;
    }
    return -1;
}
