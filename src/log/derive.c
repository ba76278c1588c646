#include "log/derive.h"

#include <math.h>
#include <stdatomic.h>

#include "base/threads.h"

/* The numbers and moments of a row. */
struct cells {
    double latency, ttft, tokens, input;
    int64_t start, first_token, end;
};

/* Their columns; NULL: the table has none. */
struct columns {
    const double *latency, *ttft, *tokens, *input;
    const int64_t *start, *first_token, *end;
};

static const double *numbers(const struct table *table, enum field field)
{
    return table->field[field] ? table->field[field]->number : NULL;
}

static const int64_t *times(const struct table *table, enum field field)
{
    return table->field[field] ? table->field[field]->time : NULL;
}

static struct columns columns_of(const struct table *table)
{
    return (struct columns){
        .latency = numbers(table, FIELD_LATENCY),
        .ttft = numbers(table, FIELD_TTFT),
        .tokens = numbers(table, FIELD_OUTPUT_TOKENS),
        .input = numbers(table, FIELD_INPUT_TOKENS),
        .start = times(table, FIELD_START),
        .first_token = times(table, FIELD_FIRST_TOKEN),
        .end = times(table, FIELD_END),
    };
}

static double number_at(const double *column, size_t row)
{
    return column ? column[row] : (double)NAN;
}

static int64_t time_at(const int64_t *column, size_t row)
{
    return column ? column[row] : TIME_MISSING;
}

static struct cells cells_at(const struct columns *columns, size_t row)
{
    return (struct cells){
        .latency = number_at(columns->latency, row),
        .ttft = number_at(columns->ttft, row),
        .tokens = number_at(columns->tokens, row),
        .input = number_at(columns->input, row),
        .start = time_at(columns->start, row),
        .first_token = time_at(columns->first_token, row),
        .end = time_at(columns->end, row),
    };
}

/* Seconds between two moments; NAN if one is missing, or if not after. */
static double seconds_between(int64_t from, int64_t to)
{
    if (from == TIME_MISSING || to == TIME_MISSING || to <= from)
        return (double)NAN;
    return (double)((uint64_t)to - (uint64_t)from) * 1e-9;
}

static double latency_of(const struct cells *cells)
{
    return seconds_between(cells->start, cells->end);
}

static double ttft_of(const struct cells *cells)
{
    return seconds_between(cells->start, cells->first_token);
}

static double tpot_of(const struct cells *cells)
{
    double rest = cells->latency - cells->ttft;

    return cells->tokens > 1 && rest >= 0 ? rest / (cells->tokens - 1)
                                          : (double)NAN;
}

static double rate_of(const struct cells *cells)
{
    return cells->tokens > 0 && cells->latency > 0
               ? cells->tokens / cells->latency
               : (double)NAN;
}

static double total_of(const struct cells *cells)
{
    return cells->tokens + cells->input;
}

struct rule {
    enum field field;
    const char *text;
    double (*of)(const struct cells *cells);
    bool replaces; /* a logged value too */
};

/* A rule on the rows of one file. */
struct applying {
    const struct rule *rule;
    struct columns columns;
    const double *known; /* NULL: none is */
    size_t first;        /* row */
    double *into;
    atomic_bool is_any; /* row that something is derived of */
    atomic_size_t n_derived;
};

/* NAN if there is nothing to derive. */
static double derived_at(const struct applying *applying, size_t row)
{
    const double *known = applying->known;
    struct cells cells;

    if (known && !applying->rule->replaces && !isnan(known[row]))
        return (double)NAN;
    cells = cells_at(&applying->columns, row);
    return applying->rule->of(&cells);
}

static void find_any(void *context, size_t from, size_t to)
{
    struct applying *applying = context;
    size_t i = applying->first + from, end = applying->first + to;

    if (applying->is_any)
        return;
    while (i < end && isnan(derived_at(applying, i)))
        i++;
    if (i < end)
        applying->is_any = true;
}

static void apply_to_rows(void *context, size_t from, size_t to)
{
    struct applying *applying = context;
    size_t n_derived = 0;

    for (size_t i = applying->first + from; i < applying->first + to; i++) {
        double value = derived_at(applying, i);

        if (isnan(value))
            continue;
        applying->into[i] = value;
        n_derived++;
    }
    atomic_fetch_add(&applying->n_derived, n_derived);
}

/* There is no new column if it would be empty. */
static size_t apply(const struct rule *rule, struct table *table, size_t first,
                    size_t n)
{
    struct applying applying = {
        .rule = rule,
        .columns = columns_of(table),
        .known = numbers(table, rule->field),
        .first = first,
    };

    threads_run_rows(n, find_any, &applying);
    if (!applying.is_any)
        return 0;
    applying.into = table_add_field(table, rule->field)->number;
    threads_run_rows(n, apply_to_rows, &applying);
    return applying.n_derived;
}

/* One moment of a request from the other. */
struct moments {
    const int64_t *known, *from; /* known: NULL, none is */
    const double *latency;
    int64_t sign;
    size_t first; /* row */
    int64_t *into;
    atomic_size_t n_derived;
};

static bool moment_at(const struct moments *moments, size_t row,
                      int64_t *moment)
{
    return moments->from[row] != TIME_MISSING &&
           time_at(moments->known, row) == TIME_MISSING &&
           moments->latency[row] < 1e9 &&
           !__builtin_add_overflow(
               moments->from[row],
               moments->sign * llround(moments->latency[row] * 1e9), moment);
}

static void derive_rows(void *context, size_t from, size_t to)
{
    struct moments *moments = context;
    size_t n_derived = 0;

    for (size_t i = moments->first + from; i < moments->first + to; i++) {
        int64_t moment;

        if (!moment_at(moments, i, &moment))
            continue;
        moments->into[i] = moment;
        n_derived++;
    }
    atomic_fetch_add(&moments->n_derived, n_derived);
}

/* The end of a request from its start, or its start from its end, as the log
 * writes one of them. There is no such column if it would be empty. */
static size_t derive_moment(struct table *table, size_t first, size_t n,
                            enum field field)
{
    const struct columns columns = columns_of(table);
    struct moments moments = {
        .known = field == FIELD_END ? columns.end : columns.start,
        .from = field == FIELD_END ? columns.start : columns.end,
        .latency = columns.latency,
        .sign = field == FIELD_END ? 1 : -1,
        .first = first,
    };
    size_t skipped = 0;
    int64_t moment;

    if (!moments.from || !moments.latency)
        return 0;
    while (skipped < n && !moment_at(&moments, first + skipped, &moment))
        skipped++;
    if (skipped == n)
        return 0;
    moments.into = table_add_field(table, field)->time;
    if (moments.known)
        moments.known = moments.into;
    threads_run_rows(n, derive_rows, &moments);
    return moments.n_derived;
}

static void note(struct derivation derivations[], size_t *n, enum field field,
                 const char *text, size_t n_rows)
{
    if (n_rows == 0)
        return;
    derivations[*n].field = field;
    derivations[*n].rule = text;
    derivations[(*n)++].n = n_rows;
}

size_t derive_fields(struct table *table, size_t first, size_t n,
                     const bool needed[N_FIELDS], bool start_and_first_agree,
                     bool start_and_end_agree,
                     struct derivation derivations[MOST_DERIVATIONS])
{
    static const struct rule differences[] = {
        {FIELD_LATENCY, "end - start", latency_of, false},
        {FIELD_TTFT, "first token - start", ttft_of, false},
    };
    static const struct rule ratios[] = {
        {FIELD_TPOT, "(latency - ttft) / (output_tokens - 1)", tpot_of, false},
        {FIELD_OUTPUT_RATE, "output_tokens / latency", rate_of, true},
        {FIELD_TOTAL_TOKENS, "input_tokens + output_tokens", total_of, false},
    };
    const bool agree[] = {start_and_end_agree, start_and_first_agree};
    size_t n_kinds = 0;

    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (agree[i] && needed[differences[i].field])
            note(derivations, &n_kinds, differences[i].field,
                 differences[i].text, apply(&differences[i], table, first, n));
    if (start_and_end_agree && needed[FIELD_END])
        note(derivations, &n_kinds, FIELD_END, "start + latency",
             derive_moment(table, first, n, FIELD_END));
    if (start_and_end_agree && needed[FIELD_START])
        note(derivations, &n_kinds, FIELD_START, "end - latency",
             derive_moment(table, first, n, FIELD_START));
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
        if (needed[ratios[i].field])
            note(derivations, &n_kinds, ratios[i].field, ratios[i].text,
                 apply(&ratios[i], table, first, n));
    return n_kinds;
}

size_t derive_no_tokens(struct table *table, size_t first, size_t n)
{
    struct column *input = table->field[FIELD_INPUT_TOKENS];
    struct column *output = table->field[FIELD_OUTPUT_TOKENS];
    struct column *total = table->field[FIELD_TOTAL_TOKENS];
    size_t n_rows = 0;

    if (!input || !output)
        return 0;
    for (size_t i = first; i < first + n; i++)
        if (input->number[i] == 0 && output->number[i] == 0) {
            input->number[i] = output->number[i] = (double)NAN;
            if (total && total->number[i] == 0)
                total->number[i] = (double)NAN;
            n_rows++;
        }
    return n_rows;
}
