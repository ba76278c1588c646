#include "log/csv_plain.h"

#include <string.h>

enum { STEP = 16, LONGEST_CELL = 1 << 16 };

#ifdef __SSE2__
#include <emmintrin.h>

/* Bit i tells whether byte i is a delimiter, a quote or of a line end. */
static inline unsigned find_marks(const char *at, char delimiter)
{
    __m128i text = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i marks = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(delimiter)),
                     _mm_cmpeq_epi8(text, _mm_set1_epi8('\n'))),
        _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(text, _mm_set1_epi8('\r'))));

    return (unsigned)_mm_movemask_epi8(marks);
}
#else
static unsigned find_marks(const char *at, char delimiter)
{
    unsigned marks = 0;

    for (unsigned i = 0; i < STEP; i++)
        if (at[i] == delimiter || at[i] == '\n' || at[i] == '"' ||
            at[i] == '\r')
            marks |= 1U << i;
    return marks;
}
#endif

/* Behind the quoted cell that begins at `at`; NULL if that is not plain. */
static const char *skip_quoted(char delimiter, const char *at, const char *end)
{
    if (end - at > LONGEST_CELL)
        end = at + LONGEST_CELL;
    for (at++;; at += 2) {
        at = memchr(at, '"', (size_t)(end - at));
        if (!at || end - at < 2)
            return NULL;
        if (at[1] != '"')
            return at[1] == delimiter || at[1] == '\n' || at[1] == '\r' ? at + 1
                                                                        : NULL;
        if (end - at < 3)
            return NULL;
    }
}

static inline void add_stop(struct csv_cuts *cuts, const char *stop)
{
    if (cuts->n_cells < cuts->most)
        cuts->stops[cuts->n_cells] = stop;
    cuts->n_cells++;
}

const char *csv_cut_plain(struct csv_cuts *cuts, struct csv_dialect dialect,
                          const char *at, const char *end)
{
    const char *cell = at, *mark;

    cuts->n_cells = 0;
    cuts->has_quotes = false;
    while (at < end) {
        unsigned marks = find_marks(at, dialect.delimiter);
        const char *next = at + STEP;

        for (; marks; marks &= marks - 1) {
            mark = at + __builtin_ctz(marks);
            if (*mark == dialect.delimiter) {
                add_stop(cuts, mark);
                cell = mark + 1;
            } else if (*mark == '"') {
                if (mark != cell || mark >= end)
                    return NULL;
                next = skip_quoted(dialect.delimiter, mark, end);
                if (!next)
                    return NULL;
                cuts->has_quotes = true;
                break;
            } else {
                const char *line_end = mark + (*mark == '\r');

                if (*line_end != '\n' || line_end >= end)
                    return NULL;
                add_stop(cuts, mark);
                return line_end;
            }
        }
        at = next;
    }
    return NULL;
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

bool csv_plain_cell(struct cell *cell, struct csv_dialect dialect,
                    const char *from, const char *to)
{
    bool is_quoted = from < to && *from == '"';

    if (is_quoted) {
        from++;
        to--;
    } else {
        while (from < to && is_blank(*from, dialect.delimiter))
            from++;
        while (to > from && is_blank(to[-1], dialect.delimiter))
            to--;
    }
    cell->kind = CELL_TEXT;
    cell->text = from;
    cell->n = (size_t)(to - from);
    return !is_quoted || cell->n == 0 || !memchr(from, '"', cell->n);
}
