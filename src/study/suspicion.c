#include "study/suspicion.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "study/words.h"

static double number(const struct table *table, enum field field, size_t row)
{
    return table->field[field] ? table->field[field]->number[row] : (double)NAN;
}

static int64_t moment(const struct table *table, enum field field, size_t row)
{
    return table->field[field] ? table->field[field]->time[row] : TIME_MISSING;
}

static bool first_token_is_late(const struct table *table, size_t row)
{
    return number(table, FIELD_TTFT, row) >
           number(table, FIELD_LATENCY, row) * (1 + 1e-9);
}

static bool ends_before_it_starts(const struct table *table, size_t row)
{
    int64_t start = moment(table, FIELD_START, row);
    int64_t end = moment(table, FIELD_END, row);

    return start != TIME_MISSING && end != TIME_MISSING && end < start;
}

static bool more_cached_than_input(const struct table *table, size_t row)
{
    return number(table, FIELD_CACHED_TOKENS, row) >
           number(table, FIELD_INPUT_TOKENS, row);
}

static bool rate_is_implausible(const struct table *table, size_t row)
{
    return number(table, FIELD_OUTPUT_RATE, row) > 10000;
}

static const struct {
    const char *code, *one, *many; /* "1 request ...", "2 requests ..." */
    bool (*holds)(const struct table *table, size_t row);
} suspicions[] = {
    {"ttft-after-latency", "has its first token after the last",
     "have their first token after the last", first_token_is_late},
    {"end-before-start", "ends before it starts", "end before they start",
     ends_before_it_starts},
    {"cached-beyond-input", "has more cached tokens than input tokens",
     "have more cached tokens than input tokens", more_cached_than_input},
    {"implausible-rate",
     "makes more than 10,000 tokens a second: is the unit right?",
     "make more than 10,000 tokens a second: is the unit right?",
     rate_is_implausible},
};

enum { N_SUSPICIONS = sizeof suspicions / sizeof *suspicions };

struct counting {
    const struct table *table;
    const struct input *input;
    atomic_size_t n[N_SUSPICIONS];
    atomic_size_t n_gaps, n_end, n_start; /* see stamps_are_ends */
};

static void count_suspicions(void *context, size_t from, size_t to)
{
    struct counting *counting = context;
    size_t first = counting->input->first_row;

    for (size_t s = 0; s < N_SUSPICIONS; s++) {
        size_t n = 0;

        for (size_t i = first + from; i < first + to; i++)
            n += suspicions[s].holds(counting->table, i);
        atomic_fetch_add(&counting->n[s], n);
    }
}

/* Whether each start lies one latency behind the one before: its own, or that
 * of the one before. */
static void count_gaps(void *context, size_t from, size_t to)
{
    struct counting *counting = context;
    const struct table *table = counting->table;
    size_t n = 0, n_end = 0, n_start = 0;

    for (size_t i = from ? from : 1; i < to; i++) {
        size_t row = counting->input->first_row + i;
        int64_t before = moment(table, FIELD_START, row - 1);
        int64_t now = moment(table, FIELD_START, row);
        double gap;

        if (before == TIME_MISSING || now == TIME_MISSING || now <= before)
            continue;
        gap = (double)(now - before) / 1e9;
        n++;
        n_end += gap >= number(table, FIELD_LATENCY, row) * 0.999;
        n_start += gap >= number(table, FIELD_LATENCY, row - 1) * 0.999;
    }
    atomic_fetch_add(&counting->n_gaps, n);
    atomic_fetch_add(&counting->n_end, n_end);
    atomic_fetch_add(&counting->n_start, n_start);
}

/* A client that sends one request after the other and stamps the end: each
 * stamp lies about one latency behind the one before. */
static bool stamps_are_ends(struct counting *counting)
{
    size_t n;

    threads_run_rows(counting->input->n_rows, count_gaps, counting);
    n = counting->n_gaps;
    return n >= 20 && counting->n_end >= n * 99 / 100 &&
           counting->n_start < n * 9 / 10;
}

static const char *source_of(const struct input *input, const char *field)
{
    for (size_t i = 0; i < input->n_mappings; i++)
        if (strcmp(input->mappings[i].field, field) == 0)
            return input->mappings[i].source;
    return "COLUMN";
}

static bool has_column(const struct input *input, const char *name)
{
    for (size_t i = 0; i < input->n_unused; i++)
        if (strcmp(input->unused[i], name) == 0)
            return true;
    for (size_t i = 0; i < input->n_mappings; i++)
        if (strcmp(input->mappings[i].source, name) == 0)
            return true;
    return false;
}

/* The header has a name twice: readers call the second one "name#2". */
static void note_twins(struct doc *doc, struct section *section,
                       const struct input *input)
{
    for (size_t i = 0; i < input->n_mappings; i++) {
        const char *name = input->mappings[i].source;
        const char *twin = arena_format(doc->arena, "%s#2", name);

        if (has_column(input, twin))
            doc_note(doc, section, WEIGHT_CAUTION, "twin-columns",
                     "%s: several columns are called '%s': %s is the first of "
                     "them; --map %s='%s' takes the second",
                     input->name, name, input->mappings[i].field,
                     input->mappings[i].field, twin);
    }
}

void suspicion_add_notes(struct doc *doc, struct section *section,
                         const struct table *table, const struct input *input,
                         size_t n_repeated)
{
    struct counting counting = {.table = table, .input = input};

    threads_run_rows(input->n_rows, count_suspicions, &counting);
    for (size_t s = 0; s < N_SUSPICIONS; s++) {
        size_t n = counting.n[s];

        if (n)
            doc_note(doc, section, WEIGHT_CAUTION, suspicions[s].code,
                     "%s: %s %s", input->name,
                     words_counted(doc->arena, n, "request", "requests"),
                     n == 1 ? suspicions[s].one : suspicions[s].many);
    }
    if (n_repeated)
        doc_note(doc, section, WEIGHT_CAUTION, "repeated-ids",
                 "%s: %s an id that came before; --dedupe drops such requests",
                 input->name,
                 words_counted(doc->arena, n_repeated, "request has",
                               "requests have"));
    note_twins(doc, section, input);
    if (stamps_are_ends(&counting))
        doc_note(
            doc, section, WEIGHT_REMARK, "stamps-are-ends",
            "%s: the time stamps look like the ends of the requests; --map "
            "end=%s says so",
            input->name, source_of(input, "start"));
}
