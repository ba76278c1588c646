#include "log/outcome.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/threads.h"
#include "log/cell.h"

/* What one text says about a request. */
enum evidence { NONE, GOOD, BAD, CANCELLED, UNFINISHED, N_EVIDENCES };

struct word {
    const char *word;
    enum evidence evidence;
};

static const struct word status_words[] = {
    {"ok", GOOD},
    {"success", GOOD},
    {"successful", GOOD},
    {"succeeded", GOOD},
    {"succeed", GOOD},
    {"complete", GOOD},
    {"completed", GOOD},
    {"done", GOOD},
    {"finished", GOOD},
    {"passed", GOOD},
    {"pass", GOOD},
    {"true", GOOD},
    {"default", GOOD}, /* a level of Langfuse */
    {"error", BAD},
    {"errored", BAD},
    {"fail", BAD},
    {"failed", BAD},
    {"failure", BAD},
    {"ko", BAD},
    {"timeout", BAD},
    {"timed_out", BAD},
    {"timedout", BAD},
    {"rate_limited", BAD},
    {"exception", BAD},
    {"crashed", BAD},
    {"rejected", BAD},
    {"false", BAD},
    {"cancelled", CANCELLED},
    {"canceled", CANCELLED},
    {"aborted", CANCELLED},
    {"pending", UNFINISHED},
    {"processing", UNFINISHED},
    {"running", UNFINISHED},
    {"queued", UNFINISHED},
    {"started", UNFINISHED},
    {"in_progress", UNFINISHED},
    {"in-progress", UNFINISHED},
    {"incomplete", UNFINISHED},
    {"unfinished", UNFINISHED},
};

static const char *const outcomes[N_EVIDENCES] = {
    [NONE] = "unknown",
    [GOOD] = "ok",
    [BAD] = "failed",
    [CANCELLED] = "cancelled",
    [UNFINISHED] = "unfinished",
};

static enum evidence look_up(const char *text)
{
    for (size_t i = 0; i < sizeof status_words / sizeof *status_words; i++)
        if (text_is(text, strlen(text), status_words[i].word))
            return status_words[i].evidence;
    return NONE;
}

/* A whole number, "200" or "200.0"; false if the text is none. */
static bool read_code(const char *text, double *code)
{
    return number_parse(text, strlen(text), code) &&
           *code == (double)(long)*code;
}

static bool is_http(double code)
{
    return code >= 100 && code <= 599;
}

/* An HTTP status; what is no number ("Non HTTP response code: ...") or no
 * status of HTTP (0, negative) means that there was no answer. */
static enum evidence judge_http(const char *text)
{
    double code;

    if (text_is(text, strlen(text), "none") ||
        text_is(text, strlen(text), "null"))
        return NONE;
    if (read_code(text, &code))
        return is_http(code) && code < 400 ? GOOD : BAD;
    return text_is(text, strlen(text), "ok") ? GOOD : BAD;
}

/* A status is a word or, in access logs, the status of HTTP. */
static enum evidence judge_status(const char *text)
{
    double code;

    if (read_code(text, &code))
        return is_http(code) ? judge_http(text) : NONE;
    return look_up(text);
}

static enum evidence judge_outcome(const char *text)
{
    return text_is(text, strlen(text), "unknown") ? NONE : judge_status(text);
}

static enum evidence judge_success(const char *text)
{
    int flag = cell_flag(text, strlen(text));

    return flag < 0 ? look_up(text) : flag ? GOOD : BAD;
}

/* A flag of failure; an exit code other than 0 is one too. */
static enum evidence judge_failure(const char *text)
{
    int flag = cell_flag(text, strlen(text));
    double code;

    if (flag < 0 && read_code(text, &code))
        flag = code != 0;
    return flag < 0 ? NONE : flag ? BAD : GOOD;
}

/* That a request was not cancelled does not mean that it went well. */
static enum evidence judge_cancelled(const char *text)
{
    return cell_flag(text, strlen(text)) == 1 ? CANCELLED : NONE;
}

static bool is_no_error(const char *text)
{
    static const char *const words[] = {
        "none", "null", "false", "nan",     "no", "0",  "ok",
        "n/a",  "na",   "-",     "success", "[]", "{}", "undefined"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(text, strlen(text), words[i]))
            return true;
    return false;
}

static enum evidence judge_error(const char *text)
{
    double code;

    if (is_no_error(text))
        return GOOD;
    if (read_code(text, &code) && is_http(code))
        return judge_http(text);
    return BAD;
}

struct witness {
    enum field field;
    enum evidence (*judge)(const char *text);
    bool silence_is_good; /* the column is there and says nothing */
};

static const struct witness witnesses[] = {
    {FIELD_OUTCOME, judge_outcome, false},
    {FIELD_CANCELLED, judge_cancelled, false},
    {FIELD_STATUS, judge_status, false},
    {FIELD_HTTP_STATUS, judge_http, false},
    {FIELD_SUCCESS, judge_success, false},
    {FIELD_FAILURE, judge_failure, false},
    {FIELD_ERROR_CODE, judge_error, true},
    {FIELD_ERROR, judge_error, true},
};
enum { N_WITNESSES = sizeof witnesses / sizeof *witnesses };

/* What was heard of a row, a bit for each evidence; and whether a text, not
 * silence, said good. */
enum { SAID_GOOD = 1 << N_EVIDENCES, N_HEARD = 2 * SAID_GOOD, BLOCK = 4096 };

/* What one witness says by each text of its column. */
struct judgements {
    const struct column *column; /* NULL: it is not there */
    uint8_t *bits_of_code;
};

static void judge_texts(struct judgements *judgements,
                        const struct witness *witness,
                        const struct column *column)
{
    size_t n = column->dictionary.n;
    uint8_t *bits = memory_alloc(n, sizeof *bits);

    bits[TEXT_MISSING] =
        (uint8_t)(1U << (witness->silence_is_good ? GOOD : NONE));
    for (size_t code = 1; code < n; code++) {
        enum evidence evidence = witness->judge(column->dictionary.texts[code]);

        bits[code] =
            (uint8_t)(1U << evidence | (evidence == GOOD ? SAID_GOOD : 0));
    }
    judgements->column = column;
    judgements->bits_of_code = bits;
}

/* Cancelled and unfinished say more than failed, and failed more than ok. */
static enum evidence conclude(unsigned heard)
{
    static const enum evidence order[] = {CANCELLED, UNFINISHED, BAD, GOOD};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (heard & 1U << order[i])
            return order[i];
    return NONE;
}

static void hear(uint8_t heard[BLOCK], const struct judgements *judgements,
                 size_t first, size_t n)
{
    for (size_t i = 0; i < n; i++)
        heard[i] |=
            judgements
                ->bits_of_code[column_code(judgements->column, first + i)];
}

/* The outcome of each set of evidences that can be heard, as its code. */
static void conclude_all(uint32_t of_heard[N_HEARD], struct column *outcome)
{
    for (unsigned heard = 0; heard < N_HEARD; heard++) {
        const char *text = outcomes[conclude(heard)];

        of_heard[heard] =
            dictionary_add(&outcome->dictionary, text, strlen(text));
    }
}

struct weighing {
    const struct judgements *judgements; /* [N_WITNESSES] */
    struct codes *outcomes;
    uint32_t of_heard[N_HEARD];
    size_t first; /* row */
    atomic_size_t n_contradictions;
};

static void weigh_block(struct weighing *weighing, size_t first, size_t n)
{
    const struct judgements *judgements = weighing->judgements;
    uint8_t heard[BLOCK] = {0};
    size_t n_contradictions = 0;

    for (size_t i = 0; i < N_WITNESSES; i++)
        if (judgements[i].column)
            hear(heard, &judgements[i], first, n);
    for (size_t i = 0; i < n; i++) {
        codes_put(weighing->outcomes, first + i, weighing->of_heard[heard[i]]);
        n_contradictions +=
            heard[i] & SAID_GOOD && heard[i] & 1U << BAD ? 1 : 0;
    }
    atomic_fetch_add(&weighing->n_contradictions, n_contradictions);
}

static void weigh_rows(void *context, size_t from, size_t to)
{
    struct weighing *weighing = context;

    for (; from < to; from += BLOCK)
        weigh_block(weighing, weighing->first + from,
                    to - from < BLOCK ? to - from : BLOCK);
}

/* The number of rows that contradict themselves. */
static size_t weigh(const struct judgements *judgements, struct column *outcome,
                    size_t first, size_t n)
{
    struct weighing weighing = {
        .judgements = judgements, .outcomes = &outcome->codes, .first = first};

    conclude_all(weighing.of_heard, outcome);
    codes_widen(&outcome->codes, (uint32_t)outcome->dictionary.n);
    threads_run_rows(n, weigh_rows, &weighing);
    return weighing.n_contradictions;
}

/* Codes that are statuses of HTTP, whatever their column was called. */
static void find_http(struct table *table, size_t first, size_t n,
                      enum field from)
{
    const struct column *column = table->field[from];
    size_t n_texts = column->dictionary.n;
    uint32_t *http_of_code = memory_alloc(n_texts, sizeof *http_of_code);
    bool *is_status = memory_alloc(n_texts, sizeof *is_status);
    struct column *http;
    double code;

    for (size_t i = 1; i < n_texts; i++)
        is_status[i] =
            read_code(column->dictionary.texts[i], &code) && is_http(code);
    for (size_t i = first; i < first + n; i++) {
        uint32_t text = column_code(column, i);

        if (!is_status[text])
            continue;
        http = table_add_field(table, FIELD_HTTP_STATUS);
        if (column_code(http, i) != TEXT_MISSING)
            continue;
        if (!http_of_code[text])
            http_of_code[text] = dictionary_add(
                &http->dictionary, column->dictionary.texts[text],
                strlen(column->dictionary.texts[text]));
        codes_set(&http->codes, i, http_of_code[text]);
    }
    free(is_status);
    free(http_of_code);
}

size_t outcome_derive(struct table *table, size_t first, size_t n,
                      const bool has[N_FIELDS], bool finds_http)
{
    static const enum field codes[] = {FIELD_STATUS, FIELD_ERROR_CODE,
                                       FIELD_ERROR};
    struct judgements judgements[N_WITNESSES] = {{0}};
    size_t n_contradictions;

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (finds_http && has[codes[i]])
            find_http(table, first, n, codes[i]);
    for (size_t i = 0; i < N_WITNESSES; i++)
        if (has[witnesses[i].field])
            judge_texts(&judgements[i], &witnesses[i],
                        table->field[witnesses[i].field]);
    n_contradictions =
        weigh(judgements, table_add_field(table, FIELD_OUTCOME), first, n);
    for (size_t i = 0; i < N_WITNESSES; i++)
        free(judgements[i].bits_of_code);
    return n_contradictions;
}
