#include "cmd/command.h"
#include "cmd/document.h"
#include "cmd/gates.h"
#include "cmd/inputs.h"
#include "cmd/output.h"
#include "cmd/prices.h"
#include "cmd/studies.h"
#include "study/gates.h"

#include <stddef.h>

struct analyze_flags {
    struct input_flags input;
    struct study_flags study;
    struct price_flags prices;
    struct output_flags output;
    struct gate_flags gate;
};

extern const struct command command_analyze;

static bool analyze(const struct analyze_flags *flags, struct doc *doc,
                    struct price_sheet *sheet, struct intake *intake,
                    struct frame *frame, int argc, char **argv,
                    struct error *error)
{
    struct cost_options prices;
    struct study_choice choice;
    struct wanted_list wanted;
    struct gate_list gates;
    struct value *options;
    bool ok;

    wanted_init(&wanted);
    ok = prices_read(sheet, &prices, &flags->prices, false, error) &&
         studies_choose(&choice, &flags->study, doc->arena, error) &&
         gates_parse(&gates, &flags->gate, doc->arena, error) &&
         (gates.n ? studies_want(&wanted, &choice.options, error)
                  : studies_want_only(&wanted, &choice, error)) &&
         inputs_read(intake, &flags->input, &wanted, argc, argv, error);
    wanted_release(&wanted);
    if (!ok)
        return false;
    document_begin(doc, "analyze");
    options = studies_tell_options(doc, &choice, &flags->input);
    prices_tell_options(options, doc->arena, &prices);
    gates_tell_options(options, doc->arena, &gates);
    choice.options.cost = &prices;
    if (!frame_init(frame, intake, &choice.options, doc, error))
        return false;
    studies_run(frame, choice.chosen);
    if (!gates_of_frame(frame, gates.items, gates.n, error))
        return false;
    return output_write(doc, &flags->output, "llmstats-report",
                        flags->input.is_quiet, error);
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct analyze_flags flags = {.study = study_flags_default,
                                  .prices = price_flags_default};
    void *const targets[] = {&flags.study, &flags.study, &flags.prices,
                             &flags.gate,  &flags.input, &flags.output};
    struct price_sheet sheet = {0};
    struct error error = {0};
    struct intake intake = {0};
    struct frame frame = {0};
    struct doc *doc;
    enum status status = STATUS_ERROR;

    if (command_parse(command, targets, &argc, argv)) {
        doc = doc_create("Analysis");
        status =
            analyze(&flags, doc, &sheet, &intake, &frame, argc, argv, &error)
                ? (enum status)doc->exit_status
                : command_fail(&error);
        frame_release(&frame);
        intake_release(&intake);
        price_sheet_release(&sheet);
        doc_destroy(doc);
    }
    command_release(command, targets);
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
