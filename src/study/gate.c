#include "study/gate.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

const char *const gate_outcome_names[3] = {
    [GATE_PASSES] = "pass",
    [GATE_FAILS] = "fail",
    [GATE_CANNOT_TELL] = "cannot-tell",
};

static const struct {
    const char *word;
    enum unit unit;
    double scale;
} units[] = {
    {"s", UNIT_SECONDS, 1},
    {"ms", UNIT_SECONDS, 1e-3},
    {"us", UNIT_SECONDS, 1e-6},
    {"µs", UNIT_SECONDS, 1e-6},
    {"ns", UNIT_SECONDS, 1e-9},
    {"min", UNIT_SECONDS, 60},
    {"%", UNIT_SHARE, 1e-2},
    {"$", UNIT_DOLLARS, 1},
    {"usd", UNIT_DOLLARS, 1},
    {"USD", UNIT_DOLLARS, 1},
    {"tokens", UNIT_TOKENS, 1},
    {"tokens/s", UNIT_TOKENS_PER_SECOND, 1},
    {"tok/s", UNIT_TOKENS_PER_SECOND, 1},
};
enum { N_UNITS = sizeof units / sizeof *units };

/* What is left to read. */
struct reader {
    const char *at;
    const char *text; /* the whole gate */
    struct error *error;
};

static bool complain(const struct reader *reader, const char *what)
{
    return error_set(reader->error, NULL, "--fail-if '%s': %s", reader->text,
                     what);
}

static void skip_blanks(struct reader *reader)
{
    reader->at += strspn(reader->at, " \t");
}

/* "p99.9" */
static bool read_quantile(struct statistic *statistic, const char *name)
{
    double p;

    if (name[0] != 'p' || !number_parse(name + 1, strlen(name + 1), &p) ||
        !(p > 0 && p < 100))
        return false;
    *statistic = statistic_quantile(name, p / 100);
    return true;
}

static bool name_statistic(struct statistic *statistic, const char *name)
{
    if (read_quantile(statistic, name))
        return true;
    if (strcmp(name, "median") == 0) {
        *statistic = statistic_quantile("p50", 0.5);
        return true;
    }
    if (strcmp(name, "mean") == 0) {
        *statistic = (struct statistic){"mean", STATISTIC_MEAN, (double)NAN};
        return true;
    }
    if (strcmp(name, "per_1000") != 0 && strcmp(name, "rate") != 0)
        return false;
    *statistic = (struct statistic){name[0] == 'p' ? "per_1000" : "rate",
                                    STATISTIC_RATE, (double)NAN};
    return true;
}

/* A rate is known of few things. */
static bool check_rate(const struct reader *reader, const struct gate *gate)
{
    bool is_per_1000 = strcmp(gate->statistic.name, "per_1000") == 0;

    if (gate->statistic.kind != STATISTIC_RATE)
        return strcmp(gate->metric, "error_rate") != 0 ||
               complain(reader, "error_rate stands alone: error_rate > 1%");
    if (is_per_1000 != (strcmp(gate->metric, "cost") == 0))
        return complain(reader, is_per_1000
                                    ? "per_1000 is of cost: per_1000(cost)"
                                    : "of cost there are per_1000 and mean");
    if (!is_per_1000 && strcmp(gate->metric, "output_rate") != 0 &&
        strcmp(gate->metric, "error_rate") != 0)
        return complain(reader, "rate is of output_rate or error_rate");
    return true;
}

static bool read_subject(struct reader *reader, struct gate *gate,
                         struct arena *arena)
{
    size_t length = strcspn(reader->at, " \t(<>=");
    const char *name = arena_text_n(arena, reader->at, length), *close;

    reader->at += length;
    skip_blanks(reader);
    if (*reader->at != '(') {
        if (strcmp(name, "error_rate") != 0)
            return complain(reader, "write STATISTIC(METRIC), such as "
                                    "p95(latency), or error_rate");
        gate->metric = name;
        gate->statistic =
            (struct statistic){"rate", STATISTIC_RATE, (double)NAN};
        return true;
    }
    if (!name_statistic(&gate->statistic, name))
        return complain(reader, "the statistic is one of p50, p99.9 and the "
                                "like, median, mean, per_1000, rate");
    close = strchr(++reader->at, ')');
    skip_blanks(reader);
    if (!close || close == reader->at)
        return complain(reader, "a metric in parentheses is missing");
    length = (size_t)(close - reader->at);
    while (reader->at[length - 1] == ' ')
        length--;
    gate->metric = arena_text_n(arena, reader->at, length);
    reader->at = close + 1;
    return check_rate(reader, gate);
}

static bool read_operator(struct reader *reader, struct gate *gate)
{
    skip_blanks(reader);
    if (*reader->at != '>' && *reader->at != '<')
        return complain(reader, "there is no > or < that says when to fail");
    gate->fails_above = *reader->at++ == '>';
    gate->or_equal = *reader->at == '=';
    reader->at += gate->or_equal;
    skip_blanks(reader);
    return true;
}

static bool read_unit(const struct reader *reader, struct gate *gate,
                      const char *word)
{
    if (!word[0])
        return true;
    for (size_t i = 0; i < N_UNITS; i++)
        if (strcmp(units[i].word, word) == 0) {
            if (gate->unit != UNIT_NONE)
                return complain(reader, "the limit has two units");
            gate->unit = units[i].unit;
            gate->limit *= units[i].scale;
            return true;
        }
    return complain(reader,
                    "the unit of the limit is none of s ms us min % $ USD");
}

static bool read_limit(struct reader *reader, struct gate *gate)
{
    char sign = *reader->at;
    size_t length;

    if (sign == '+' || sign == '-') {
        gate->kind = GATE_DIFFERENCE;
        reader->at++;
    }
    if (*reader->at == '$') {
        gate->unit = UNIT_DOLLARS;
        reader->at++;
    }
    length = strspn(reader->at, "0123456789.");
    if (length && (reader->at[length] == 'e' || reader->at[length] == 'E')) {
        size_t more = length + 1;

        more += reader->at[more] == '-' || reader->at[more] == '+';
        if (strspn(reader->at + more, "0123456789"))
            length = more + strspn(reader->at + more, "0123456789");
    }
    if (!number_parse(reader->at, length, &gate->limit))
        return complain(reader, "the limit is not a number");
    reader->at += length;
    skip_blanks(reader);
    if (!read_unit(reader, gate, reader->at))
        return false;
    if (sign == '-')
        gate->limit = -gate->limit;
    if (gate->kind == GATE_DIFFERENCE && gate->unit == UNIT_SHARE)
        gate->kind = GATE_RATIO;
    return true;
}

bool gate_parse(struct gate *gate, struct arena *arena, const char *text,
                struct error *error)
{
    size_t start = strspn(text, " \t"), length = strlen(text);
    struct reader reader = {.error = error};

    while (length > start && strchr(" \t\r\n", text[length - 1]))
        length--;
    reader.text = arena_text_n(arena, text + start, length - start);
    reader.at = reader.text;
    *gate = (struct gate){.text = reader.text};
    return read_subject(&reader, gate, arena) && read_operator(&reader, gate) &&
           read_limit(&reader, gate);
}

bool gate_fit(struct gate *gate, enum unit unit, struct error *error)
{
    const struct reader reader = {.text = gate->text, .error = error};

    if (gate->kind == GATE_RATIO && unit == UNIT_SHARE)
        gate->kind = GATE_DIFFERENCE;
    if (gate->kind == GATE_RATIO && gate->limit <= -1)
        return complain(&reader, "nothing can fall by 100 % or more");
    if (gate->kind == GATE_RATIO || gate->unit == UNIT_NONE ||
        gate->unit == unit)
        return true;
    if (gate->unit == UNIT_SHARE)
        return complain(&reader, "a change in % has a sign: write +5%");
    return error_set(error, NULL,
                     "--fail-if '%s': the unit of the limit does not fit %s",
                     gate->text, gate->metric);
}

enum gate_outcome gate_decide(const struct gate *gate,
                              const struct estimate *estimate)
{
    double low = estimate->low, high = estimate->high, limit = gate->limit;

    if (!estimate_has_interval(estimate))
        return GATE_CANNOT_TELL;
    if (!gate->fails_above) {
        low = -estimate->high;
        high = -estimate->low;
        limit = -limit;
    }
    if (gate->or_equal ? low >= limit : low > limit)
        return GATE_FAILS;
    if (gate->or_equal ? high < limit : high <= limit)
        return GATE_PASSES;
    return GATE_CANNOT_TELL;
}
