#include "log/recognise.h"

#include <string.h>

#include "log/detect.h"

/* The shape that a format asks for; NULL: the file tells. */
static const struct shape *shape_of(const struct format *format)
{
    if (!format)
        return NULL;
    if (format->records || format->arrays || format->pivot)
        return &shape_records;
    return format->columns.n || format->delimiter ? &shape_csv : NULL;
}

const struct shape *recognise_shape(const struct source *source,
                                    const struct formats *formats,
                                    const struct format **format,
                                    struct text *why, struct error *error)
{
    bool is_told = *format != NULL;
    const struct shape *shape;

    if (!detect_refuse(source, error))
        return NULL;
    if (!is_told && formats)
        *format = formats_detect(formats, source);
    shape = shape_of(*format);
    if (!shape)
        shape = detect_shape(source, why, error);
    if (!*format)
        return shape;
    text_clear(why);
    text_format(why, "%s %s",
                is_told ? "--format says that it is" : "its names are those of",
                (*format)->title);
    return shape;
}

static const char *list_columns(struct arena *arena, const struct probe *probe)
{
    struct text text;
    const char *list;
    size_t shown = 0;

    text_init(&text);
    for (size_t i = 0; i < probe->n; i++) {
        const struct probe_column *column = &probe->columns[i];

        if (!probe_present(column) && column->n_entered)
            continue;
        if (shown++ == 20) {
            text_add(&text, ", ...");
            break;
        }
        text_format(&text, "%s", shown > 1 ? ", " : "");
        text_add_shortened(&text, column->name, 40);
    }
    list = arena_text(arena, text.data);
    text_release(&text);
    return list;
}

/* Percentiles in the names of columns: the rows sum up many requests. What
 * stands around the rows may well sum them up. */
static bool is_summary(const struct probe *probe)
{
    static const char *const words[] = {"p50", "p90", "p95", "p99", "p999",
                                        "50%", "90%", "95%", "99%", "median"};
    size_t n = 0;

    for (size_t i = 0; i < probe->n; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (!probe->columns[i].is_around &&
                strstr(probe->columns[i].name, words[k])) {
                n++;
                break;
            }
    return n >= 3;
}

static bool has_named(const struct schema *schema)
{
    for (size_t i = 0; i < schema->n_slots; i++)
        if (schema->slots[i].is_named)
            return true;
    return false;
}

bool recognise_requests(const struct schema *schema, const struct probe *probe,
                        const char *name, struct error *error)
{
    struct place place = {.name = name};

    if (is_summary(probe) && !has_named(schema))
        return error_set(error, &place,
                         "each row sums up many requests (its columns are "
                         "percentiles): this is no log of requests");
    if (schema_has_requests(schema))
        return true;
    return error_set(error, &place,
                     "no column of this file is known to tell of a request; "
                     "its columns are: %s; name one with --map, as in "
                     "--map latency=COLUMN:ms",
                     list_columns(probe->arena, probe));
}
