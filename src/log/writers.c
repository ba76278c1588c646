#include "log/writers.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/number.h"

const struct writer *const writers[] = {&writer_csv, &writer_jsonl, NULL};

const struct writer *writer_find(const char *name)
{
    for (const struct writer *const *w = writers; *w; w++)
        if (strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}

const struct writer *writer_of_path(const char *path)
{
    const char *point = strrchr(path, '.');

    for (const struct writer *const *w = writers; point && *w; w++)
        if (strcmp((*w)->extension, point + 1) == 0)
            return *w;
    return NULL;
}

bool writer_cell(const struct column *column, size_t row, char *text,
                 const char **cell)
{
    *cell = text;
    switch (column->kind) {
    case KIND_NUMBER:
        if (!isfinite(column->number[row]))
            return false;
        text[number_format(text, column->number[row])] = '\0';
        return true;
    case KIND_TIME:
        if (column->time[row] == TIME_MISSING)
            return false;
        date_format(text, column->time[row]);
        return true;
    case KIND_TEXT:
        *cell = column_text(column, row);
        return column_code(column, row) != TEXT_MISSING;
    }
    BUG("a column of kind %d", (int)column->kind);
}
