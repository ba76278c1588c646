#include "study/compare_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/repeats.h"

/* Which runs stand on which side. */

enum { MOST_ARMS = 50 };

static struct arm *find_arm(const struct arms *arms, const char *name)
{
    for (size_t a = 0; a < arms->n_arms; a++)
        if (strcmp(arms->arms[a].name, name) == 0)
            return &arms->arms[a];
    return NULL;
}

static bool collect(struct arms *arms, struct arena *arena, const char *column,
                    struct error *error)
{
    size_t n = arms->cells->n_groups;

    arms->arms = arena_alloc(arena, MOST_ARMS, sizeof *arms->arms);
    for (size_t c = 0; c < n; c++) {
        const char *name = grouping_show(arms->cells->values[c][0]);
        struct arm *arm = find_arm(arms, name);

        if (!arm && arms->n_arms == MOST_ARMS)
            return error_set(error, NULL,
                             "--by %s: more than %d values cannot be compared",
                             column, (int)MOST_ARMS);
        if (!arm) {
            arm = &arms->arms[arms->n_arms++];
            arm->name = name;
            arm->cells = arena_alloc(arena, n, sizeof *arm->cells);
        }
        arm->cells[arm->n_runs++] = c;
    }
    return true;
}

static bool unknown_base(const struct arms *arms, const char *name,
                         struct error *error)
{
    char names[200] = "";
    size_t length = 0;

    for (size_t a = 0; a < arms->n_arms && length < sizeof names - 50; a++)
        length +=
            (size_t)snprintf(names + length, sizeof names - length, "%s%.40s",
                             a ? ", " : "", arms->arms[a].name);
    return error_set(error, NULL, "--base: there is no side '%s'; there are %s",
                     name, names);
}

static bool choose_base(struct arms *arms, const char *name,
                        struct error *error)
{
    struct arm *arm, base;

    if (!name)
        return true;
    arm = find_arm(arms, name);
    if (!arm)
        return unknown_base(arms, name, error);
    base = *arm;
    memmove(arms->arms + 1, arms->arms,
            (size_t)(arm - arms->arms) * sizeof base);
    arms->arms[0] = base;
    return true;
}

static void find_conditions(struct arms *arms, const struct frame *frame)
{
    uint8_t *is_of_arm = arena_alloc(frame->arena, arms->cells->n_groups, 1);

    for (size_t a = 0; a < arms->n_arms; a++) {
        struct arm *arm = &arms->arms[a];

        memset(is_of_arm, 0, arms->cells->n_groups);
        for (size_t r = 0; r < arm->n_runs; r++)
            is_of_arm[arm->cells[r]] = 1;
        arm->differ = repeats_differ_among(frame, arms->cells, is_of_arm);
    }
}

bool arms_find(struct arms *arms, const struct frame *frame,
               const struct compare_options *options, struct error *error)
{
    const char *columns[] = {options->arm_column, "run"};

    memset(arms, 0, sizeof *arms);
    arms->n_strata = frame->groups ? frame->groups->n_groups : 1;
    arms->cells =
        grouping_create(frame->arena, frame->table, columns,
                        frame->table->field[FIELD_RUN] ? 2 : 1, frame->kept,
                        GROUP_BY_APPEARANCE, SIZE_MAX, error);
    if (!arms->cells ||
        !collect(arms, frame->arena, options->arm_column, error))
        return false;
    if (arms->n_arms < 2)
        return error_set(error, NULL,
                         "there is one side only, '%s': nothing to compare it "
                         "with",
                         arms->arms[0].name);
    if (!choose_base(arms, options->base, error))
        return false;
    find_conditions(arms, frame);
    return true;
}

/* Puts the candidate's runs in the order of the base's names; false if a name
 * is missing. */
static bool pair_by_name(const struct arms *arms, const struct arm *base,
                         struct arm *candidate)
{
    const struct grouping *cells = arms->cells;

    if (cells->n_by < 2)
        return false;
    for (size_t i = 0; i < base->n_runs; i++) {
        const char *name = cells->values[base->cells[i]][1];
        size_t k = i, cell;

        while (k < candidate->n_runs &&
               strcmp(cells->values[candidate->cells[k]][1], name) != 0)
            k++;
        if (k == candidate->n_runs)
            return false;
        cell = candidate->cells[k];
        candidate->cells[k] = candidate->cells[i];
        candidate->cells[i] = cell;
    }
    return true;
}

static int compare_cells(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

bool arms_pair(const struct arms *arms, const struct arm *base,
               struct arm *candidate, struct error *error)
{
    if (base->n_runs != candidate->n_runs)
        return error_set(error, NULL,
                         "--pair: '%s' has %zu runs and '%s' has %zu: they do "
                         "not pair",
                         base->name, base->n_runs, candidate->name,
                         candidate->n_runs);
    if (!pair_by_name(arms, base, candidate))
        qsort(candidate->cells, candidate->n_runs, sizeof *candidate->cells,
              compare_cells);
    return true;
}
