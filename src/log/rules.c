#include "log/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/filter.h"

bool rules_want(const struct format *format, struct schema_options *options,
                struct arena *arena, struct error *error)
{
    enum { MOST = 64 };
    struct wanted *needed = arena_alloc(arena, MOST, sizeof *needed);
    size_t n = 0;

    for (size_t i = 0; format && i < format->n_rules; i++) {
        struct filter *filter =
            filter_parse(arena, format->rules[i].condition, error);

        if (!filter)
            return false;
        for (size_t k = 0; k < filter_n_columns(filter) && n < MOST; k++) {
            needed[n].name = filter_column(filter, k);
            needed[n].kind = filter_kind(needed[n].name);
            n++;
        }
        filter_destroy(filter);
    }
    options->needed = needed;
    options->n_needed = n;
    return true;
}

static bool apply(const struct format_rule *rule, struct table *table,
                  size_t first, size_t n, bool is_decided[],
                  struct error *error)
{
    struct column *outcome = table_add_field(table, FIELD_OUTCOME);
    uint32_t code = dictionary_add(&outcome->dictionary, rule->outcome,
                                   strlen(rule->outcome));
    struct arena *arena = arena_create();
    struct filter *filter = filter_parse(arena, rule->condition, error);
    uint8_t *holds = memory_alloc(n, sizeof *holds);
    bool ok = filter && filter_apply(filter, table, first, n, holds, error);

    for (size_t i = 0; ok && i < n; i++)
        if (holds[i] && !is_decided[i]) {
            codes_set(&outcome->codes, first + i, code);
            is_decided[i] = true;
        }
    free(holds);
    if (filter)
        filter_destroy(filter);
    arena_destroy(arena);
    return ok;
}

bool rules_apply(const struct format *format, struct table *table, size_t first,
                 size_t n, struct error *error)
{
    bool *is_decided = memory_alloc(n, sizeof *is_decided), ok = true;

    for (size_t i = 0; format && ok && i < format->n_rules; i++)
        ok = apply(&format->rules[i], table, first, n, is_decided, error);
    free(is_decided);
    return ok;
}
