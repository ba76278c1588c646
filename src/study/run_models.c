#include "study/run_models.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/quantile.h"
#include "study/failures.h"

/* The runs of one group. */
struct runs {
    const struct sample *samples;
    const struct sample *whole; /* all runs together */
    size_t n;
};

static struct runs_model model_of_mean(const struct runs *runs, double level)
{
    struct series *series = memory_alloc(runs->n, sizeof *series);
    struct runs_model model;

    for (size_t r = 0; r < runs->n; r++)
        series[r] = (struct series){runs->samples[r].x,
                                    failures_left_out(&runs->samples[r]).n};
    model = runs_model(series, runs->n, level);
    free(series);
    return model;
}

static struct runs_model model_of_quantile(const struct runs *runs,
                                           const struct statistic *statistic,
                                           int quantile_type, double level)
{
    double *cells = memory_alloc(4 * runs->n, sizeof *cells);
    double *hits = cells, *trials = hits + runs->n, *errors = trials + runs->n;
    double *values = errors + runs->n;
    double limit = statistic_of(runs->whole, statistic, quantile_type);
    struct runs_model model;
    bool is_biased = false;

    for (size_t r = 0; r < runs->n; r++) {
        const struct sample *run = &runs->samples[r];

        is_biased |= statistic_is_biased(run, statistic);
        trials[r] = (double)run->n;
        hits[r] = trials[r] - (double)sample_past(run, limit);
        errors[r] = sqrt(quantile_variance(run, statistic->p, false));
        values[r] = statistic_of(run, statistic, quantile_type);
    }
    model = runs_model_counts(hits, trials, is_biased ? 0 : runs->n, level);
    if (!is_biased)
        runs_model_scatter(&model, values, errors, trials, runs->n);
    free(cells);
    return model;
}

void run_models_fill(struct runs_model *models, const struct frame *frame,
                     const struct run_numbers *numbers,
                     const struct sample *samples, const struct sample *whole)
{
    const struct study_options *options = frame->options;
    struct runs runs = {samples, whole, numbers->n_runs};

    models[0] = model_of_mean(&runs, options->level);
    for (size_t s = 1; s < numbers->n_statistics; s++)
        models[s] = model_of_quantile(&runs, &numbers->statistics[s],
                                      options->quantile_type, options->level);
}
