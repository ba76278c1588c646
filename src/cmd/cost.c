#include "cmd/document.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"
#include "cmd/prices.h"
#include "cmd/studies.h"
#include "cmd/what_if.h"
#include "study/blend.h"
#include "study/cost_parts.h"
#include "study/money.h"

#include <math.h>
#include <stddef.h>

struct cost {
    struct input_flags input;
    struct study_flags study;
    struct price_flags prices;
    struct what_if_flags what_if;
    struct output_flags output;
    struct price_sheet sheet;
};

static const struct flag level_flags[] = {
    {.name = "level",
     .kind = FLAG_NUMBER,
     .offset = offsetof(struct study_flags, level),
     .argument = "SHARE",
     .help = "Level of the intervals across runs (default: 0.95).",
     .low = 0.5,
     .high = 0.9999},
};

static const struct flag_group level_flag_group = {"Intervals", level_flags, 1};

extern const struct command command_cost;

static void tell_options(const struct cost *flags, struct value *told,
                         struct arena *arena,
                         const struct cost_options *options)
{
    prices_tell_options(told, arena, options);
    what_if_tell_options(told, arena, &flags->what_if);
}

/* The prices of a mix need no log. */
static void tell_mix(const struct cost *flags, struct doc *doc,
                     const struct cost_options *options)
{
    struct value *cost;

    document_begin(doc, "cost");
    tell_options(flags,
                 value_set(doc->data, "options", value_object(doc->arena)),
                 doc->arena, options);
    cost = value_set(doc->data, "cost", value_object(doc->arena));
    blend_tell(doc, options->sheet, options->input_share, flags->what_if.mix,
               cost);
}

static bool study(const struct cost *flags, struct job *job,
                  struct study_choice *choice, struct cost_options *options,
                  struct error *error)
{
    static const char *const no_metrics[] = {NULL};
    const struct study *const chosen[] = {&study_cost, &study_reprice,
                                          &study_what_if, NULL};
    struct doc *doc = job->doc;

    document_begin(doc, "cost");
    tell_options(flags, studies_tell_options(doc, choice, &flags->input),
                 doc->arena, options);
    choice->options.metrics = no_metrics;
    choice->options.n_metrics = 0;
    choice->options.cost = options;
    if (!frame_init(&job->frame, &job->intake, &choice->options, doc, error) ||
        (options->route_where &&
         !what_if_rows(&job->frame, options->route_where, &options->route_rows,
                       error)))
        return false;
    studies_run(&job->frame, chosen);
    if (!cost_is_known(&job->frame))
        doc->exit_status = STATUS_UNKNOWN;
    return true;
}

static bool cost(struct job *job, void *own, int argc, char **argv,
                 struct error *error)
{
    struct cost *flags = own;
    struct doc *doc = job->doc;
    struct cost_options options;
    struct study_choice choice;
    struct wanted_list wanted;
    bool ok;

    if (!output_check(&flags->output, NULL, error) ||
        !prices_read(&flags->sheet, &options, &flags->prices, true, error) ||
        !what_if_choose(&options, &flags->what_if, doc->arena, error))
        return false;
    if (argc == 0 && flags->what_if.mix) {
        tell_mix(flags, doc, &options);
    } else {
        wanted_init(&wanted);
        ok = studies_choose(&choice, &flags->study, doc->arena, error) &&
             studies_want(&wanted, &choice.options, error) &&
             what_if_want(&wanted, &options, error) &&
             inputs_read(&job->intake, &flags->input, &wanted, argc, argv,
                         error);
        wanted_release(&wanted);
        if (!ok || !study(flags, job, &choice, &options, error))
            return false;
    }
    return output_write(doc, &flags->output, NULL, flags->input.is_quiet,
                        error);
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct cost own = {.study = study_flags_default,
                       .prices = price_flags_default};
    void *const targets[] = {&own.prices, &own.what_if, &own.study,
                             &own.study,  &own.input,   &own.output};
    enum status status;

    own.study.studies = "cost";
    status = job_run(command, targets, "Cost", cost, &own, argc, argv);
    price_sheet_release(&own.sheet);
    return status;
}

const struct command command_cost = {
    .name = "cost",
    .summary = "what requests cost, under other models and measures too",
    .operands = "FILE...",
    .about =
        "Prices the requests of logs by a price sheet, each token in one class "
        "only, and\nchecks the log's own cost. Prices the same log under every "
        "model of the sheet,\nblends prices at a mix of input and output, and "
        "says what caches, routing,\nbatches and retries would change: at "
        "least, if alike, and at most.",
    .examples = "  llmstats cost runs/*.csv\n"
                "  llmstats cost --mix 60/40\n"
                "  llmstats cost --prices mine.csv --rate CNY=0.14 log.jsonl\n"
                "  llmstats cost --cache-hit 40% --cache-lookup 12ms --route "
                "'30%:GLM-4 Plus' log.csv\n",
    .groups = {&price_flag_group, &what_if_flag_group, &level_flag_group,
               &selection_flag_group, &input_flag_group, &output_flag_group},
    .run = run,
};
