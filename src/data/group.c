#include "data/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/threads.h"

/* Each column gives every row a code; two columns are combined into codes of
 * the pairs that occur, and so on: so any number of columns works on one. */
struct coding {
    const struct codes *codes; /* [n_rows]; of the column, or owned */
    struct codes owned;
    const char ***texts; /* [code][by so far] */
    size_t n;
};

enum field_kind grouping_kind(const char *name)
{
    enum field field = field_find(name);

    return field == FIELD_NONE ? KIND_TEXT : fields[field].kind;
}

const char *grouping_show(const char *value)
{
    return value[0] ? value : "(none)";
}

static const char **one_text(struct arena *arena, const char *text)
{
    const char **texts = arena_alloc(arena, 1, sizeof *texts);

    texts[0] = text;
    return texts;
}

/* A number or time as the text that names its group. */
static size_t cell_text(char text[DATE_TEXT_SIZE], const struct column *column,
                        size_t row)
{
    if (column->kind == KIND_TIME) {
        if (column->time[row] == TIME_MISSING)
            return 0;
        date_format(text, column->time[row]);
        return strlen(text);
    }
    return isfinite(column->number[row])
               ? number_format(text, column->number[row])
               : 0;
}

static void code_values(struct coding *coding, struct arena *arena,
                        const struct column *column, size_t n_rows)
{
    struct dictionary dictionary;
    char text[DATE_TEXT_SIZE];

    dictionary_init(&dictionary, arena);
    for (size_t i = 0; i < n_rows; i++)
        codes_set(
            &coding->owned, i,
            dictionary_add(&dictionary, text, cell_text(text, column, i)));
    coding->n = dictionary.n;
    coding->texts = arena_alloc(arena, coding->n, sizeof *coding->texts);
    for (size_t i = 0; i < coding->n; i++)
        coding->texts[i] = one_text(arena, dictionary.texts[i]);
    dictionary_release(&dictionary);
}

static void code_column(struct coding *coding, struct arena *arena,
                        const struct column *column, size_t n_rows)
{
    *coding = (struct coding){.codes = &column->codes};
    if (column->kind != KIND_TEXT) {
        codes_resize(&coding->owned, n_rows);
        coding->codes = &coding->owned;
        code_values(coding, arena, column, n_rows);
        return;
    }
    coding->n = column->dictionary.n;
    coding->texts = arena_alloc(arena, coding->n, sizeof *coding->texts);
    for (size_t i = 0; i < coding->n; i++)
        coding->texts[i] = one_text(arena, column->dictionary.texts[i]);
}

/* Open addressing from a pair of codes to the code of the pair. */
struct pairs {
    uint64_t *keys; /* first << 32 | second, plus one; 0 is free */
    uint32_t *codes;
    size_t n_slots, n;
};

static size_t pair_slot(const struct pairs *pairs, uint64_t key)
{
    size_t mask = pairs->n_slots - 1;
    size_t at = (size_t)((key * 0x9e3779b97f4a7c15u) >> 20) & mask;

    while (pairs->keys[at] && pairs->keys[at] != key)
        at = (at + 1) & mask;
    return at;
}

static void pairs_grow(struct pairs *pairs)
{
    struct pairs old = *pairs;

    pairs->n_slots = old.n_slots ? old.n_slots * 2 : 64;
    pairs->keys = memory_alloc(pairs->n_slots, sizeof *pairs->keys);
    pairs->codes = memory_alloc(pairs->n_slots, sizeof *pairs->codes);
    for (size_t i = 0; i < old.n_slots; i++)
        if (old.keys[i]) {
            size_t at = pair_slot(pairs, old.keys[i]);

            pairs->keys[at] = old.keys[i];
            pairs->codes[at] = old.codes[i];
        }
    free(old.keys);
    free(old.codes);
}

static uint32_t pair_code(struct pairs *pairs, uint32_t first, uint32_t second)
{
    uint64_t key = ((uint64_t)first << 32 | second) + 1;
    size_t at;

    if (pairs->n * 2 >= pairs->n_slots)
        pairs_grow(pairs);
    at = pair_slot(pairs, key);
    if (!pairs->keys[at]) {
        pairs->keys[at] = key;
        pairs->codes[at] = (uint32_t)pairs->n++;
    }
    return pairs->codes[at];
}

/* Combines `more` into `coding`, which had n_by columns. */
static void combine(struct coding *coding, const struct coding *more,
                    struct arena *arena, size_t n_by, size_t n_rows)
{
    struct pairs pairs = {NULL, NULL, 0, 0};
    struct codes codes = {0};
    const char ***texts;

    pairs_grow(&pairs);
    for (size_t i = 0; i < n_rows; i++)
        (void)pair_code(&pairs, codes_at(coding->codes, i),
                        codes_at(more->codes, i));
    texts = arena_alloc(arena, pairs.n, sizeof *texts);
    for (size_t s = 0; s < pairs.n_slots; s++) {
        uint64_t key = pairs.keys[s] - 1;
        const char **all;

        if (!pairs.keys[s])
            continue;
        all = arena_alloc(arena, n_by + 1, sizeof *all);
        memcpy(all, coding->texts[key >> 32], n_by * sizeof *all);
        all[n_by] = more->texts[key & UINT32_MAX][0];
        texts[pairs.codes[s]] = all;
    }
    codes_resize(&codes, n_rows);
    for (size_t i = 0; i < n_rows; i++)
        codes_set(&codes, i,
                  pair_code(&pairs, codes_at(coding->codes, i),
                            codes_at(more->codes, i)));
    codes_release(&coding->owned);
    coding->owned = codes;
    coding->codes = &coding->owned;
    coding->texts = texts;
    coding->n = pairs.n;
    free(pairs.keys);
    free(pairs.codes);
}

struct rank {
    uint32_t code;
    size_t size, first_row;
};

static int compare_firsts(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    return (x->first_row > y->first_row) - (x->first_row < y->first_row);
}

static int compare_ranks(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    if (x->size != y->size)
        return x->size < y->size ? 1 : -1;
    return compare_firsts(a, b);
}

/* Rows are counted by block, side by side; many codes make that too dear. */
enum { FEW_CODES = 256 };

struct counting {
    const struct coding *coding;
    const uint8_t *keep;
    struct rank *ranks; /* [blocks][coding->n] */
};

static void count_rows(const struct counting *counting, struct rank *ranks,
                       size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct rank *rank = &ranks[codes_at(counting->coding->codes, i)];

        if (counting->keep && !counting->keep[i])
            continue;
        if (rank->size++ == 0)
            rank->first_row = i;
    }
}

static void count_block(void *context, size_t from, size_t to)
{
    const struct counting *counting = context;

    count_rows(counting,
               counting->ranks + from / THREADS_BLOCK * counting->coding->n,
               from, to);
}

/* The first block gets what all of them counted. */
static void add_blocks(const struct counting *counting, size_t n_blocks)
{
    size_t n = counting->coding->n;

    for (size_t i = n; i < n * n_blocks; i++) {
        struct rank *sum = &counting->ranks[i % n];

        if (sum->size == 0)
            sum->first_row = counting->ranks[i].first_row;
        sum->size += counting->ranks[i].size;
    }
}

/* The codes that occur in kept rows, in order. */
static struct rank *rank_codes(const struct coding *coding, const uint8_t *keep,
                               enum group_order order, size_t n_rows, size_t *n)
{
    bool are_few = coding->n <= FEW_CODES && n_rows > 0;
    size_t n_blocks = are_few ? threads_n_blocks(n_rows) : 1;
    struct rank *ranks = memory_alloc(n_blocks * coding->n, sizeof *ranks);
    struct counting counting = {coding, keep, ranks};

    if (are_few)
        threads_run_rows(n_rows, count_block, &counting);
    else
        count_rows(&counting, ranks, 0, n_rows);
    add_blocks(&counting, n_blocks);
    *n = 0;
    for (size_t c = 0; c < coding->n; c++)
        if (ranks[c].size) {
            ranks[*n] = ranks[c];
            ranks[(*n)++].code = (uint32_t)c;
        }
    qsort(ranks, *n, sizeof *ranks,
          order == GROUP_BY_SIZE ? compare_ranks : compare_firsts);
    return ranks;
}

static const char *join_values(struct arena *arena, const char **values,
                               size_t n_by)
{
    struct text text;
    const char *joined;

    text_init(&text);
    for (size_t i = 0; i < n_by; i++)
        text_format(&text, "%s%s", i ? ", " : "", grouping_show(values[i]));
    joined = arena_text(arena, text.data);
    text_release(&text);
    return joined;
}

static const char **other_values(struct arena *arena, size_t n_by)
{
    const char **values = arena_alloc(arena, n_by, sizeof *values);

    for (size_t i = 0; i < n_by; i++)
        values[i] = "(other)";
    return values;
}

struct spreading {
    struct grouping *grouping;
    const struct codes *codes;
    const uint32_t *group_of;
    const uint8_t *keep;
};

static void spread_rows(void *context, size_t from, size_t to)
{
    const struct spreading *spreading = context;
    const uint8_t *keep = spreading->keep;

    for (size_t i = from; i < to; i++)
        if (!keep || keep[i])
            group_set(&spreading->grouping->rows, i,
                      spreading->group_of[codes_at(spreading->codes, i)]);
}

static void fill(struct grouping *grouping, struct arena *arena,
                 const struct coding *coding, const uint8_t *keep,
                 enum group_order order, size_t n_rows, size_t limit)
{
    size_t n, kept;
    struct rank *ranks = rank_codes(coding, keep, order, n_rows, &n);
    uint32_t *group_of = memory_alloc(coding->n, sizeof *group_of);

    kept = n > limit ? limit - 1 : n;
    grouping->n_groups = n > limit ? limit : n;
    grouping->n_folded = n - kept;
    grouping->values = arena_alloc(arena, grouping->n_groups, sizeof(char **));
    grouping->labels = arena_alloc(arena, grouping->n_groups, sizeof(char *));
    grouping->sizes = arena_alloc(arena, grouping->n_groups, sizeof(size_t));
    for (size_t g = 0; g < n; g++) {
        size_t at = g < kept ? g : kept;

        group_of[ranks[g].code] = (uint32_t)at;
        grouping->sizes[at] += ranks[g].size;
        if (!grouping->values[at])
            grouping->values[at] = g < kept
                                       ? coding->texts[ranks[g].code]
                                       : other_values(arena, grouping->n_by);
    }
    for (size_t g = 0; g < grouping->n_groups; g++)
        grouping->labels[g] =
            grouping->n_by
                ? join_values(arena, grouping->values[g], grouping->n_by)
                : "all";
    grouping->rows = codes_in(arena, n_rows, (uint32_t)grouping->n_groups);
    threads_run_rows(
        n_rows, spread_rows,
        &(struct spreading){grouping, coding->codes, group_of, keep});
    free(group_of);
    free(ranks);
}

struct grouping *grouping_create(struct arena *arena, const struct table *table,
                                 const char *const *columns, size_t n_by,
                                 const uint8_t *keep, enum group_order order,
                                 size_t limit, struct error *error)
{
    struct grouping *grouping = arena_alloc(arena, 1, sizeof *grouping);
    struct coding coding = {0}, more;
    bool ok = true;

    grouping->columns = arena_alloc(arena, n_by, sizeof *grouping->columns);
    grouping->n_by = n_by;
    if (n_by == 0) {
        codes_resize(&coding.owned, table->n_rows);
        codes_clear(&coding.owned, 0, table->n_rows);
        coding.codes = &coding.owned;
        coding.texts = arena_alloc(arena, 1, sizeof *coding.texts);
        coding.texts[0] = one_text(arena, "");
        coding.n = 1;
    }
    for (size_t b = 0; b < n_by && ok; b++) {
        const struct column *column =
            table_column(table, columns[b], grouping_kind(columns[b]));

        grouping->columns[b] = arena_text(arena, columns[b]);
        ok = column != NULL;
        if (!column) {
            error_set(error, NULL, "--by: the log has no column '%s'",
                      columns[b]);
        } else if (b == 0) {
            code_column(&coding, arena, column, table->n_rows);
        } else {
            code_column(&more, arena, column, table->n_rows);
            combine(&coding, &more, arena, b, table->n_rows);
            codes_release(&more.owned);
        }
    }
    if (ok)
        fill(grouping, arena, &coding, keep, order, table->n_rows, limit);
    codes_release(&coding.owned);
    return ok ? grouping : NULL;
}
