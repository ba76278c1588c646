#include "study/moments_table.h"

#include "stat/quantile.h"
#include "study/charts.h"

static void add_row(struct frame *frame, struct doc_table *table,
                    const struct metric *metric, size_t g,
                    const struct numbers *numbers)
{
    const struct moments *moments = &numbers->moments;
    const double cells[] = {
        moments->sd,
        moments->cv,
        moments->min,
        moments->max,
        numbers->geometric,
        numbers->trimmed,
        quantile_iqr(frame_sample(metric, g), frame->options->quantile_type),
        numbers->deviation,
        moments->skewness,
        moments->excess_kurtosis,
    };

    doc_row(frame->doc, table);
    frame_group_cells(frame, table, g);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        doc_cell_number(table, cells[i]);
}

void moments_table(struct frame *frame, struct section *section,
                   const struct metric *metric, const struct numbers *numbers)
{
    const struct column_head measures[] = {
        {.key = "sd", .label = "sd", .unit = metric->unit},
        {.key = "cv", .label = "sd / mean"},
        {.key = "min", .label = "least", .unit = metric->unit},
        {.key = "max", .label = "largest", .unit = metric->unit},
        {.key = "geometric_mean",
         .label = "geometric mean",
         .unit = metric->unit},
        {.key = "trimmed_mean",
         .label = "mean without outer tenths",
         .unit = metric->unit},
        {.key = "iqr", .label = "p75 - p25", .unit = metric->unit},
        {.key = "mad", .label = "median distance", .unit = metric->unit},
        {.key = "skewness", .label = "skewness"},
        {.key = "excess_kurtosis", .label = "excess kurtosis"},
    };
    enum { N_MEASURES = sizeof measures / sizeof *measures };
    struct doc_table *table = frame_group_table(
        frame, section,
        arena_format(frame->arena, "moments-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "How %s scatters",
                     metric_words(frame, metric)),
        measures, N_MEASURES);

    table->caption =
        "Median distance: from the median, times 1.4826, which is the sd of "
        "normal values. Skewness and kurtosis: G1 and G2, bias-corrected.";
    for (size_t g = 0; g < frame_n_groups(frame); g++)
        add_row(frame, table, metric, g, &numbers[g]);
}
