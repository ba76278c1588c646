#include "log/probe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/sort.h"

enum { FEWEST_SLOTS = 128, SLOTS_PER_COLUMN = 4 };

/* Fowler, Noll and Vo's hash (FNV-1a). */
static size_t hash(const char *name, size_t n)
{
    uint64_t value = 0xcbf29ce484222325;

    for (size_t i = 0; i < n; i++)
        value = (value ^ (unsigned char)name[i]) * 0x100000001b3;
    return (size_t)(value ^ value >> 32);
}

/* The slot that holds the name (its index plus one), or a free one. */
static size_t find_slot(const struct probe *probe, const char *name, size_t n)
{
    size_t mask = probe->n_slots - 1;
    size_t at = hash(name, n) & mask;

    for (;; at = (at + 1) & mask) {
        const char *other;

        if (probe->slots[at] == 0)
            return at;
        other = probe->columns[probe->slots[at] - 1].name;
        if (strncmp(other, name, n) == 0 && other[n] == '\0')
            return at;
    }
}

/* Most logs have a few dozen columns: the table begins small. */
static void grow(struct probe *probe)
{
    free(probe->slots);
    probe->n_slots = probe->n_slots ? 2 * probe->n_slots : FEWEST_SLOTS;
    probe->slots = memory_alloc(probe->n_slots, sizeof *probe->slots);
    for (size_t i = 0; i < probe->n; i++) {
        const char *name = probe->columns[i].name;

        probe->slots[find_slot(probe, name, strlen(name))] = (uint32_t)i + 1;
    }
}

void probe_init(struct probe *probe, struct arena *arena)
{
    memset(probe, 0, sizeof *probe);
    probe->arena = arena;
    grow(probe);
}

void probe_release(struct probe *probe)
{
    for (size_t i = 0; i < probe->n; i++)
        free(probe->columns[i].sample);
    free(probe->columns);
    free(probe->slots);
    memset(probe, 0, sizeof *probe);
}

static void add_column(struct probe *probe, const char *name, size_t n)
{
    struct probe_column *column;

    if (probe->n == probe->capacity) {
        probe->capacity = probe->capacity ? probe->capacity * 2 : 32;
        probe->columns = memory_resize(probe->columns, probe->capacity,
                                       sizeof *probe->columns);
    }
    column = &probe->columns[probe->n++];
    memset(column, 0, sizeof *column);
    column->name = arena_text_n(probe->arena, name, n);
    column->min = INFINITY;
    column->max = -INFINITY;
    column->stride = 1;
}

size_t probe_column(struct probe *probe, const char *name, size_t n)
{
    size_t slot;

    n = strnlen(name, n);
    slot = find_slot(probe, name, n);
    if (probe->slots[slot])
        return probe->slots[slot] - 1;
    if (probe->n == PROBE_COLUMNS) {
        probe->is_full = true;
        return SIZE_MAX;
    }
    if (probe->n == probe->n_slots / SLOTS_PER_COLUMN) {
        grow(probe);
        slot = find_slot(probe, name, n);
    }
    add_column(probe, name, n);
    probe->slots[slot] = (uint32_t)probe->n;
    return probe->n - 1;
}

size_t probe_find(const struct probe *probe, const char *name)
{
    size_t slot = find_slot(probe, name, strlen(name));

    return probe->slots[slot] ? probe->slots[slot] - 1 : SIZE_MAX;
}

/* Keeps every stride-th value; when the room is full, every second one of
 * them goes and the stride doubles. */
static void keep(struct probe_column *column, double value)
{
    if (++column->skipped < column->stride)
        return;
    column->skipped = 0;
    if (!column->sample)
        column->sample = memory_alloc(PROBE_SAMPLE, sizeof *column->sample);
    if (column->n_sample == PROBE_SAMPLE) {
        for (size_t i = 0; i < PROBE_SAMPLE / 2; i++)
            column->sample[i] = column->sample[2 * i];
        column->n_sample = PROBE_SAMPLE / 2;
        column->stride *= 2;
    }
    column->sample[column->n_sample++] = value;
}

static void count_number(struct probe_column *column, double number)
{
    column->n_number++;
    column->n_integer += floor(number) == number;
    if (number < column->min)
        column->min = number;
    if (number > column->max)
        column->max = number;
    keep(column, number);
}

static void keep_text(struct probe *probe, struct probe_column *column,
                      const struct cell *cell)
{
    size_t n = strnlen(cell->text, cell->n < 80 ? cell->n : 80);

    if (column->has_more_texts)
        return;
    for (size_t i = 0; i < column->n_texts; i++)
        if (strncmp(column->texts[i], cell->text, n) == 0 &&
            column->texts[i][n] == '\0')
            return;
    if (column->n_texts == PROBE_TEXTS) {
        column->has_more_texts = true;
        return;
    }
    column->texts[column->n_texts++] =
        arena_text_n(probe->arena, cell->text, n);
}

static void count_text(const struct probe *probe, struct probe_column *column,
                       const struct cell *cell)
{
    static const struct number_form point = {false}, comma = {true};
    double number, unit;
    enum date_zone zone;
    int64_t ns;

    if (cell_number(cell, &point, &number, &unit)) {
        column->n_unit += unit > 0;
        column->n_point += memchr(cell->text, '.', cell->n) != NULL;
        column->n_comma += memchr(cell->text, ',', cell->n) != NULL;
        count_number(column, number);
    } else if (probe->may_have_decimal_comma &&
               cell_number(cell, &comma, &number, &unit)) {
        column->n_unit += unit > 0;
        column->n_comma++;
        count_number(column, number);
    } else if (date_parse(cell->text, cell->n, 0, &ns, &zone)) {
        column->n_date++;
        keep(column, (double)ns);
    } else {
        column->n_text++;
    }
}

void probe_cell(struct probe *probe, size_t index, const struct cell *cell)
{
    struct probe_column *column = &probe->columns[index];
    double number, unit;

    if (cell_is_missing(cell)) {
        column->n_null++;
        return;
    }
    switch (cell->kind) {
    case CELL_NUMBER:
        if (cell_number(cell, &probe->form, &number, &unit))
            count_number(column, number);
        break;
    case CELL_FLAG:
        column->n_flag++;
        break;
    case CELL_NESTED:
        column->n_nested += cell->n > 0;
        column->n_entered += cell->n == 0;
        break;
    default:
        count_text(probe, column, cell);
        break;
    }
    if (cell->kind != CELL_NESTED)
        keep_text(probe, column, cell);
}

void probe_finish(struct probe *probe)
{
    size_t n_comma = 0, n_point = 0;

    for (size_t i = 0; i < probe->n; i++) {
        n_comma += probe->columns[i].n_comma;
        n_point += probe->columns[i].n_point;
    }
    probe->form.has_decimal_comma =
        probe->may_have_decimal_comma && n_comma > n_point;
}

double probe_median(const struct probe_column *column)
{
    double *sorted, median;
    size_t n = column->n_sample;

    if (n == 0)
        return (double)NAN;
    sorted = memory_alloc(n, sizeof *sorted);
    memcpy(sorted, column->sample, n * sizeof *sorted);
    sort_doubles(sorted, n);
    median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    free(sorted);
    return median;
}

size_t probe_present(const struct probe_column *column)
{
    return column->n_text + column->n_number + column->n_flag +
           column->n_nested + column->n_date;
}

bool probe_is_number(const struct probe_column *column)
{
    return 2 * column->n_number > probe_present(column);
}
