#include "log/derive.h"

#include <math.h>

/* The numbers and moments of a row. */
struct cells {
    double latency, ttft, tokens, input;
    int64_t start, first_token, end;
};

static double number_at(const struct table *table, enum field field, size_t row)
{
    const struct column *column = table->field[field];

    return column ? column->number[row] : (double)NAN;
}

static int64_t time_at(const struct table *table, enum field field, size_t row)
{
    const struct column *column = table->field[field];

    return column ? column->time[row] : TIME_MISSING;
}

static struct cells cells_at(const struct table *table, size_t row)
{
    return (struct cells){
        .latency = number_at(table, FIELD_LATENCY, row),
        .ttft = number_at(table, FIELD_TTFT, row),
        .tokens = number_at(table, FIELD_OUTPUT_TOKENS, row),
        .input = number_at(table, FIELD_INPUT_TOKENS, row),
        .start = time_at(table, FIELD_START, row),
        .first_token = time_at(table, FIELD_FIRST_TOKEN, row),
        .end = time_at(table, FIELD_END, row),
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

static size_t apply(const struct rule *rule, struct table *table, size_t first,
                    size_t n)
{
    size_t n_derived = 0;

    for (size_t i = first; i < first + n; i++) {
        struct cells cells = cells_at(table, i);
        double value;

        if (!rule->replaces && !isnan(number_at(table, rule->field, i)))
            continue;
        value = rule->of(&cells);
        if (isnan(value))
            continue;
        table_add_field(table, rule->field)->number[i] = value;
        n_derived++;
    }
    return n_derived;
}

static size_t derive_end(struct table *table, size_t first, size_t n)
{
    size_t n_derived = 0;

    for (size_t i = first; i < first + n; i++) {
        struct cells cells = cells_at(table, i);
        int64_t end;

        if (cells.end != TIME_MISSING || cells.start == TIME_MISSING ||
            !(cells.latency < 1e9))
            continue;
        if (__builtin_add_overflow(cells.start, llround(cells.latency * 1e9),
                                   &end))
            continue;
        table_add_field(table, FIELD_END)->time[i] = end;
        n_derived++;
    }
    return n_derived;
}

/* Of a log that writes when a request ended. */
static size_t derive_start(struct table *table, size_t first, size_t n)
{
    size_t n_derived = 0;

    for (size_t i = first; i < first + n; i++) {
        struct cells cells = cells_at(table, i);
        int64_t start;

        if (cells.start != TIME_MISSING || cells.end == TIME_MISSING ||
            !(cells.latency < 1e9))
            continue;
        if (__builtin_sub_overflow(cells.end, llround(cells.latency * 1e9),
                                   &start))
            continue;
        table_add_field(table, FIELD_START)->time[i] = start;
        n_derived++;
    }
    return n_derived;
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
                     bool start_and_first_agree, bool start_and_end_agree,
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
        if (agree[i])
            note(derivations, &n_kinds, differences[i].field,
                 differences[i].text, apply(&differences[i], table, first, n));
    if (start_and_end_agree) {
        note(derivations, &n_kinds, FIELD_END, "start + latency",
             derive_end(table, first, n));
        note(derivations, &n_kinds, FIELD_START, "end - latency",
             derive_start(table, first, n));
    }
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
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
