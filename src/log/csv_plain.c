#include "log/csv_plain.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"

enum { STEP = 64, WINDOW = 1 << 16, BEHIND_STOP = 1 << 12 };

struct csv_cutter {
    struct csv_dialect dialect;
    const char *stop, *end;
    const char *base, *limit; /* the window */
    uint32_t *marks;          /* in the window, from base on; [WINDOW] */
    uint32_t *others;         /* which of them are no delimiters; [WINDOW] */
    size_t n, n_others;
    size_t next, next_other; /* the first that are not behind us */
    uint32_t *own;           /* stops of a record with quotes; [most + 1] */
    size_t most;
};

struct csv_cutter *csv_cutter_create(struct csv_dialect dialect, size_t most)
{
    struct csv_cutter *cutter = memory_alloc(1, sizeof *cutter);

    cutter->dialect = dialect;
    cutter->most = most;
    cutter->own = memory_alloc(most + 1, sizeof *cutter->own);
    /* Not cleared: a short text touches little of them. */
    cutter->marks = memory_resize(NULL, WINDOW, sizeof *cutter->marks);
    cutter->others = memory_resize(NULL, WINDOW, sizeof *cutter->others);
    return cutter;
}

void csv_cutter_destroy(struct csv_cutter *cutter)
{
    if (!cutter)
        return;
    free(cutter->own);
    free(cutter->marks);
    free(cutter->others);
    free(cutter);
}

void csv_cutter_begin(struct csv_cutter *cutter, const char *stop,
                      const char *end)
{
    cutter->stop = stop;
    cutter->end = end;
    cutter->base = cutter->limit = NULL;
}

/* Bit i tells whether byte i is a delimiter; a quote or of a line end. */
struct bits {
    uint64_t delimiters, others;
};

static inline struct bits find_bits(const char *at, char delimiter)
{
    struct bits bits = {0, 0};

    for (unsigned i = 0; i < STEP; i += BYTES) {
        bytes text = bytes_load(at + i);
        bytes other = (text == bytes_of('"')) | (text == bytes_of('\n')) |
                      (text == bytes_of('\r'));

        bits.delimiters |= (uint64_t)bytes_bits(text == bytes_of(delimiter))
                           << i;
        bits.others |= (uint64_t)bytes_bits(other) << i;
    }
    return bits;
}

static void mark_step(struct csv_cutter *cutter, const char *at, size_t size)
{
    struct bits bits = find_bits(at, cutter->dialect.delimiter);
    uint64_t all = bits.delimiters | bits.others;
    uint32_t from = (uint32_t)(at - cutter->base);

    if (size < STEP)
        all &= ((uint64_t)1 << size) - 1;
    for (; all; all &= all - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(all);

        cutter->marks[cutter->n] = from + bit;
        cutter->others[cutter->n_others] = (uint32_t)cutter->n;
        cutter->n_others += bits.others >> bit & 1;
        cutter->n++;
    }
}

static void mark_window(struct csv_cutter *cutter, const char *at, size_t size)
{
    if ((size_t)(cutter->end - at) < size)
        size = (size_t)(cutter->end - at);
    cutter->base = at;
    cutter->limit = at + size;
    cutter->n = cutter->n_others = cutter->next = cutter->next_other = 0;
    for (; at < cutter->limit; at += STEP)
        mark_step(cutter, at, (size_t)(cutter->limit - at));
}

/* Makes `at`, where a record begins, the place from which marks are looked at.
 */
static void seek(struct csv_cutter *cutter, const char *at)
{
    if (at < cutter->base || at >= cutter->limit) {
        size_t left = at < cutter->stop ? (size_t)(cutter->stop - at) : 0;

        mark_window(cutter, at,
                    left < WINDOW - BEHIND_STOP ? left + BEHIND_STOP : WINDOW);
        return;
    }
    while (cutter->next < cutter->n &&
           cutter->marks[cutter->next] < at - cutter->base)
        cutter->next++;
    while (cutter->next_other < cutter->n_others &&
           cutter->others[cutter->next_other] < cutter->next)
        cutter->next_other++;
}

/* Another window, as the record goes on behind this one; false if it cannot
 * be larger. */
static bool widen(struct csv_cutter *cutter, const char *at)
{
    if (cutter->limit == cutter->end ||
        (cutter->base == at && cutter->limit == at + WINDOW))
        return false;
    mark_window(cutter, at, WINDOW);
    return true;
}

enum verdict { CUT, ODD, CUT_OFF };

static char byte_at(const struct csv_cutter *cutter, size_t mark)
{
    return cutter->base[cutter->marks[mark]];
}

/* The line end whose first byte is this mark; `cuts` has its cells. */
static enum verdict end_line(struct csv_cutter *cutter, size_t mark,
                             const char **line_end)
{
    if (byte_at(cutter, mark) == '\r') {
        if (mark + 1 == cutter->n)
            return CUT_OFF;
        if (cutter->marks[mark + 1] != cutter->marks[mark] + 1 ||
            byte_at(cutter, mark + 1) != '\n')
            return ODD;
        mark++;
    }
    *line_end = cutter->base + cutter->marks[mark];
    cutter->next = mark + 1;
    return CUT;
}

/* From the opening quote to the mark behind the closing one. */
static enum verdict skip_quoted(const struct csv_cutter *cutter, size_t *mark)
{
    for (size_t i = *mark + 1; i < cutter->n; i++) {
        const char *at = cutter->base + cutter->marks[i];

        if (*at != '"')
            continue;
        if (i + 1 == cutter->n)
            return CUT_OFF;
        if (cutter->marks[i + 1] != cutter->marks[i] + 1)
            return ODD; /* a letter stands behind it */
        if (at[1] != '"') {
            *mark = i + 1;
            return CUT;
        }
        i++;
    }
    return CUT_OFF;
}

static enum verdict cut_quoted(struct csv_cutter *cutter, const char *at,
                               struct csv_cuts *cuts, const char **line_end)
{
    uint32_t cell = (uint32_t)(at - cutter->base);
    size_t mark = cutter->next, n = 0;

    cuts->stops = cutter->own;
    cuts->has_quotes = true;
    for (; mark < cutter->n; mark++) {
        char byte = byte_at(cutter, mark);

        if (byte == '"') {
            enum verdict verdict =
                cutter->marks[mark] == cell ? skip_quoted(cutter, &mark) : ODD;

            if (verdict != CUT)
                return verdict;
            byte = byte_at(cutter, mark);
        }
        cutter->own[n < cutter->most ? n : cutter->most] = cutter->marks[mark];
        cuts->n_cells = ++n;
        cell = cutter->marks[mark] + 1;
        if (byte != cutter->dialect.delimiter)
            return end_line(cutter, mark, line_end);
    }
    return CUT_OFF;
}

static enum verdict cut(struct csv_cutter *cutter, const char *at,
                        struct csv_cuts *cuts, const char **line_end)
{
    size_t mark;

    if (cutter->next_other == cutter->n_others)
        return CUT_OFF;
    mark = cutter->others[cutter->next_other];
    cuts->base = cutter->base;
    if (byte_at(cutter, mark) == '"')
        return cut_quoted(cutter, at, cuts, line_end);
    cuts->stops = cutter->marks + cutter->next;
    cuts->n_cells = mark + 1 - cutter->next;
    cuts->has_quotes = false;
    return end_line(cutter, mark, line_end);
}

const char *csv_cut_plain(struct csv_cutter *cutter, const char *at,
                          struct csv_cuts *cuts)
{
    const char *line_end = NULL;
    enum verdict verdict;

    if (at >= cutter->end)
        return NULL;
    seek(cutter, at);
    do
        verdict = cut(cutter, at, cuts, &line_end);
    while (verdict == CUT_OFF && widen(cutter, at));
    return verdict == CUT ? line_end : NULL;
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

bool csv_plain_cell(struct cell *cell, struct csv_dialect dialect,
                    const char *from, const char *to)
{
    bool is_quoted;

    cell->kind = CELL_TEXT;
    cell->text = from;
    cell->n = (size_t)(to - from);
    if (from == to || (*from > '"' && to[-1] > ' '))
        return true; /* neither quotes nor blanks, like most */
    is_quoted = *from == '"';
    if (is_quoted) {
        from++;
        to--;
    } else {
        while (from < to && is_blank(*from, dialect.delimiter))
            from++;
        while (to > from && is_blank(to[-1], dialect.delimiter))
            to--;
    }
    cell->text = from;
    cell->n = (size_t)(to - from);
    return !is_quoted || cell->n == 0 || !memchr(from, '"', cell->n);
}
