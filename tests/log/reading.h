#ifndef TESTS_LOG_READING_H
#define TESTS_LOG_READING_H

/* A log given as a text, read as a file. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log/intake.h"
#include "tests/check.h"

struct reading {
    struct intake intake;
    struct error error;
    bool ok;
    char path[64];
};

static inline void write_file(char path[64], const char *name, const char *text,
                              size_t n)
{
    FILE *out;

    snprintf(path, 64, "reading-%ld-%s", (long)getpid(), name);
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, n, out), n);
    fclose(out);
}

/* Reads a text as the file reading-PID-NAME. */
static inline void read_bytes(struct reading *reading, const char *name,
                              const char *text, size_t n,
                              const struct intake_options *options)
{
    static const struct intake_options none;
    const char *path = reading->path;

    memset(reading, 0, sizeof *reading);
    write_file(reading->path, name, text, n);
    reading->ok = intake_read(&reading->intake, options ? options : &none,
                              &path, 1, &reading->error);
    unlink(reading->path);
}

static inline void read_text(struct reading *reading, const char *name,
                             const char *text,
                             const struct intake_options *options)
{
    read_bytes(reading, name, text, strlen(text), options);
    if (!reading->ok)
        print_error("%s\n", reading->error.text);
    assert_true(reading->ok);
}

/* Expects a refusal whose message holds these words. */
static inline void check_refused(const char *name, const char *text, size_t n,
                                 const struct intake_options *options,
                                 const char *words)
{
    struct reading reading;

    read_bytes(&reading, name, text, n, options);
    assert_false(reading.ok);
    if (!strstr(reading.error.text, words))
        print_error("%s\n", reading.error.text);
    assert_non_null(strstr(reading.error.text, words));
    intake_release(&reading.intake);
}

static inline double number_of(const struct reading *reading, enum field field,
                               size_t row)
{
    const struct column *column = reading->intake.table->field[field];

    assert_non_null(column);
    assert_true(row < reading->intake.table->n_rows);
    return column->number[row];
}

static inline const char *text_of(const struct reading *reading,
                                  enum field field, size_t row)
{
    const struct column *column = reading->intake.table->field[field];

    assert_non_null(column);
    assert_true(row < reading->intake.table->n_rows);
    return column_text(column, row);
}

static inline int64_t time_of(const struct reading *reading, enum field field,
                              size_t row)
{
    const struct column *column = reading->intake.table->field[field];

    assert_non_null(column);
    assert_true(row < reading->intake.table->n_rows);
    return column->time[row];
}

/* The mapping of a field, the one from the log before a derived one. */
static inline const struct input_mapping *
mapping_of(const struct reading *reading, const char *field)
{
    const struct input *input = &reading->intake.inputs[0];

    for (size_t i = 0; i < input->n_mappings; i++)
        if (strcmp(input->mappings[i].field, field) == 0)
            return &input->mappings[i];
    return NULL;
}

static inline const struct input_problem *
problem_of(const struct reading *reading, const char *code)
{
    const struct input *input = &reading->intake.inputs[0];

    for (size_t i = 0; i < input->n_problems; i++)
        if (strcmp(input->problems[i].code, code) == 0)
            return &input->problems[i];
    return NULL;
}

#endif
