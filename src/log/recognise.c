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
                                    const struct refusal *suspicion,
                                    const struct format **format,
                                    struct text *why, struct error *error)
{
    bool is_told = *format != NULL;
    const struct shape *shape;

    if (!detect_refuse(source, error))
        return NULL;
    if (!is_told && formats)
        *format = formats_detect(formats, source);
    if (suspicion && !*format) {
        refuse(suspicion, source, error);
        return NULL;
    }
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
    if (refusal_is_of_runs(probe) && !has_named(schema))
        return refuse_runs(name, error);
    return schema_has_requests(schema) || refuse_columns(probe, name, error);
}
