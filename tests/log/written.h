#ifndef TESTS_LOG_WRITTEN_H
#define TESTS_LOG_WRITTEN_H

/* A small table, written. */

#include <stdlib.h>
#include <string.h>

#include "log/writers.h"
#include "tests/check.h"

static inline struct table *make_table(void)
{
    static const char *const models[] = {"a,b", "say \"hi\"\n", ""};
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY);
    struct column *start = table_add_field(table, FIELD_START);
    struct column *model = table_add_field(table, FIELD_MODEL);

    table_grow(table, COUNT(models), NULL, 0);
    for (size_t i = 0; i < COUNT(models); i++)
        codes_set(
            &model->codes, i,
            dictionary_add(&model->dictionary, models[i], strlen(models[i])));
    latency->number[0] = 0.1;
    latency->number[1] = 1e-7;
    start->time[0] = 1772524800123456789;
    return table;
}

static inline void check_written(const struct writer *writer,
                                 const uint8_t *keep, const char *expected)
{
    struct table *table = make_table();
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    writer->write(table, (const struct column *const *)table->columns,
                  table->n_columns, keep, out);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
    table_destroy(table);
}

#endif
