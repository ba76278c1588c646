#include "study/throughput.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"

/* What is summed for one group. */
struct sums {
    double tokens, seconds; /* of requests with both */
    double all_tokens;      /* of all requests that count */
    int64_t start, end;
    size_t n, n_timed;
};

struct columns {
    const double *latency, *tokens; /* NULL: the log has none */
    const int64_t *start, *end;
};

static void add_row(struct sums *sums, const struct columns *columns,
                    size_t row)
{
    double tokens = columns->tokens ? columns->tokens[row] : (double)NAN;
    int64_t start = columns->start ? columns->start[row] : TIME_MISSING;
    int64_t end = columns->end ? columns->end[row] : TIME_MISSING;

    sums->n++;
    if (isfinite(tokens)) {
        sums->all_tokens += tokens;
        if (columns->latency && isfinite(columns->latency[row])) {
            sums->tokens += tokens;
            sums->seconds += columns->latency[row];
        }
    }
    if (start == TIME_MISSING || end == TIME_MISSING)
        return;
    if (sums->n_timed == 0 || start < sums->start)
        sums->start = start;
    if (sums->n_timed == 0 || end > sums->end)
        sums->end = end;
    sums->n_timed++;
}

static void merge(struct sums *into, const struct sums *sums)
{
    into->n += sums->n;
    into->tokens += sums->tokens;
    into->seconds += sums->seconds;
    into->all_tokens += sums->all_tokens;
    if (sums->n_timed == 0)
        return;
    if (into->n_timed == 0 || sums->start < into->start)
        into->start = sums->start;
    if (into->n_timed == 0 || sums->end > into->end)
        into->end = sums->end;
    into->n_timed += sums->n_timed;
}

static struct columns find_columns(const struct table *table)
{
    struct column *const *field = table->field;

    return (struct columns){
        .latency = field[FIELD_LATENCY] ? field[FIELD_LATENCY]->number : NULL,
        .tokens = field[FIELD_OUTPUT_TOKENS]
                      ? field[FIELD_OUTPUT_TOKENS]->number
                      : NULL,
        .start = field[FIELD_START] ? field[FIELD_START]->time : NULL,
        .end = field[FIELD_END] ? field[FIELD_END]->time : NULL,
    };
}

static struct throughput rates_of(const struct sums *sums, bool is_one_run)
{
    double span = (double)NAN;

    if (is_one_run && sums->n_timed == sums->n && sums->end > sums->start)
        span = (double)(sums->end - sums->start) / 1e9;
    return (struct throughput){
        .output =
            sums->seconds > 0 ? sums->tokens / sums->seconds : (double)NAN,
        .system = sums->all_tokens > 0 ? sums->all_tokens / span : (double)NAN,
        .requests = (double)sums->n / span,
    };
}

struct summing {
    const struct frame *frame;
    struct columns columns;
    size_t n_inner;
    struct sums *sums; /* [block][n_inner] */
};

static void sum_rows(void *context, size_t from, size_t to)
{
    const struct summing *summing = context;
    struct sums *sums = summing->sums + from / THREADS_BLOCK * summing->n_inner;

    for (size_t i = from; i < to; i++) {
        uint32_t group = frame_counted_group(summing->frame, i);

        if (group != GROUP_NONE)
            add_row(&sums[group], &summing->columns, i);
    }
}

static struct throughput *find_throughput(const struct frame *frame)
{
    size_t n = frame_n_groups(frame), n_inner = n > 1 ? n - 1 : 1;
    size_t n_blocks = threads_n_blocks(frame->table->n_rows);
    struct throughput *all = arena_alloc(frame->arena, n, sizeof *all);
    struct sums *sums = memory_alloc((1 + n_blocks) * n_inner, sizeof *sums);
    struct summing summing = {frame, find_columns(frame->table), n_inner,
                              sums + n_inner};
    struct sums whole = {0};
    bool is_one_run = frame->runs && frame->runs->n_groups == 1;

    threads_run_rows(frame->table->n_rows, sum_rows, &summing);
    for (size_t i = 0; i < n_blocks * n_inner; i++)
        merge(&sums[i % n_inner], &summing.sums[i]);
    for (size_t g = 0; g < n_inner; g++)
        merge(&whole, &sums[g]);
    all[0] = rates_of(&whole, is_one_run);
    for (size_t g = 1; g < n; g++)
        all[g] = rates_of(&sums[g - 1], is_one_run);
    free(sums);
    return all;
}

const struct throughput *throughput_of(struct frame *frame)
{
    if (!frame->throughput)
        frame->throughput = find_throughput(frame);
    return frame->throughput;
}

void throughput_tell(struct frame *frame, size_t g,
                     const struct throughput *throughput)
{
    struct arena *arena = frame->arena;
    struct value *value = value_set(frame_group_value(frame, g), "throughput",
                                    value_object(arena));

    value_set(value, "output_tokens_per_second",
              value_number(arena, throughput->output));
    value_set(value, "system_output_tokens_per_second",
              value_number(arena, throughput->system));
    value_set(value, "requests_per_second",
              value_number(arena, throughput->requests));
}
