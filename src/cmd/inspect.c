#include "study/inspect.h"
#include "cmd/document.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"

#include <stddef.h>

struct inspect_flags {
    struct input_flags input;
    struct output_flags output;
    bool shows_values;
};

extern const struct command command_inspect;

static const struct flag own[] = {
    {.name = "show-values",
     .kind = FLAG_BOOL,
     .offset = offsetof(struct inspect_flags, shows_values),
     .help = "Show example cells of columns that may hold prompts, answers, "
             "keys, users or addresses, too."},
};

static const struct flag_group own_group = {"Inspecting", own,
                                            sizeof own / sizeof *own};

static bool inspect(struct job *job, void *own_flags, int argc, char **argv,
                    struct error *error)
{
    const struct inspect_flags *flags = own_flags;
    struct wanted_list wanted;
    bool ok;

    wanted_init(&wanted);
    wanted.keeps_all = true;
    ok = output_check(&flags->output, NULL, error) &&
         inputs_read(&job->intake, &flags->input, &wanted, argc, argv, error);
    wanted_release(&wanted);
    if (!ok)
        return false;
    document_begin(job->doc, "inspect");
    inspect_tell(job->doc, &job->intake, flags->shows_values);
    return output_write(job->doc, &flags->output, NULL, flags->input.is_quiet,
                        error);
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct inspect_flags flags = {.shows_values = false};
    void *const targets[] = {&flags, &flags.input, &flags.output};

    return job_run(command, targets, "Inspection", inspect, &flags, argc, argv);
}

const struct command command_inspect = {
    .name = "inspect",
    .summary = "what a log is, and how its columns are understood",
    .operands = "FILE...",
    .about =
        "Tells what each file is and why it is believed to be that: every "
        "column with\nits field, its unit and who decided, its range and an "
        "example; rejected rows with\ntheir places; what looks wrong; and the "
        "first rows as understood (--json -).",
    .examples = "  llmstats inspect log.jsonl\n"
                "  llmstats inspect --json - log.csv\n",
    .groups = {&own_group, &input_flag_group, &output_flag_group},
    .run = run,
};
