#include "study/plan.h"

#include <stddef.h>

#include "cmd/document.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"
#include "cmd/shares.h"
#include "cmd/studies.h"
#include "study/input.h"
#include "study/population.h"

/* From pilot logs to an experiment. */

struct plan_flags {
    struct study_flags study;
    const char *change, *power;
    double overhead;
};

#define AT(member) offsetof(struct plan_flags, member)

static const struct flag plan_flags[] = {
    {.name = "change",
     .kind = FLAG_TEXT,
     .offset = AT(change),
     .argument = "SHARE",
     .help = "The change that a comparison shall see (default: 5%)."},
    {.name = "power",
     .kind = FLAG_TEXT,
     .offset = AT(power),
     .argument = "SHARE",
     .help = "With which probability (default: 80%)."},
    {.name = "run-overhead",
     .kind = FLAG_NUMBER,
     .offset = AT(overhead),
     .argument = "SECONDS",
     .help = "What a run takes beside its requests: start, warm-up (default: "
             "60).",
     .low = 0,
     .high = 1e7},
    {.name = "metric",
     .kind = FLAG_TEXT,
     .offset = AT(study.metric),
     .argument = "COLUMN[,COLUMN]",
     .help = "Which numbers to plan for (default: latency, ttft, tpot and "
             "output_rate, where the log has them)."},
    {.name = "percentiles",
     .kind = FLAG_TEXT,
     .offset = AT(study.percentiles),
     .argument = "P[,P]",
     .help = "Which percentiles beside the mean (default: 50,95)."},
    {.name = "level",
     .kind = FLAG_NUMBER,
     .offset = AT(study.level),
     .argument = "SHARE",
     .help = "Level of the comparison: a p below one minus it is a finding "
             "(default: 0.95).",
     .low = 0.5,
     .high = 0.9999},
};

static const struct flag_group plan_flag_group = {
    "What to plan", plan_flags, sizeof plan_flags / sizeof *plan_flags};

struct flags {
    struct plan_flags plan;
    struct input_flags input;
    struct output_flags output;
};

static bool choose(struct plan_options *options, const struct plan_flags *flags,
                   struct error *error)
{
    options->overhead = flags->overhead;
    return share_parse(&options->change, "change", flags->change, error) &&
           share_parse(&options->power, "power", flags->power, error);
}

static bool plan(struct job *job, void *own, int argc, char **argv,
                 struct error *error)
{
    const struct flags *flags = own;
    struct doc *doc = job->doc;
    struct plan_options options;
    struct study_choice choice;
    struct wanted_list wanted;
    struct value *told;
    bool ok;

    wanted_init(&wanted);
    ok = output_check(&flags->output, NULL, error) &&
         choose(&options, &flags->plan, error) &&
         studies_choose(&choice, &flags->plan.study, doc->arena, error) &&
         studies_want(&wanted, &choice.options, error) &&
         inputs_read(&job->intake, &flags->input, &wanted, argc, argv, error);
    wanted_release(&wanted);
    if (!ok)
        return false;
    document_begin(doc, "plan");
    told = studies_tell_options(doc, &choice, &flags->input);
    value_set(told, "change", value_number(doc->arena, options.change));
    value_set(told, "power", value_number(doc->arena, options.power));
    value_set(told, "run_overhead", value_number(doc->arena, options.overhead));
    if (!frame_init(&job->frame, &job->intake, &choice.options, doc, error))
        return false;
    input_tell(doc, &job->intake);
    population_tell(&job->frame);
    return plan_run(&job->frame, &options, error) &&
           output_write(doc, &flags->output, NULL, flags->input.is_quiet,
                        error);
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct flags flags = {.plan = {.study = study_flags_default,
                                   .change = "5%",
                                   .power = "80%",
                                   .overhead = 60}};
    void *const targets[] = {&flags.plan.study, &flags.plan, &flags.input,
                             &flags.output};

    flags.plan.study.percentiles = "50,95";
    return job_run(command, targets, "Plan", plan, &flags, argc, argv);
}

extern const struct command command_plan;

const struct command command_plan = {
    .name = "plan",
    .summary = "how many runs of how many requests see a change",
    .operands = "FILE...",
    .about =
        "Takes pilot runs (two are the least, five are better), splits their "
        "scatter into\nwhat differs between runs and what between requests, "
        "and says what they can see\nand which experiments would see the "
        "change, with what these cost and take.",
    .examples = "  llmstats plan pilot/*.csv\n"
                "  llmstats plan --change 2% --power 90% pilot/*.csv\n",
    .groups = {&selection_flag_group, &plan_flag_group, &input_flag_group,
               &output_flag_group},
    .run = run,
};
