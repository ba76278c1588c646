#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cmd/command.h"
#include "cmd/inputs.h"
#include "cmd/studies.h"
#include "log/writers.h"
#include "study/rows.h"

struct convert_flags {
    struct input_flags input;
    struct study_flags study;
    const char *output, *to;
    struct flag_list kept;
};

extern const struct command command_convert;

static const char *const formats[] = {"csv", "jsonl", NULL};

static const struct flag own[] = {
    {.name = "output",
     .letter = 'o',
     .kind = FLAG_TEXT,
     .offset = offsetof(struct convert_flags, output),
     .argument = "FILE",
     .help = "Write there (default: standard output); the name ends in .csv or "
             ".jsonl."},
    {.name = "to",
     .kind = FLAG_CHOICE,
     .offset = offsetof(struct convert_flags, to),
     .argument = "FORMAT",
     .help = "csv or jsonl, whatever the file is called (default: csv).",
     .choices = formats},
    {.name = "keep",
     .kind = FLAG_LIST,
     .offset = offsetof(struct convert_flags, kept),
     .argument = "COLUMN",
     .help = "Keep this column of the log too. May be given again."},
};

static const struct flag_group own_group = {"Converting", own,
                                            sizeof own / sizeof *own};

static const struct writer *choose_writer(const struct convert_flags *flags,
                                          struct error *error)
{
    const struct writer *writer;

    if (flags->to)
        return writer_find(flags->to);
    if (!flags->output || strcmp(flags->output, "-") == 0)
        return &writer_csv;
    writer = writer_of_path(flags->output);
    if (!writer)
        error_set(error, NULL,
                  "-o %s: the name ends neither in .csv nor in .jsonl; --to "
                  "says which it shall be",
                  flags->output);
    return writer;
}

static bool has_values(const struct column *column, size_t n_rows)
{
    char text[WRITER_CELL_SIZE];
    const char *cell;

    for (size_t i = 0; i < n_rows; i++)
        if (writer_cell(column, i, text, &cell))
            return true;
    return false;
}

/* Canonical fields in their order, then what was kept by name. */
static const struct column **choose_columns(const struct table *table,
                                            const struct flag_list *kept,
                                            size_t *n)
{
    const struct column **columns =
        memory_alloc(N_FIELDS + kept->n, sizeof *columns);

    *n = 0;
    for (size_t f = 0; f < N_FIELDS; f++)
        if (!fields[f].is_inner && table->field[f] &&
            has_values(table->field[f], table->n_rows))
            columns[(*n)++] = table->field[f];
    for (size_t i = 0; i < kept->n; i++) {
        const struct column *column =
            table_column(table, kept->items[i], KIND_TEXT);

        if (column && column->field == FIELD_NONE)
            columns[(*n)++] = column;
    }
    return columns;
}

static bool write_out(const struct convert_flags *flags,
                      const struct writer *writer, const struct table *table,
                      const uint8_t *keep, struct error *error)
{
    bool to_file = flags->output && strcmp(flags->output, "-") != 0;
    FILE *out = to_file ? file_create(flags->output, error) : stdout;
    const struct column **columns;
    size_t n_columns;

    if (!out)
        return false;
    columns = choose_columns(table, &flags->kept, &n_columns);
    writer->write(table, columns, n_columns, keep, out);
    free(columns);
    return !to_file || file_finish(out, flags->output, error);
}

/* The output is opened after all is read: a log may not be converted into
 * itself. */
static bool is_an_input(const char *output, int argc, char **argv)
{
    for (int i = 0; output && i < argc; i++)
        if (strcmp(output, argv[i]) == 0 && strcmp(output, "-") != 0)
            return true;
    return false;
}

static bool convert(const struct convert_flags *flags, struct arena *arena,
                    struct intake *intake, int argc, char **argv,
                    struct error *error)
{
    const struct writer *writer = choose_writer(flags, error);
    struct study_choice choice;
    struct wanted_list wanted;
    uint8_t *keep;
    bool ok;

    if (!writer)
        return false;
    if (is_an_input(flags->output, argc, argv))
        return error_set(error, NULL,
                         "-o %s: a log cannot be converted into itself",
                         flags->output);
    wanted_init(&wanted);
    for (size_t i = 0; i < flags->kept.n; i++)
        wanted_add(&wanted, flags->kept.items[i],
                   field_find(flags->kept.items[i]) == FIELD_NONE
                       ? KIND_TEXT
                       : fields[field_find(flags->kept.items[i])].kind);
    ok = studies_choose(&choice, &flags->study, arena, error) &&
         studies_want(&wanted, &choice.options, error) &&
         inputs_read(intake, &flags->input, &wanted, argc, argv, error);
    wanted_release(&wanted);
    if (!ok)
        return false;
    keep = rows_choose(arena, intake->table, &choice.options, error);
    return keep && write_out(flags, writer, intake->table, keep, error);
}

static void tell_losses(const struct intake *intake)
{
    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];

        if (input->rejected)
            fprintf(stderr,
                    "llmstats: %s: rejected %zu of %zu requests; llmstats "
                    "inspect tells why\n",
                    input->name, input->rejected, input->records);
    }
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct convert_flags flags = {.study = study_flags_default};
    void *const targets[] = {&flags, &flags.study, &flags.input};
    struct error error = {0};
    struct intake intake = {0};
    struct arena *arena = arena_create();
    enum status status = STATUS_ERROR;

    if (command_parse(command, targets, &argc, argv)) {
        status = convert(&flags, arena, &intake, argc, argv, &error)
                     ? STATUS_OK
                     : command_fail(&error);
        if (status == STATUS_OK)
            tell_losses(&intake);
        intake_release(&intake);
    }
    command_release(command, targets);
    arena_destroy(arena);
    return status;
}

const struct command command_convert = {
    .name = "convert",
    .summary = "any log as CSV or JSONL with canonical names and units",
    .operands = "FILE...",
    .about =
        "Writes the requests of all files as one log: canonical field names, "
        "seconds, US\ndollars and tokens, times as ISO 8601 in UTC. Analysing "
        "the converted log gives\nthe same numbers.",
    .examples = "  llmstats convert bench.json -o bench.csv\n"
                "  llmstats convert --keep hardware --to jsonl run.jsonl.gz\n",
    .groups = {&own_group, &selection_flag_group, &input_flag_group},
    .run = run,
};
