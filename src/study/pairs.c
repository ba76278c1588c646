#include "study/pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

static void allocate(struct pairs *pairs, size_t n, bool has_given)
{
    memset(pairs, 0, sizeof *pairs);
    pairs->x = memory_alloc(n, sizeof *pairs->x);
    pairs->y = memory_alloc(n, sizeof *pairs->y);
    pairs->group = memory_alloc(n, sizeof *pairs->group);
    if (has_given)
        pairs->given = memory_alloc(n, sizeof *pairs->given);
}

static bool is_usable(const struct frame *frame, const double *x,
                      const double *y, const double *given, size_t row)
{
    return frame->counted_group[row] != GROUP_NONE && isfinite(x[row]) &&
           isfinite(y[row]) && (!given || isfinite(given[row]));
}

static void fill(struct pairs *pairs, const struct frame *frame,
                 const double *x, const double *y, const double *given,
                 const uint8_t *part)
{
    size_t n = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        n += (!part || part[i]) && is_usable(frame, x, y, given, i);
    allocate(pairs, n, given != NULL);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        if ((part && !part[i]) || !is_usable(frame, x, y, given, i))
            continue;
        pairs->x[pairs->n] = x[i];
        pairs->y[pairs->n] = y[i];
        if (given)
            pairs->given[pairs->n] = given[i];
        pairs->group[pairs->n++] = frame->counted_group[i];
    }
}

void pairs_init(struct pairs *pairs, const struct frame *frame, const double *x,
                const double *y, const double *given)
{
    fill(pairs, frame, x, y, given, NULL);
}

void pairs_init_rows(struct pairs *pairs, const struct frame *frame,
                     const double *x, const double *y, const uint8_t *part)
{
    fill(pairs, frame, x, y, NULL, part);
}

void pairs_init_part(struct pairs *pairs, const struct pairs *all, size_t most,
                     uint64_t seed)
{
    double share = all->n > most ? (double)most / (double)all->n : 1;
    struct random_stream *random = random_create(seed, "pairs");

    allocate(pairs, all->n, false);
    for (size_t i = 0; i < all->n; i++) {
        if (share < 1 && random_uniform(random) >= share)
            continue;
        pairs->x[pairs->n] = all->x[i];
        pairs->y[pairs->n] = all->y[i];
        pairs->group[pairs->n++] = all->group[i];
    }
    random_destroy(random);
}

void pairs_release(struct pairs *pairs)
{
    free(pairs->x);
    free(pairs->y);
    free(pairs->given);
    free(pairs->group);
    memset(pairs, 0, sizeof *pairs);
}

static void init_groups(struct pairs *pairs, const struct pairs *all,
                        uint32_t first, uint32_t last)
{
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        n += all->group[i] >= first && all->group[i] <= last;
    allocate(pairs, n, all->given != NULL);
    for (size_t i = 0; i < all->n; i++) {
        if (all->group[i] < first || all->group[i] > last)
            continue;
        pairs->x[pairs->n] = all->x[i];
        pairs->y[pairs->n] = all->y[i];
        if (all->given)
            pairs->given[pairs->n] = all->given[i];
        pairs->group[pairs->n++] = all->group[i];
    }
}

void pairs_init_group(struct pairs *pairs, const struct pairs *all,
                      uint32_t group)
{
    init_groups(pairs, all, group, group);
}

void pairs_init_from(struct pairs *pairs, const struct pairs *all,
                     uint32_t first)
{
    init_groups(pairs, all, first, UINT32_MAX);
}

bool pairs_init_logs(struct pairs *pairs, const struct pairs *from)
{
    bool ok = true;

    allocate(pairs, from->n, from->given != NULL);
    pairs->n = from->n;
    for (size_t i = 0; i < from->n; i++) {
        ok = ok && from->x[i] > 0 && from->y[i] > 0 &&
             (!from->given || from->given[i] > 0);
        if (!ok)
            break;
        pairs->x[i] = log(from->x[i]);
        pairs->y[i] = log(from->y[i]);
        if (from->given)
            pairs->given[i] = log(from->given[i]);
        pairs->group[i] = from->group[i];
    }
    return ok;
}
