/* Conditions of --where, on a table with a row of each kind of cell. */

#include <stdlib.h>
#include <string.h>

#include "data/filter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    struct arena *arena = arena_create();
    struct table *table = table_create();
    struct error error = {0};
    struct filter *filter;
    uint8_t keep[1];

    if (!text)
        abort();
    memcpy(text, data, size);
    filter = filter_parse(arena, text, &error);
    if (!filter && !error.is_set)
        abort();
    if (filter) {
        for (size_t i = 0; i < filter_n_columns(filter); i++)
            filter_kind(filter_column(filter, i));
        if (filter_apply(filter, table, 0, 0, keep, &error) == error.is_set)
            abort();
    }
    filter_destroy(filter);
    table_destroy(table);
    arena_destroy(arena);
    free(text);
    return 0;
}
