#include "tests/reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "tests/check.h"

struct line {
    char **cells;
    size_t n;
};

struct lines {
    struct line *lines;
    size_t n;
};

const char *reference_path(const char *name)
{
    static char path[4096];
    const char *top = getenv("srcdir");

    snprintf(path, sizeof path, "%s/tests/reference/%s", top ? top : ".", name);
    return path;
}

static struct line split(char *text, char separator)
{
    struct line line = {NULL, 0};
    char *at = text;

    at[strcspn(at, "\r\n")] = '\0';
    for (;;) {
        char *end = strchr(at, separator);

        line.cells = realloc(line.cells, (line.n + 1) * sizeof *line.cells);
        if (end)
            *end = '\0';
        if (at[0] == '"' && at[strlen(at) - 1] == '"') {
            at[strlen(at) - 1] = '\0';
            at++;
        }
        line.cells[line.n++] = strdup(at);
        if (!end)
            return line;
        at = end + 1;
    }
}

static struct lines read_lines(const char *name, char separator)
{
    struct lines all = {NULL, 0};
    FILE *in = fopen(reference_path(name), "r");
    char *text = NULL;
    size_t size = 0;

    if (!in)
        fail_msg("cannot open %s", reference_path(name));
    while (getline(&text, &size, in) > 0) {
        /* Doubled, as the sanitizers copy at every growth. */
        if ((all.n & (all.n - 1)) == 0)
            all.lines = realloc(all.lines, (2 * all.n + 1) * sizeof *all.lines);
        all.lines[all.n++] = split(text, separator);
    }
    free(text);
    fclose(in);
    return all;
}

/* What has been read, kept until the program ends. */
static struct kept {
    struct dataset set;
    char *name;
    struct kept *next;
} * kept;

static struct dataset *keep(const char *name)
{
    struct kept *new = calloc(1, sizeof *new);

    new->name = strdup(name);
    new->next = kept;
    kept = new;
    return &new->set;
}

const struct dataset *dataset_read(const char *name)
{
    struct dataset *set;
    char path[256];
    struct lines all;

    for (struct kept *old = kept; old; old = old->next)
        if (strcmp(old->name, name) == 0)
            return &old->set;
    set = keep(name);
    snprintf(path, sizeof path, "data/%s.csv", name);
    all = read_lines(path, ',');
    if (all.n == 0)
        fail_msg("%s is empty", path);
    set->names = all.lines[0].cells;
    set->n_columns = all.lines[0].n;
    set->n_rows = all.n - 1;
    set->cells = calloc(all.n, sizeof *set->cells);
    for (size_t i = 1; i < all.n; i++)
        set->cells[i - 1] = all.lines[i].cells;
    free(all.lines);
    return set;
}

static size_t find_column(const struct dataset *set, const char *name)
{
    for (size_t i = 0; i < set->n_columns; i++)
        if (strcmp(set->names[i], name) == 0)
            return i;
    fail_msg("no column '%s'", name);
    return 0;
}

double *dataset_numbers(const struct dataset *set, const char *column,
                        const char *by, const char *group, size_t *n)
{
    size_t at = find_column(set, column);
    size_t key = by ? find_column(set, by) : 0;
    double *x = calloc(set->n_rows + 1, sizeof *x);

    *n = 0;
    for (size_t i = 0; i < set->n_rows; i++)
        if (!by || strcmp(set->cells[i][key], group) == 0)
            x[(*n)++] = strtod(set->cells[i][at], NULL);
    return x;
}

static double number(const char *text)
{
    return strcmp(text, "NA") == 0 ? (double)NAN : strtod(text, NULL);
}

static struct lines values;
static struct reference *rows;
static size_t n_rows;

static void load(void)
{
    if (rows)
        return;
    values = read_lines("values.tsv", '\t');
    rows = calloc(values.n, sizeof *rows);
    for (size_t i = 1; i < values.n; i++) {
        char **c = values.lines[i].cells;

        if (values.lines[i].n < 8)
            fail_msg("values.tsv:%zu: %zu cells", i + 1, values.lines[i].n);
        rows[n_rows++] = (struct reference){
            c[0], c[1],         c[2],         c[3],        c[4],
            c[5], number(c[4]), number(c[6]), number(c[7])};
    }
}

const struct reference *reference_find(const char *dataset, const char *group,
                                       const char *statistic,
                                       const char *parameters)
{
    load();
    for (size_t i = 0; i < n_rows; i++)
        if (strcmp(rows[i].dataset, dataset) == 0 &&
            strcmp(rows[i].group, group) == 0 &&
            strcmp(rows[i].statistic, statistic) == 0 &&
            strcmp(rows[i].parameters, parameters) == 0)
            return &rows[i];
    fail_msg("no reference value %s/%s/%s/%s", dataset, group, statistic,
             parameters);
    return NULL;
}

const struct reference *reference_next(const struct reference *after,
                                       const char *dataset,
                                       const char *statistic)
{
    load();
    for (size_t i = after ? (size_t)(after - rows) + 1 : 0; i < n_rows; i++)
        if ((!dataset || strcmp(rows[i].dataset, dataset) == 0) &&
            (!statistic || strcmp(rows[i].statistic, statistic) == 0))
            return &rows[i];
    return NULL;
}

void reference_check(const struct reference *row, double got)
{
    char what[512];

    if (isnan(row->rtol) && !isnan(row->value))
        fail_msg("%s %s %s is not to be tested", row->dataset, row->statistic,
                 row->parameters);
    snprintf(what, sizeof what, "%s [%s] %s (%s)", row->dataset, row->group,
             row->statistic, row->parameters);
    check_close_at(got, row->value, isnan(row->rtol) ? 0 : row->rtol,
                   isnan(row->atol) ? 0 : row->atol, what, __FILE__, __LINE__);
}

struct sample reference_sample(const struct reference *row)
{
    static const struct reference *last;
    static struct sample sample;
    static double *x;
    const struct dataset *set;

    if (last && strcmp(last->dataset, row->dataset) == 0 &&
        strcmp(last->group, row->group) == 0)
        return sample;
    free(x);
    set = dataset_read(row->dataset);
    x = row->group[0] ? dataset_numbers(set, "value", set->names[0], row->group,
                                        &sample.n)
                      : dataset_numbers(set, "x", NULL, NULL, &sample.n);
    sort_doubles(x, sample.n);
    sample.x = x;
    last = row;
    return sample;
}

size_t reference_pairs(const struct reference *row, double **x, double **y)
{
    const struct dataset *set = dataset_read(row->dataset);
    bool all = row->group[0] == '(' || row->group[0] == '\0';
    const char *by = all ? NULL : "group";
    size_t n;

    *x = dataset_numbers(set, "x", by, row->group, &n);
    *y = dataset_numbers(set, "y", by, row->group, &n);
    return n;
}
