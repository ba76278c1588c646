#include "log/list.h"

#include <stdio.h>
#include <string.h>

/* The next number of a list; 0 at its end, -1 if there is something else. */
static int next_element(const char **at, const char *end, const char **text,
                        size_t *n)
{
    const char *from = *at, *to;

    while (from < end && strchr(" \t\r\n,", *from) && *from)
        from++;
    to = from;
    while (to < end && !strchr(" \t\r\n,]", *to))
        to++;
    *at = to;
    *text = from;
    *n = (size_t)(to - from);
    return from < end && *from == ']' ? 0 : to > from ? 1 : -1;
}

static void keep_text(struct term_value *value, const char *text, size_t n)
{
    value->text[0] = '\0';
    if (n < sizeof value->text) {
        memcpy(value->text, text, n);
        value->text[n] = '\0';
    }
}

/* [seconds, nanoseconds]. */
static bool pair(struct term_value *value, const char *at, const char *end)
{
    const char *seconds, *rest;
    size_t n_seconds, n_rest;
    int64_t whole, ns;

    if (next_element(&at, end, &seconds, &n_seconds) != 1 ||
        next_element(&at, end, &rest, &n_rest) != 1 ||
        !number_parse_integer(seconds, n_seconds, &whole) ||
        !number_parse_integer(rest, n_rest, &ns) || ns < 0 || ns > 999999999)
        return false;
    snprintf(value->text, sizeof value->text, "%lld.%09lld", (long long)whole,
             (long long)ns);
    value->number = (double)whole + (double)ns * 1e-9;
    return true;
}

static bool fold(enum list_function function, const char *at, const char *end,
                 struct term_value *value)
{
    double sum = 0, number = 0;
    size_t count = 0, n;
    const char *text;
    int found;

    while ((found = next_element(&at, end, &text, &n)) == 1) {
        if (!number_parse(text, n, &number))
            return false;
        if (count++ == 0 || function == LIST_LAST) {
            value->number = number;
            keep_text(value, text, n);
        }
        sum += number;
    }
    if (found < 0 || (count == 0 && function > LIST_COUNT))
        return false;
    if (function > LIST_COUNT)
        return true;
    value->text[0] = '\0';
    value->number = function == LIST_COUNT ? (double)count : sum;
    if (function == LIST_MEAN)
        value->number = sum / (double)count;
    return function != LIST_MEAN || count > 0;
}

bool list_term(enum list_function function, const struct cell *cell,
               struct term_value *value)
{
    static const struct number_form form = {false};
    const char *end = cell->text + cell->n;
    double unit;

    value->is_there = false;
    if (cell_is_missing(cell))
        return false;
    if (function == LIST_NONE) {
        value->is_there = cell_number(cell, &form, &value->number, &unit);
        keep_text(value, cell->text, cell->n);
        if (value->is_there && unit > 0)
            value->number *= unit;
        return value->is_there;
    }
    if (cell->n < 2 || cell->text[0] != '[')
        return false;
    value->is_there = function == LIST_PAIR
                          ? pair(value, cell->text + 1, end)
                          : fold(function, cell->text + 1, end, value);
    return value->is_there;
}
