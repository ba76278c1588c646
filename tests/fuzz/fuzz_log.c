/* A log of any format: CSV, JSON, JSON lines, compressed or none of these. What
 * was read is filtered and written again, as convert does it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log/intake.h"
#include "log/writers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_again(const struct table *table, const struct writer *writer)
{
    const struct column **columns =
        calloc(table->n_columns + 1, sizeof *columns);
    uint8_t *keep = malloc(table->n_rows + 1);
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);

    if (!columns || !keep || !out)
        abort();
    for (size_t i = 0; i < table->n_columns; i++)
        columns[i] = table->columns[i];
    memset(keep, 1, table->n_rows + 1);
    writer->write(table, columns, table->n_columns, keep, out);
    fclose(out);
    free(bytes);
    free(keep);
    free(columns);
}

/* Every input counts its rows: each one is accepted or rejected, and those
 * that were accepted stand in the table. */
static void check_counts(const struct intake *intake)
{
    size_t n_rows = 0;

    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];

        if (input->accepted + input->rejected > input->records ||
            input->first_row != n_rows)
            abort();
        n_rows += input->n_rows;
    }
    if (n_rows != intake->table->n_rows)
        abort();
}

static void read_log(const char *path, bool keeps_all)
{
    struct intake_options options = {.threads = 1, .keeps_all = keeps_all};
    struct error error = {0};
    struct intake intake;

    if (intake_read(&intake, &options, &path, 1, &error)) {
        check_counts(&intake);
        write_again(intake.table, &writer_csv);
        write_again(intake.table, &writer_jsonl);
    } else if (!error.is_set) {
        abort();
    }
    intake_release(&intake);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("log", 0);
    char path[32];

    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    read_log(path, false);
    read_log(path, true);
    close(file);
    return 0;
}
