#include "log/ahead.h"

#include <string.h>

enum {
    HEAD = 9 << 20, /* enough to be probed by samples, as a whole log is */
    STEP = 8 << 20
};

/* What is there of the source, up to bytes that are being written. */
static size_t readable(size_t n, bool is_all)
{
    return is_all ? n : n - SOURCE_PADDING;
}

/* If a record goes on and on, it is not looked at again before there is twice
 * as much of it. */
static void load(struct ahead *ahead)
{
    struct reading *head = &ahead->head;
    const struct intake_options *given = head->setting->options;
    size_t expected = source_expected(&head->source);
    struct progress *progress =
        progress_create("reading", expected, given->is_quiet);
    const struct load_options options = {.n_threads = given->threads,
                                         .progress = progress,
                                         .expected = expected};
    struct loading *loading =
        load_start(&head->opened, &ahead->schema, &options, ahead->intake.table,
                   ahead->intake.arena, &head->loaded);
    size_t rest, size = head->source.size;
    bool is_all = false;

    do {
        rest = head->source.size - load_more(loading, false);
        size = source_wait(&head->source, size + (rest > STEP ? rest : STEP),
                           &is_all);
        head->source.size = readable(size, is_all);
    } while (!is_all);
    load_more(loading, true);
    load_finish(loading);
    progress_destroy(progress);
}

void ahead_read(struct ahead *ahead, const struct source *source,
                const struct setting *setting, const char *path)
{
    struct error ignored = {0};
    bool is_all;

    memset(ahead, 0, sizeof *ahead);
    ahead->intake.arena = arena_create();
    reading_init(&ahead->head, &ahead->input, &ahead->intake, setting);
    if (!source->supply || source_wait(source, HEAD, &is_all) < HEAD)
        return;
    ahead->intake.table = table_create();
    ahead->head.source = *source;
    ahead->head.source.size = readable(HEAD, false);
    if (!reading_understand(&ahead->head, path, &ignored) ||
        !ahead->head.opened.shape->is_local)
        return;
    reading_choose(&ahead->head, &ahead->schema);
    load(ahead);
    ahead->is_read = true;
}

void ahead_release(struct ahead *ahead)
{
    reading_release(&ahead->head);
    table_destroy(ahead->intake.table);
    arena_destroy(ahead->intake.arena);
}

static bool slots_agree(const struct schema *a, const struct schema *b,
                        size_t i)
{
    const struct slot *one = &a->slots[i], *other = &b->slots[i];

    return strcmp(a->names[one->column], b->names[other->column]) == 0 &&
           strcmp(one->name, other->name) == 0 && one->field == other->field &&
           one->kind == other->kind && one->scale == other->scale &&
           one->power == other->power && one->is_epoch == other->is_epoch &&
           one->zero_is_missing == other->zero_is_missing &&
           one->is_positive == other->is_positive && one->next == other->next;
}

static bool terms_agree(const struct schema *a, const struct schema *b,
                        size_t i)
{
    const struct term *one = &a->terms[i], *other = &b->terms[i];

    return strcmp(a->names[one->column], b->names[other->column]) == 0 &&
           one->function == other->function && one->sign == other->sign;
}

static bool computed_agree(const struct schema *a, const struct schema *b,
                           size_t i)
{
    const struct computed *one = &a->computed[i], *other = &b->computed[i];

    return strcmp(a->names[one->column], b->names[other->column]) == 0 &&
           one->first_term == other->first_term &&
           one->n_terms == other->n_terms;
}

/* Whether both read the same columns in the same way; how many others each of
 * them knows does not matter. */
static bool schemas_agree(const struct schema *a, const struct schema *b)
{
    bool agree = a->n_slots == b->n_slots && a->n_computed == b->n_computed &&
                 a->n_terms == b->n_terms &&
                 a->naive_offset == b->naive_offset &&
                 a->form.has_decimal_comma == b->form.has_decimal_comma;

    for (size_t i = 0; agree && i < a->n_slots; i++)
        agree = slots_agree(a, b, i);
    for (size_t i = 0; agree && i < a->n_computed; i++)
        agree = computed_agree(a, b, i);
    for (size_t i = 0; agree && i < a->n_terms; i++)
        agree = terms_agree(a, b, i);
    return agree;
}

/* All that a shape finds out when it opens a log stands in the log's first
 * bytes, which are the same, or follows from the format; but for a header that
 * does not end in them. */
static bool logs_agree(const struct opened *a, const struct opened *b)
{
    return a->shape == b->shape &&
           a->shape->begin(a->log) == b->shape->begin(b->log);
}

bool ahead_take(struct ahead *ahead, struct reading *reading,
                const struct schema *schema)
{
    struct reading *head = &ahead->head;
    struct intake *intake = reading->intake;
    struct table *empty = intake->table;

    if (!ahead->is_read || head->format != reading->format ||
        !logs_agree(&head->opened, &reading->opened) ||
        !schemas_agree(&ahead->schema, schema))
        return false;
    if (intake->table->n_columns == 0) {
        intake->table = ahead->intake.table;
        ahead->intake.table = empty;
    } else {
        table_append(intake->table, ahead->intake.table);
    }
    reading->loaded = head->loaded;
    memset(&head->loaded, 0, sizeof head->loaded);
    arena_adopt(intake->arena, ahead->intake.arena);
    ahead->intake.arena = NULL;
    return true;
}
