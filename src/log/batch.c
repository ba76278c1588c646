#include "log/batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/word.h"

void batch_init(struct batch *batch, const struct schema *schema)
{
    memset(batch, 0, sizeof *batch);
    batch->arena = arena_create();
    batch->schema = schema;
    batch->columns = memory_alloc(schema->n_slots, sizeof *batch->columns);
    batch->recent = memory_alloc(schema->n_slots, sizeof *batch->recent);
    batch->filled = memory_alloc(schema->n_slots, sizeof *batch->filled);
    batch->terms = memory_alloc(schema->n_terms, sizeof *batch->terms);
    batch->only = memory_alloc(schema->n_columns, sizeof *batch->only);
    for (size_t i = 0; i < schema->n_columns; i++)
        batch->only[i] = schema_only_slot(schema, i);
    for (size_t i = 0; i < schema->n_slots; i++)
        column_init(&batch->columns[i], schema->slots[i].kind, batch->arena);
}

void batch_release(struct batch *batch)
{
    for (size_t i = 0; i < batch->schema->n_slots; i++)
        column_release(&batch->columns[i]);
    free(batch->columns);
    free(batch->recent);
    free(batch->only);
    free(batch->filled);
    free(batch->terms);
    problems_release(&batch->problems);
    arena_destroy(batch->arena);
}

/* Rows that are not there yet are missing everywhere, so that none has to be
 * cleared when it is opened. */
static void clear_rows(struct batch *batch, size_t from, size_t to)
{
    for (size_t i = 0; i < batch->schema->n_slots; i++)
        column_clear(&batch->columns[i], from, to);
}

static void grow(struct batch *batch)
{
    size_t old = batch->capacity, n = old ? 2 * old : 1024;

    batch->capacity = n;
    for (size_t i = 0; i < batch->schema->n_slots; i++)
        column_resize(&batch->columns[i], n);
    clear_rows(batch, old, n);
}

void batch_reset(struct batch *batch)
{
    bool may_be_open = batch->n_rows < batch->capacity;

    clear_rows(batch, 0, batch->n_rows + may_be_open);
    memset(batch->filled, 0, batch->schema->n_slots * sizeof *batch->filled);
    batch->n_rows = batch->n_records = batch->n_naive = 0;
    problems_release(&batch->problems);
    arena_destroy(batch->arena);
    batch->arena = arena_create();
    memset(batch->recent, 0, batch->schema->n_slots * sizeof *batch->recent);
    for (size_t i = 0; i < batch->schema->n_slots; i++)
        if (batch->columns[i].kind == KIND_TEXT) {
            dictionary_release(&batch->columns[i].dictionary);
            dictionary_init(&batch->columns[i].dictionary, batch->arena);
        }
}

void batch_open(struct batch *batch, size_t offset)
{
    if (batch->n_rows == batch->capacity)
        grow(batch);
    batch->n_records++;
    batch->offset = offset;
    for (size_t i = 0; i < batch->schema->n_terms; i++)
        batch->terms[i].is_there = false;
}

static void count_problem(struct batch *batch, const struct slot *slot,
                          const char *code, const struct cell *cell)
{
    problems_add(&batch->problems, batch->arena, code, slot->name, false,
                 cell->offset, cell->text, cell->n);
}

/* Whatever is more than a plain number that is greater than zero. */
static void put_odd_number(struct batch *batch, size_t index,
                           const struct cell *cell)
{
    const struct slot *slot = &batch->schema->slots[index];
    double *into = &batch->columns[index].number[batch->n_rows];
    double number, unit;

    if (!cell_number(cell, &batch->schema->form, &number, &unit)) {
        if (!cell_is_missing(cell))
            count_problem(batch, slot, "not-a-number", cell);
        else if (slot->is_positive && cell_is_infinite(cell))
            count_problem(batch, slot, "infinite", cell);
        return;
    }
    if (slot->is_positive && number < 0)
        count_problem(batch, slot, "negative", cell);
    else if (slot->zero_is_missing && number == 0)
        count_problem(batch, slot, "zero-is-missing", cell);
    else if (unit > 0 && slot->field != FIELD_NONE)
        *into = number * unit;
    else
        *into = number * slot->scale;
}

static void put_number(struct batch *batch, size_t index,
                       const struct cell *cell)
{
    const struct schema *schema = batch->schema;
    bool is_usual = !schema->form.has_decimal_comma &&
                    (cell->kind == CELL_TEXT || cell->kind == CELL_NUMBER);
    double number;

    if (cell->n == 0)
        return;
    if (is_usual && number_parse(cell->text, cell->n, &number) && number > 0)
        batch->columns[index].number[batch->n_rows] =
            number * schema->slots[index].scale;
    else
        put_odd_number(batch, index, cell);
}

/* Digits that count from some moment, never through a double. */
static bool read_count(const struct slot *slot, const struct cell *cell,
                       int64_t *ns)
{
    double number;

    if (number_parse_scaled(cell->text, cell->n, slot->power, ns))
        return true;
    if (!number_parse(cell->text, cell->n, &number))
        return false;
    number *= pow(10, slot->power);
    if (!(fabs(number) < 9e18))
        return false;
    *ns = (int64_t)number;
    return true;
}

/* "2026-11-24T...": no number has a dash there but one such as "1.2e-5", which
 * is no date. */
static bool is_date(const struct cell *cell)
{
    return cell->n >= 10 && cell->text[4] == '-' && cell->text[7] == '-';
}

static void put_time(struct batch *batch, size_t index, const struct cell *cell)
{
    const struct slot *slot = &batch->schema->slots[index];
    int64_t *into = &batch->columns[index].time[batch->n_rows], ns;
    enum date_zone zone;

    if (cell->n == 0)
        return;
    if (cell->kind != CELL_TEXT && cell->kind != CELL_NUMBER) {
        if (cell->kind != CELL_NULL)
            count_problem(batch, slot, "not-a-time", cell);
    } else if (is_date(cell) &&
               date_parse_near(&batch->minute, cell->text, cell->n,
                               batch->schema->naive_offset, &ns, &zone)) {
        *into = ns;
        batch->n_naive += zone == DATE_ZONE_NAIVE;
    } else if (read_count(slot, cell, &ns)) {
        if (ns != 0 || !slot->is_epoch)
            *into = ns;
        else
            count_problem(batch, slot, "zero-is-missing", cell);
    } else if (date_parse(cell->text, cell->n, batch->schema->naive_offset, &ns,
                          &zone)) {
        *into = ns;
        batch->n_naive += zone == DATE_ZONE_NAIVE;
    } else if (!cell_is_missing(cell)) {
        count_problem(batch, slot, "not-a-time", cell);
    }
}

static size_t recent_place(uint64_t begin, uint64_t end)
{
    return ((begin ^ end << 1) * 0x9e3779b97f4a7c15 >> 32) % BATCH_RECENT;
}

/* Most columns of text have few texts: one that was seen a moment ago is found
 * without its hash. */
static uint32_t find_text(struct batch *batch, size_t index, const char *text,
                          size_t n)
{
    struct dictionary *dictionary = &batch->columns[index].dictionary;
    size_t n_begin = n < WORD_BYTES ? n : WORD_BYTES;
    uint64_t begin = word_load(text, n_begin);
    /* cppcheck-suppress pointerOutOfBoundsCond; a cell has its n bytes. */
    uint64_t end = word_load(text + n - n_begin, n_begin);
    struct recent_text *recent =
        &batch->recent[index][recent_place(begin, end)];

    if (recent->begin == begin && recent->end == end && recent->n == n &&
        (n <= 2 * WORD_BYTES ||
         words_same(dictionary->texts[recent->code], text, n - WORD_BYTES)))
        return recent->code;
    recent->code = dictionary_add(dictionary, text, n);
    recent->n = n < UINT32_MAX && !memchr(text, '\0', n) ? (uint32_t)n : 0;
    recent->begin = begin;
    recent->end = end;
    return recent->code;
}

static void put_text(struct batch *batch, size_t index, const struct cell *cell)
{
    const char *text = cell->text;
    size_t n = cell->n;

    if (cell->kind == CELL_NULL)
        return;
    if (n == 0) {
        if (cell->kind != CELL_NESTED)
            return;
        text = "{...}";
        n = strlen(text);
    }
    codes_set(&batch->columns[index].codes, batch->n_rows,
              find_text(batch, index, text, n));
}

void batch_fill(struct batch *batch, size_t slot, const struct cell *cell)
{
    switch (batch->schema->slots[slot].kind) {
    case KIND_NUMBER:
        put_number(batch, slot, cell);
        break;
    case KIND_TIME:
        put_time(batch, slot, cell);
        break;
    case KIND_TEXT:
        put_text(batch, slot, cell);
        break;
    }
}

static void put_slots(struct batch *batch, size_t column,
                      const struct cell *cell)
{
    size_t index = batch->schema->first[column];

    while (index != NO_SLOT) {
        const struct slot *slot = &batch->schema->slots[index];

        if (batch->filled[index] == batch->n_records) {
            problems_add(&batch->problems, batch->arena, "duplicate-key",
                         slot->name, false, cell->offset, cell->text, cell->n);
            column_clear(&batch->columns[index], batch->n_rows,
                         batch->n_rows + 1);
        }
        batch->filled[index] = batch->n_records;
        batch_fill(batch, index, cell);
        index = slot->next;
    }
}

/* All slots and terms. */
static void put_all(struct batch *batch, size_t column, const struct cell *cell)
{
    for (size_t i = 0; i < batch->schema->n_terms; i++)
        if (batch->schema->terms[i].column == column)
            list_term(batch->schema->terms[i].function, cell, &batch->terms[i]);
    put_slots(batch, column, cell);
}

/* Most columns feed one slot, once. */
void batch_put(struct batch *batch, size_t column, const struct cell *cell)
{
    size_t slot = batch->only[column];

    if (slot != NO_SLOT && batch->filled[slot] != batch->n_records) {
        batch->filled[slot] = batch->n_records;
        batch_fill(batch, slot, cell);
    } else {
        put_all(batch, column, cell);
    }
}

/* A single term keeps its digits; a sum is a double. */
static void put_computed(struct batch *batch, const struct computed *computed)
{
    const struct term_value *values = batch->terms + computed->first_term;
    const struct term *terms = batch->schema->terms + computed->first_term;
    struct cell cell = {.kind = CELL_NUMBER, .offset = batch->offset};
    char text[NUMBER_TEXT_SIZE];
    double sum = 0;

    for (size_t i = 0; i < computed->n_terms; i++) {
        if (!values[i].is_there)
            return;
        sum += terms[i].sign * values[i].number;
    }
    cell.text = values[0].text;
    cell.n = strlen(cell.text);
    if (computed->n_terms > 1 || cell.n == 0) {
        cell.n = number_format(text, sum);
        cell.text = text;
    }
    put_slots(batch, computed->column, &cell);
}

void batch_close(struct batch *batch)
{
    for (size_t i = 0; i < batch->schema->n_computed; i++)
        put_computed(batch, &batch->schema->computed[i]);
    batch->n_rows++;
}

void batch_reject(struct batch *batch, const char *code, const char *text,
                  size_t n)
{
    problems_add(&batch->problems, batch->arena, code, NULL, true,
                 batch->offset, text, n);
    clear_rows(batch, batch->n_rows, batch->n_rows + 1);
}

/* Codes of the batch become those of the table, in order of appearance. */
static void append_texts(const struct batch *batch, size_t slot,
                         struct column *column, size_t at)
{
    const struct dictionary *from = &batch->columns[slot].dictionary;
    const struct codes *codes = &batch->columns[slot].codes;
    uint32_t *map = memory_alloc(from->n, sizeof *map);

    for (size_t i = 0; i < batch->n_rows; i++) {
        uint32_t code = codes_at(codes, i);

        if (code && !map[code]) {
            const char *text = from->texts[code];

            map[code] = dictionary_add(&column->dictionary, text, strlen(text));
        }
        codes_set(&column->codes, at + i, map[code]);
    }
    free(map);
}

static struct column *column_of(const struct slot *slot, struct table *table)
{
    return slot->field == FIELD_NONE
               ? table_add_column(table, slot->name, slot->kind)
               : table_add_field(table, slot->field);
}

static void append_slot(const struct batch *batch, size_t slot,
                        struct column *column, size_t at)
{
    const struct column *from = &batch->columns[slot];

    if (column->kind == KIND_NUMBER)
        memcpy(column->number + at, from->number,
               batch->n_rows * sizeof *column->number);
    else if (column->kind == KIND_TIME)
        memcpy(column->time + at, from->time,
               batch->n_rows * sizeof *column->time);
    else
        append_texts(batch, slot, column, at);
}

void batch_append(const struct batch *batch, struct table *table)
{
    size_t at = table->n_rows, n_slots = batch->schema->n_slots;
    struct column **columns;

    if (batch->n_rows == 0)
        return;
    columns = memory_alloc(n_slots, sizeof *columns);
    for (size_t i = 0; i < n_slots; i++)
        columns[i] = column_of(&batch->schema->slots[i], table);
    table_grow(table, at + batch->n_rows, columns, n_slots);
    for (size_t i = 0; i < n_slots; i++)
        append_slot(batch, i, columns[i], at);
    free(columns);
}
