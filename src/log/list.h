#ifndef LOG_LIST_H
#define LOG_LIST_H

#include <stdbool.h>

#include "base/number.h"
#include "log/cell.h"
#include "log/format.h"

/* What a format takes of a cell that is a list of numbers, "[1, 2.5]" in JSON
 * or as the text of a CSV's cell. */

/* The value of one term: a number and, where it stands in the log as it is
 * (LIST_NONE, LIST_FIRST, LIST_LAST, LIST_PAIR), its digits, so that no
 * 64-bit count of nanoseconds goes through a double. */
struct term_value {
    bool is_there;
    double number;
    char text[2 * NUMBER_TEXT_SIZE]; /* "": only the number counts */
};

/* False if the cell is missing, is no list where one is needed, or holds
 * something that is no number. A list of nothing has the sum and count 0 and
 * no mean. */
bool list_term(enum list_function function, const struct cell *cell,
               struct term_value *value);

#endif
