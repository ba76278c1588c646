#include "log/outcome.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
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

/* The judgements of one witness on each text of its column. */
struct judgements {
    const struct column *column;
    enum evidence *of_code;
};

static void judge_texts(struct judgements *judgements,
                        const struct witness *witness,
                        const struct column *column)
{
    size_t n = column->dictionary.n;

    judgements->column = column;
    judgements->of_code = memory_alloc(n, sizeof *judgements->of_code);
    judgements->of_code[TEXT_MISSING] = witness->silence_is_good ? GOOD : NONE;
    for (size_t code = 1; code < n; code++)
        judgements->of_code[code] =
            witness->judge(column->dictionary.texts[code]);
}

/* Cancelled and unfinished say more than failed, and failed more than ok. */
static enum evidence conclude(const bool heard[N_EVIDENCES])
{
    static const enum evidence order[] = {CANCELLED, UNFINISHED, BAD, GOOD};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (heard[order[i]])
            return order[i];
    return NONE;
}

static enum evidence weigh(const struct judgements *judgements, size_t row,
                           bool *is_contradiction)
{
    bool heard[N_EVIDENCES] = {false}, said_good = false;

    for (size_t i = 0; i < N_WITNESSES; i++) {
        const struct column *column = judgements[i].column;
        enum evidence evidence;

        if (!column)
            continue;
        evidence = judgements[i].of_code[column->code[row]];
        heard[evidence] = true;
        said_good |= evidence == GOOD && column->code[row] != TEXT_MISSING;
    }
    *is_contradiction = said_good && heard[BAD];
    return conclude(heard);
}

/* Codes that are statuses of HTTP, whatever their column was called. */
static void find_http(struct table *table, size_t first, size_t n,
                      enum field from)
{
    struct column *column = table->field[from], *http;
    double code;

    for (size_t i = first; i < first + n; i++) {
        const char *text = column_text(column, i);

        if (!read_code(text, &code) || !is_http(code))
            continue;
        http = table_add_field(table, FIELD_HTTP_STATUS);
        if (http->code[i] == TEXT_MISSING)
            http->code[i] =
                dictionary_add(&http->dictionary, text, strlen(text));
    }
}

size_t outcome_derive(struct table *table, size_t first, size_t n,
                      const bool has[N_FIELDS])
{
    static const enum field codes[] = {FIELD_STATUS, FIELD_ERROR_CODE,
                                       FIELD_ERROR};
    struct judgements judgements[N_WITNESSES] = {{0}};
    struct column *outcome;
    uint32_t of_evidence[N_EVIDENCES];
    size_t n_contradictions = 0;
    bool is_contradiction;

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (has[codes[i]])
            find_http(table, first, n, codes[i]);
    for (size_t i = 0; i < N_WITNESSES; i++)
        if (has[witnesses[i].field])
            judge_texts(&judgements[i], &witnesses[i],
                        table->field[witnesses[i].field]);
    outcome = table_add_field(table, FIELD_OUTCOME);
    for (size_t i = 0; i < N_EVIDENCES; i++)
        of_evidence[i] = dictionary_add(&outcome->dictionary, outcomes[i],
                                        strlen(outcomes[i]));
    for (size_t i = first; i < first + n; i++) {
        outcome->code[i] = of_evidence[weigh(judgements, i, &is_contradiction)];
        n_contradictions += is_contradiction;
    }
    for (size_t i = 0; i < N_WITNESSES; i++)
        free(judgements[i].of_code);
    return n_contradictions;
}
