#include "study/compare.h"

#include <stddef.h>
#include <string.h>

#include "cmd/document.h"
#include "cmd/gates.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"
#include "cmd/shares.h"
#include "cmd/sides.h"
#include "cmd/studies.h"
#include "study/gates.h"
#include "study/input.h"
#include "study/population.h"

/* Two or more sides, each of runs. */

struct compare_flags {
    struct study_flags study; /* its `by` are the strata */
    const char *by, *base, *pair, *adjust, *margin, *rate_margin, *power;
};

#define AT(member) offsetof(struct compare_flags, member)

static const struct flag compare_flags[] = {
    {.name = "by",
     .kind = FLAG_TEXT,
     .offset = AT(by),
     .argument = "COLUMN",
     .help = "The sides are the values of this column, in one set of files, "
             "instead of NAME=FILE."},
    {.name = "base",
     .kind = FLAG_TEXT,
     .offset = AT(base),
     .argument = "NAME",
     .help = "The side that the others are compared with (default: the "
             "first)."},
    {.name = "strata",
     .kind = FLAG_TEXT,
     .offset = AT(study.by),
     .argument = "COLUMN[,COLUMN]",
     .help = "Compare within the values of these columns too (default: "
             "workload)."},
    {.name = "pair",
     .kind = FLAG_CHOICE,
     .offset = AT(pair),
     .argument = "HOW",
     .help = "none (the default); run: the runs of both sides belong together "
             "in pairs; item: so do the requests of the same item.",
     .choices = pairing_names},
    {.name = "margin",
     .kind = FLAG_TEXT,
     .offset = AT(margin),
     .argument = "SHARE",
     .help = "Changes below this do not matter (default: 5%)."},
    {.name = "rate-margin",
     .kind = FLAG_TEXT,
     .offset = AT(rate_margin),
     .argument = "SHARE",
     .help = "The same of error rates, in points (default: 0.5%)."},
    {.name = "adjust",
     .kind = FLAG_CHOICE,
     .offset = AT(adjust),
     .argument = "METHOD",
     .help = "How p-values are adjusted for their number: holm (the default) "
             "or bh.",
     .choices = adjustment_names},
    {.name = "power",
     .kind = FLAG_TEXT,
     .offset = AT(power),
     .argument = "SHARE",
     .help = "Power of the runs that a verdict asks for (default: 80%)."},
    {.name = "metric",
     .kind = FLAG_TEXT,
     .offset = AT(study.metric),
     .argument = "COLUMN[,COLUMN]",
     .help = "Which numbers to compare (default: latency, ttft, tpot, "
             "output_rate, cost and error_rate, where the log has them)."},
    {.name = "percentiles",
     .kind = FLAG_TEXT,
     .offset = AT(study.percentiles),
     .argument = "P[,P]",
     .help = "Which percentiles beside the mean (default: 50,95,99)."},
    {.name = "level",
     .kind = FLAG_NUMBER,
     .offset = AT(study.level),
     .argument = "SHARE",
     .help = "Level of all intervals; an adjusted p below one minus it is a "
             "finding (default: 0.95).",
     .low = 0.5,
     .high = 0.9999},
    {.name = "quantile-type",
     .kind = FLAG_COUNT,
     .offset = AT(study.quantile_type),
     .argument = "1..9",
     .help = "Type of the quantiles after Hyndman and Fan (default: 7).",
     .low = 1,
     .high = 9},
    {.name = "seed",
     .kind = FLAG_COUNT,
     .offset = AT(study.seed),
     .argument = "N",
     .help = "Seed of whatever is random (default: 1)."},
};

static const struct flag_group compare_flag_group = {
    "What is compared", compare_flags,
    sizeof compare_flags / sizeof *compare_flags};

struct flags {
    struct compare_flags compare;
    struct input_flags input;
    struct output_flags output;
    struct gate_flags gate;
};

/* What lives as long as the run of the command. */
struct work {
    struct flags flags;
    struct job *job;
    struct sides sides;
    struct compare compare;
    struct study_choice choice;
    struct compare_options options;
    struct gate_list gates;
};

static size_t index_of(const char *const *names, const char *name)
{
    size_t i = 0;

    while (names[i] && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static bool choose(struct work *work, const struct compare_flags *flags,
                   struct error *error)
{
    struct compare_options *options = &work->options;

    *options = (struct compare_options){
        .arm_column = flags->by ? flags->by : sides_column,
        .base = flags->base,
        .pairing = (enum pairing)index_of(pairing_names, flags->pair),
        .judge.level = flags->study.level,
        .judge.adjustment =
            (enum adjustment)index_of(adjustment_names, flags->adjust),
    };
    return share_parse(&options->judge.margin, "margin", flags->margin,
                       error) &&
           share_parse(&options->rate_margin, "rate-margin", flags->rate_margin,
                       error) &&
           share_parse(&options->judge.power, "power", flags->power, error) &&
           studies_choose(&work->choice, &flags->study, work->job->doc->arena,
                          error);
}

/* The error rate is compared if a gate or --metric names it. */
static void choose_error_rate(struct work *work)
{
    struct study_options *options = &work->choice.options;

    options->counts_errors = true;
    for (size_t i = 0; i < work->gates.n; i++)
        work->options.with_error_rate |=
            strcmp(work->gates.items[i].metric, "error_rate") == 0;
    for (size_t i = 0; i < options->n_metrics; i++)
        work->options.with_error_rate |=
            names_error_rate(options, options->metrics[i]);
}

/* By the same column as the sides there is nothing to stratify. */
static void choose_strata(struct work *work, const struct compare_flags *flags)
{
    static const char *const none[] = {NULL};

    if (!flags->study.by && flags->by && strcmp(flags->by, "workload") == 0) {
        work->choice.options.by = none;
        work->choice.options.n_by = 0;
    }
}

static bool read(struct work *work, const struct flags *flags, int argc,
                 char **argv, struct error *error)
{
    const char *by = flags->compare.by;
    struct wanted_list wanted;
    bool ok;

    if (!sides_init(&work->sides, argv, (size_t)argc, error))
        return false;
    for (size_t i = 0; by && i < work->sides.n_paths; i++)
        if (work->sides.names[i])
            return error_set(error, NULL,
                             "--by %s and %s=FILE both name the sides: use one "
                             "of them",
                             by, work->sides.names[i]);
    wanted_init(&wanted);
    if (by)
        wanted_add(&wanted, by, grouping_kind(by));
    ok = studies_want(&wanted, &work->choice.options, error) &&
         inputs_read(&work->job->intake, &flags->input, &wanted,
                     (int)work->sides.n_paths, work->sides.paths, error);
    wanted_release(&wanted);
    if (ok && !by)
        sides_label(&work->sides, &work->job->intake);
    return ok;
}

static void tell_options(struct work *work, const struct flags *flags)
{
    struct arena *arena = work->job->doc->arena;
    const struct compare_options *chosen = &work->options;
    struct value *options;

    document_begin(work->job->doc, "compare");
    options =
        studies_tell_options(work->job->doc, &work->choice, &flags->input);
    value_set(options, "sides_by", value_text(arena, flags->compare.by));
    value_set(options, "base", value_text(arena, chosen->base));
    value_set(options, "pair",
              value_text(arena, pairing_names[chosen->pairing]));
    value_set(options, "margin", value_number(arena, chosen->judge.margin));
    value_set(options, "rate_margin", value_number(arena, chosen->rate_margin));
    value_set(options, "adjust",
              value_text(arena, adjustment_names[chosen->judge.adjustment]));
    value_set(options, "power", value_number(arena, chosen->judge.power));
    gates_tell_options(options, arena, &work->gates);
}

static bool compare(struct job *job, void *own, int argc, char **argv,
                    struct error *error)
{
    struct work *work = own;
    const struct flags *flags = &work->flags;
    bool is_written;

    work->job = job;
    if (!output_check(&flags->output, "llmstats-compare", error) ||
        !choose(work, &flags->compare, error) ||
        !gates_parse(&work->gates, &flags->gate, work->job->doc->arena, error))
        return false;
    choose_error_rate(work);
    choose_strata(work, &flags->compare);
    if (!read(work, flags, argc, argv, error))
        return false;
    tell_options(work, flags);
    if (!frame_init(&work->job->frame, &work->job->intake,
                    &work->choice.options, work->job->doc, error))
        return false;
    input_tell(work->job->doc, &work->job->intake);
    population_tell(&work->job->frame);
    is_written =
        compare_run(&work->compare, &work->job->frame, &work->options, error) &&
        gates_of_compare(&work->compare, work->gates.items, work->gates.n,
                         error) &&
        output_write(work->job->doc, &flags->output, "llmstats-compare",
                     flags->input.is_quiet, error);
    compare_release(&work->compare); /* which lives in the document's arena */
    return is_written;
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct work work = {.flags.compare = {.study = study_flags_default,
                                          .pair = "none",
                                          .adjust = "holm",
                                          .margin = "5%",
                                          .rate_margin = "0.5%",
                                          .power = "80%"}};
    struct flags *flags = &work.flags;
    void *const targets[] = {&flags->compare.study, &flags->compare,
                             &flags->gate, &flags->input, &flags->output};
    enum status status;

    flags->compare.study.percentiles = "50,95,99";
    status =
        job_run(command, targets, "Comparison", compare, &work, argc, argv);
    sides_release(&work.sides);
    return status;
}

extern const struct command command_compare;

const struct command command_compare = {
    .name = "compare",
    .summary = "is one side faster, cheaper or worse than another",
    .operands = "NAME=FILE... | --by COLUMN FILE...",
    .about =
        "Compares sides by their runs: one value a run, Welch's t test on "
        "logarithms,\nthe ratio with its interval, and a verdict adjusted for "
        "the number of tests.\nRequests of one run are not independent, so "
        "that three runs a side are the\nleast and five are better. Quote "
        "patterns: llmstats expands them itself.",
    .examples =
        "  llmstats compare base='old/*.csv' new='new/*.csv'\n"
        "  llmstats compare --by model --base gpt-4o runs/*.jsonl\n"
        "  llmstats compare a='a/*' b='b/*' --fail-if 'p95(latency) > +5%'\n",
    .groups = {&selection_flag_group, &compare_flag_group, &gate_flag_group,
               &input_flag_group, &output_flag_group},
    .run = run,
};
