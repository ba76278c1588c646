#ifndef TESTS_REFERENCE_H
#define TESTS_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/sample.h"

/* Reads the copies of the reference kit in tests/reference: datasets
 * (data/NAME.csv with a header line) and values (values.tsv: dataset, group,
 * statistic, parameters, value, class, rtol, atol, tool). A missing file or
 * row fails the test that asked. */

struct dataset {
    size_t n_rows, n_columns;
    char **names;  /* of the columns */
    char ***cells; /* cells[row][column] */
};

/* NAME without .csv; kept until the program ends. */
const struct dataset *dataset_read(const char *name);

/* The numbers of a column, malloc'ed; of the rows whose `by` column equals
 * `group`, or of all if `by` is NULL. */
double *dataset_numbers(const struct dataset *set, const char *column,
                        const char *by, const char *group, size_t *n);

struct reference {
    const char *dataset, *group, *statistic, *parameters;
    const char *text; /* the value as written */
    const char *class;
    double value, rtol, atol; /* rtol NAN: not to be tested */
};

/* The row with these four keys; fails the test if there is none. */
const struct reference *reference_find(const char *dataset, const char *group,
                                       const char *statistic,
                                       const char *parameters);

/* Rows of a dataset (NULL: of any) with a statistic (NULL: any) in file order,
 * to loop over: pass NULL first. */
const struct reference *reference_next(const struct reference *after,
                                       const char *dataset,
                                       const char *statistic);

/* The sample a row is about: column x, or column value of the row's group.
 * Valid until the next call. */
struct sample reference_sample(const struct reference *row);

/* Fails, naming the row, unless got is within the row's tolerance. */
void reference_check(const struct reference *row, double got);

/* $srcdir/tests/reference/NAME, or tests/reference/NAME; static buffer. */
const char *reference_path(const char *name);

/* The columns x and y of a row's dataset, of its group: malloc'ed. Returns how
 * many pairs. */
size_t reference_pairs(const struct reference *row, double **x, double **y);

#endif
