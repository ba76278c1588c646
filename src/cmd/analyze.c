#include "cmd/document.h"
#include "cmd/gates.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"
#include "cmd/prices.h"
#include "cmd/studies.h"
#include "study/gates.h"

#include <stddef.h>

struct analyze {
    struct input_flags input;
    struct study_flags study;
    struct price_flags prices;
    struct output_flags output;
    struct gate_flags gate;
    struct price_sheet sheet;
};

extern const struct command command_analyze;

static bool analyze(struct job *job, void *own, int argc, char **argv,
                    struct error *error)
{
    struct analyze *flags = own;
    struct doc *doc = job->doc;
    struct cost_options prices;
    struct study_choice choice;
    struct wanted_list wanted;
    struct gate_list gates;
    struct value *options;
    bool ok;

    wanted_init(&wanted);
    ok = output_check(&flags->output, "llmstats-report", error) &&
         prices_read(&flags->sheet, &prices, &flags->prices, false, error) &&
         studies_choose(&choice, &flags->study, doc->arena, error) &&
         gates_parse(&gates, &flags->gate, doc->arena, error) &&
         (gates.n ? studies_want(&wanted, &choice.options, error)
                  : studies_want_only(&wanted, &choice, error)) &&
         inputs_read(&job->intake, &flags->input, &wanted, argc, argv, error);
    wanted_release(&wanted);
    if (!ok)
        return false;
    document_begin(doc, "analyze");
    options = studies_tell_options(doc, &choice, &flags->input);
    prices_tell_options(options, doc->arena, &prices);
    gates_tell_options(options, doc->arena, &gates);
    choice.options.cost = &prices;
    if (!frame_init(&job->frame, &job->intake, &choice.options, doc, error))
        return false;
    job->frame.spent = job->intake.table;
    studies_run(&job->frame, choice.chosen);
    if (!gates_of_frame(&job->frame, gates.items, gates.n, error))
        return false;
    return output_write(doc, &flags->output, "llmstats-report",
                        flags->input.is_quiet, error);
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct analyze own = {.study = study_flags_default,
                          .prices = price_flags_default};
    void *const targets[] = {&own.study, &own.study, &own.prices,
                             &own.gate,  &own.input, &own.output};
    enum status status =
        job_run(command, targets, "Analysis", analyze, &own, argc, argv);

    price_sheet_release(&own.sheet);
    return status;
}

const struct command command_analyze = {
    .name = "analyze",
    .summary = "percentiles, shape, correlation, errors, cost and runs",
    .operands = "FILE...",
    .about =
        "Reads request logs (CSV, JSONL, JSON; compressed too; '-' is standard "
        "input),\nprints a summary and writes a report with tables and "
        "figures to the folder\nllmstats-report. Each file, or each value of a "
        "run column, is a run: with three\nruns or more every headline number "
        "carries its interval across runs.",
    .examples =
        "  llmstats analyze runs/*.csv\n"
        "  llmstats analyze --by model --percentiles 50,99 log.jsonl.gz\n"
        "  llmstats analyze --where 'output_tokens>100' --json - log.csv\n",
    .groups = {&selection_flag_group, &study_flag_group, &price_flag_group,
               &gate_flag_group, &input_flag_group, &output_flag_group},
    .run = run,
};
