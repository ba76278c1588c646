#include "log/csv_plain.h"

#include <stdint.h>
#include <string.h>

enum { STEP = 32, LONGEST_CELL = 1 << 16 };

/* Bit i tells whether byte i is a delimiter; a quote or of a line end. */
struct marks {
    uint32_t delimiters, others;
};

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint32_t bits_of(__m128i low, __m128i high)
{
    return (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high)
                                                  << 16;
}

static inline __m128i is_other(__m128i text)
{
    return _mm_or_si128(
        _mm_cmpeq_epi8(text, _mm_set1_epi8('\n')),
        _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(text, _mm_set1_epi8('\r'))));
}

static inline struct marks find_marks(const char *at, char delimiter)
{
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(at + 16));
    __m128i wanted = _mm_set1_epi8(delimiter);

    return (struct marks){
        .delimiters =
            bits_of(_mm_cmpeq_epi8(low, wanted), _mm_cmpeq_epi8(high, wanted)),
        .others = bits_of(is_other(low), is_other(high)),
    };
}
#else
static struct marks find_marks(const char *at, char delimiter)
{
    struct marks marks = {0, 0};

    for (unsigned i = 0; i < STEP; i++) {
        marks.delimiters |= (uint32_t)(at[i] == delimiter) << i;
        marks.others |=
            (uint32_t)(at[i] == '\n' || at[i] == '"' || at[i] == '\r') << i;
    }
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

/* The line end of which `mark` is the first byte; NULL if it is odd. */
static const char *end_line(struct csv_cuts *cuts, size_t n, const char *mark,
                            const char *end)
{
    const char *line_end = mark + (*mark == '\r');

    if (*line_end != '\n' || line_end >= end)
        return NULL;
    cuts->stops[n < cuts->most ? n : cuts->most] = mark;
    cuts->n_cells = n + 1;
    return line_end;
}

const char *csv_cut_plain(struct csv_cuts *cuts, struct csv_dialect dialect,
                          const char *at, const char *end)
{
    const char *cell = at, *mark;
    size_t n = 0;

    cuts->has_quotes = false;
    while (at < end) {
        struct marks marks = find_marks(at, dialect.delimiter);
        /* Those before the first other mark; all, if there is none. */
        uint32_t here = marks.delimiters & ((marks.others & -marks.others) - 1);

        for (; here; here &= here - 1) {
            mark = at + __builtin_ctz(here);
            cuts->stops[n < cuts->most ? n : cuts->most] = mark;
            cell = mark + 1;
            n++;
        }
        if (!marks.others) {
            at += STEP;
            continue;
        }
        mark = at + __builtin_ctz(marks.others);
        if (*mark != '"')
            return end_line(cuts, n, mark, end);
        if (mark != cell || mark >= end)
            return NULL;
        at = skip_quoted(dialect.delimiter, mark, end);
        if (!at)
            return NULL;
        cuts->has_quotes = true;
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
