/* Writes src/stat/dip_table.h: quantiles of sqrt(n) times the dip of uniform
 * samples, by simulation from a fixed seed (two to three
 * minutes).
 *
 *     make bench/make_dip_table && bench/make_dip_table > dip_table.h */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/sort.h"
#include "stat/dip.h"

static const double levels[] = {0,     0.001, 0.002,  0.005, 0.01, 0.02, 0.05,
                                0.1,   0.2,   0.3,    0.4,   0.5,  0.6,  0.7,
                                0.8,   0.85,  0.9,    0.95,  0.98, 0.99, 0.995,
                                0.998, 0.999, 0.9995, 0.9999};
static const size_t sizes[] = {4,   5,    6,    7,    8,     9,     10,
                               12,  15,   20,   30,   50,    100,   200,
                               500, 1000, 2000, 5000, 10000, 20000, 72000};

enum {
    LEVELS = sizeof levels / sizeof *levels,
    SIZES = sizeof sizes / sizeof *sizes
};

static size_t samples_for(size_t n)
{
    return n <= 1000 ? 100000 : n <= 5000 ? 40000 : n <= 20000 ? 20000 : 5000;
}

static void print_row(size_t n)
{
    struct random_stream *random = random_create(n, "dip table");
    size_t m = samples_for(n);
    double *dips = memory_alloc(m, sizeof *dips);
    double *x = memory_alloc(n, sizeof *x);
    struct sample sample = {.x = x, .n = n};

    for (size_t i = 0; i < m; i++) {
        dip_draw_uniform(x, n, random);
        dips[i] = sqrt((double)n) * dip_statistic(&sample);
    }
    sort_doubles(dips, m);
    printf("    {%zu,\n     {", n);
    for (size_t k = 0; k < LEVELS; k++) {
        size_t at = (size_t)round(levels[k] * (double)(m - 1));

        printf("%.6f%s", dips[at],
               k + 1 == LEVELS ? "}},\n"
               : k % 7 == 6    ? ",\n      "
                               : ", ");
    }
    fflush(stdout);
    free(dips);
    free(x);
    random_destroy(random);
}

int main(void)
{
    printf("/* Made by bench/make_dip_table.c; do not edit.\n"
           " *\n"
           " * Quantiles of sqrt(n) times the dip of n uniform values: 100,000 "
           "samples\n"
           " * up to n = 1,000, 40,000 up to 5,000, 20,000 up to 20,000, else "
           "5,000. */\n"
           "#ifndef STAT_DIP_TABLE_H\n#define STAT_DIP_TABLE_H\n\n"
           "#include <stddef.h>\n\n"
           "enum { DIP_QUANTILES = %d, DIP_ROWS = %d };\n\n"
           "struct dip_row {\n    size_t n;\n"
           "    double quantile[DIP_QUANTILES];\n};\n\n",
           (int)LEVELS, (int)SIZES);
    printf("/* clang-format off */\n"
           "static const double dip_level[DIP_QUANTILES] = {\n   ");
    for (size_t k = 0; k < LEVELS; k++)
        printf(" %g,%s", levels[k],
               k + 1 == LEVELS ? "};\n\n"
               : k % 8 == 7    ? "\n   "
                               : "");
    printf("static const struct dip_row dip_rows[DIP_ROWS] = {\n");
    for (size_t k = 0; k < SIZES; k++)
        print_row(sizes[k]);
    printf("};\n/* clang-format on */\n\n#endif\n");
    return 0;
}
