#include "log/scale.h"

#include <math.h>
#include <string.h>

#include "data/unit.h"

static const char *const scale_words[] = {"s", "ms", "us", "ns"};
enum { N_SCALES = 4 };

static const struct unit_word *scale_unit(int i)
{
    return unit_word_find(scale_words[i], strlen(scale_words[i]));
}

/* The scale in which all numbers of the column lie between 2001 and 2128, or
 * -1: seconds are 1e9 to 5e9, and so on by factors of a thousand. */
static int epoch_scale(const struct probe_column *column)
{
    double factor = 1;

    if (column->n_number == 0)
        return -1;
    for (int i = 0; i < N_SCALES; i++, factor *= 1000)
        if (column->min >= 1e9 * factor && column->max <= 5e9 * factor)
            return i;
    return -1;
}

/* Zero stands for "not known" in some logs: then the median decides. */
static int epoch_scale_of_median(const struct probe_column *column)
{
    double median = probe_median(column), factor = 1;

    for (int i = 0; i < N_SCALES; i++, factor *= 1000)
        if (column->min == 0 && median >= 1e9 * factor &&
            column->max <= 5e9 * factor)
            return i;
    return -1;
}

static int find_epoch_scale(const struct probe_column *column)
{
    int scale = epoch_scale(column);

    return scale >= 0 ? scale : epoch_scale_of_median(column);
}

bool scale_is_epoch(const struct probe_column *column)
{
    return find_epoch_scale(column) >= 0;
}

static void set_scale(struct slot *slot, int scale, const char *decided_by)
{
    const struct unit_word *unit = scale_unit(scale);

    slot->unit = unit->name;
    slot->scale = unit->scale;
    slot->power = unit->power;
    slot->decided_by = decided_by;
}

/* What is known of one log while its scales are decided; medians, NAN where
 * there is nothing. */
struct evidence {
    double tokens, rate; /* of output; as logged */
    double ttft;         /* in seconds, if its unit is known */
    double span;         /* end - start in seconds */
};

static double median_of(const struct schema *schema, const struct probe *probe,
                        enum field field)
{
    const struct slot *slot = schema_field(schema, field);

    return slot ? probe_median(&probe->columns[slot->column]) : (double)NAN;
}

static double known_seconds(const struct schema *schema,
                            const struct probe *probe, enum field field)
{
    const struct slot *slot = schema_field(schema, field);

    if (!slot || !slot->decided_by)
        return (double)NAN;
    return slot->scale * probe_median(&probe->columns[slot->column]);
}

/* Moments as seconds; a column of dates was sampled in nanoseconds. */
static double moment(const struct schema *schema, const struct probe *probe,
                     enum field field)
{
    const struct slot *slot = schema_field(schema, field);
    const struct probe_column *column;

    if (!slot || !slot->decided_by)
        return (double)NAN;
    column = &probe->columns[slot->column];
    if (column->n_date > column->n_number)
        return probe_median(column) * 1e-9;
    return probe_median(column) * pow(10, slot->power - 9);
}

/* Whether a latency of this many seconds goes with the rest. */
static bool is_plausible(double latency, const struct evidence *evidence)
{
    double rate = evidence->tokens / latency;

    if (!isnan(evidence->span) && evidence->span > 0)
        return latency > evidence->span / 20 && latency < evidence->span * 20;
    if (!isnan(evidence->rate) && !isnan(rate))
        return rate > evidence->rate / 20 && rate < evidence->rate * 20;
    if (!isnan(evidence->ttft) && latency < 0.9 * evidence->ttft)
        return false;
    if (rate > 0 && (rate < 0.25 || rate > 10000))
        return false;
    return latency <= 300;
}

/* The largest unit in which the median makes sense. */
static int latency_scale(double median, const struct evidence *evidence)
{
    double seconds = median;

    for (int i = 0; i < N_SCALES; i++, seconds /= 1000)
        if (is_plausible(seconds, evidence))
            return i;
    return -1;
}

/* The largest unit in which a part is no longer than the whole. */
static int part_scale(double median, double whole)
{
    double seconds = median, limit = isnan(whole) ? 300 : whole * 1.05;

    for (int i = 0; i < N_SCALES; i++, seconds /= 1000)
        if (seconds <= limit)
            return i;
    return -1;
}

static bool is_silent(const struct evidence *evidence, double median)
{
    return isnan(evidence->span) && isnan(evidence->rate) &&
           isnan(evidence->ttft) && isnan(evidence->tokens) && median <= 300;
}

static struct evidence evidence_of(const struct schema *schema,
                                   const struct probe *probe)
{
    return (struct evidence){
        .tokens = median_of(schema, probe, FIELD_OUTPUT_TOKENS),
        .rate = median_of(schema, probe, FIELD_OUTPUT_RATE),
        .ttft = known_seconds(schema, probe, FIELD_TTFT),
        .span = moment(schema, probe, FIELD_END) -
                moment(schema, probe, FIELD_START),
    };
}

static void decide_latency(struct schema *schema, const struct probe *probe)
{
    struct slot *slot = schema_field(schema, FIELD_LATENCY);
    const struct evidence evidence = evidence_of(schema, probe);
    double median;
    int scale;

    if (!slot || slot->decided_by)
        return;
    median = probe_median(&probe->columns[slot->column]);
    if (isnan(median) || is_silent(&evidence, median)) {
        set_scale(slot, 0, "default");
        return;
    }
    scale = latency_scale(median, &evidence);
    set_scale(slot, scale < 0 ? 0 : scale, scale < 0 ? "default" : "magnitude");
}

/* A duration beside the latency: in the same unit, if nothing speaks against
 * that, since one hand wrote both. Only waiting may take longer than the
 * answer itself. */
static void decide_part(struct schema *schema, const struct probe *probe,
                        enum field field)
{
    struct slot *slot = schema_field(schema, field);
    struct slot *latency = schema_field(schema, FIELD_LATENCY);
    double whole = known_seconds(schema, probe, FIELD_LATENCY), median;
    bool is_alike = latency && strcmp(latency->decided_by, "suffix") != 0 &&
                    strcmp(latency->decided_by, "--map") != 0;
    int scale;

    if (!slot || slot->decided_by)
        return;
    median = probe_median(&probe->columns[slot->column]);
    if (is_alike &&
        (field == FIELD_QUEUE || !(median * latency->scale > whole * 1.05))) {
        slot->unit = latency->unit;
        slot->scale = latency->scale;
        slot->decided_by = latency->decided_by;
        return;
    }
    scale =
        isnan(median)
            ? -1
            : part_scale(median, field == FIELD_QUEUE ? (double)NAN : whole);
    set_scale(slot, scale < 0 ? 0 : scale,
              scale < 0 || (scale == 0 && isnan(whole)) ? "default"
                                                        : "magnitude");
}

/* Moments: dates and epochs tell their unit; others count from some start, in
 * the unit in which they agree with the latency, else in seconds. */
static void decide_moment(struct slot *slot, const struct probe_column *column)
{
    int scale = find_epoch_scale(column);

    slot->is_epoch = column->n_date > column->n_number || scale >= 0;
    if (slot->decided_by)
        return;
    if (column->n_date > column->n_number) {
        slot->unit = "date";
        slot->power = 9;
        slot->decided_by = "content";
    } else if (scale >= 0) {
        set_scale(slot, scale, "magnitude");
    }
}

static void decide_relative_moments(struct schema *schema,
                                    const struct probe *probe)
{
    struct slot *start = schema_field(schema, FIELD_START);
    struct slot *end = schema_field(schema, FIELD_END);
    struct slot *latency = schema_field(schema, FIELD_LATENCY);
    double span = median_of(schema, probe, FIELD_END) -
                  median_of(schema, probe, FIELD_START);
    double whole = known_seconds(schema, probe, FIELD_LATENCY);
    const enum field moments[] = {FIELD_START, FIELD_FIRST_TOKEN, FIELD_END};
    int scale = 0;
    const char *decided_by = "default";

    if (start && end && latency && !start->decided_by && !end->decided_by &&
        span > 0 && whole > 0) {
        decided_by = "magnitude";
        while (scale + 1 < N_SCALES && span > 20 * whole) {
            span /= 1000;
            scale++;
        }
    }
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct slot *slot = schema_field(schema, moments[i]);

        if (slot && !slot->decided_by)
            set_scale(slot, scale, decided_by);
    }
}

/* What is left: numbers without a unit of time, and texts. */
static void decide_rest(struct schema *schema)
{
    for (size_t i = 0; i < schema->n_slots; i++) {
        struct slot *slot = &schema->slots[i];

        if (slot->decided_by)
            continue;
        slot->decided_by = slot->is_named ? "--map" : "alias";
        if (slot->kind == KIND_NUMBER)
            slot->unit = unit_code(fields[slot->field].unit);
    }
}

void scale_decide(struct schema *schema, const struct probe *probe)
{
    const enum field moments[] = {FIELD_START, FIELD_FIRST_TOKEN, FIELD_END};
    const enum field parts[] = {FIELD_TTFT, FIELD_TPOT, FIELD_ITL, FIELD_QUEUE};

    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct slot *slot = schema_field(schema, moments[i]);

        if (slot)
            decide_moment(slot, &probe->columns[slot->column]);
    }
    decide_latency(schema, probe);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        decide_part(schema, probe, parts[i]);
    decide_relative_moments(schema, probe);
    decide_rest(schema);
}
