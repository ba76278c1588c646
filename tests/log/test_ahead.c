#include "log/ahead.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "tests/check.h"

enum { MB = 1 << 20 };

/* A log that comes through a pipe. */
struct coming {
    const char *text;
    size_t n;
    int ends[2];
    char path[32];
    pthread_t writer;
};

static void *write_all(void *context)
{
    const struct coming *coming = context;
    ssize_t n;

    for (size_t at = 0; at < coming->n; at += (size_t)n) {
        n = write(coming->ends[1], coming->text + at, coming->n - at);
        if (n <= 0)
            break;
    }
    close(coming->ends[1]);
    return NULL;
}

static void begin(struct coming *coming, const struct text *text)
{
    coming->text = text->data;
    coming->n = text->length;
    assert_int_equal(pipe(coming->ends), 0);
    snprintf(coming->path, sizeof coming->path, "/dev/fd/%d", coming->ends[0]);
    assert_int_equal(pthread_create(&coming->writer, NULL, write_all, coming),
                     0);
}

static void end(struct coming *coming)
{
    pthread_join(coming->writer, NULL);
    close(coming->ends[0]);
}

/* What reads it. */
struct subject {
    struct intake_options options;
    struct setting setting;
    struct input input;
    struct intake intake;
    struct reading reading;
    struct ahead ahead;
    struct schema schema;
};

/* Reads ahead, and then sees what the whole log is. */
static void take(struct subject *subject, const struct text *text)
{
    struct error error = {0};
    struct coming coming;

    memset(subject, 0, sizeof *subject);
    subject->options.threads = 3;
    subject->options.is_quiet = true;
    subject->setting.options = &subject->options;
    subject->setting.schema.keeps_all = true;
    subject->intake.arena = arena_create();
    subject->intake.table = table_create();
    reading_init(&subject->reading, &subject->input, &subject->intake,
                 &subject->setting);
    begin(&coming, text);
    assert_true(source_start(&subject->reading.source, coming.path, 0, &error));
    ahead_read(&subject->ahead, &subject->reading.source, &subject->setting,
               coming.path);
    assert_true(source_finish(&subject->reading.source, &error));
    end(&coming);
    assert_int_equal(subject->reading.source.size, text->length);
    if (!reading_understand(&subject->reading, coming.path, &error))
        fail_msg("%s", error.text);
    reading_choose(&subject->reading, &subject->schema);
}

static void drop(struct subject *subject)
{
    ahead_release(&subject->ahead);
    reading_release(&subject->reading);
    source_close(&subject->reading.source);
    table_destroy(subject->intake.table);
    arena_destroy(subject->intake.arena);
}

static bool same_cell(const struct column *a, const struct column *b,
                      size_t row)
{
    switch (a->kind) {
    case KIND_NUMBER:
        return memcmp(&a->number[row], &b->number[row], sizeof *a->number) == 0;
    case KIND_TIME:
        return a->time[row] == b->time[row];
    case KIND_TEXT:
        return column_code(a, row) == column_code(b, row) &&
               strcmp(column_text(a, row), column_text(b, row)) == 0;
    }
    return false;
}

static void check_same_rows(const struct table *a, const struct table *b)
{
    assert_int_equal(a->n_rows, b->n_rows);
    assert_int_equal(a->n_columns, b->n_columns);
    for (size_t i = 0; i < a->n_columns; i++) {
        assert_string_equal(a->columns[i]->name, b->columns[i]->name);
        assert_int_equal(a->columns[i]->kind, b->columns[i]->kind);
        for (size_t row = 0; row < a->n_rows; row++)
            if (!same_cell(a->columns[i], b->columns[i], row))
                fail_msg("%s of row %zu differs", a->columns[i]->name, row);
    }
}

static void check_same_problems(const struct problems *a,
                                const struct problems *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_string_equal(a->items[i].code, b->items[i].code);
        assert_int_equal(a->items[i].count, b->items[i].count);
        assert_int_equal(a->items[i].n_first, b->items[i].n_first);
        for (size_t k = 0; k < a->items[i].n_first; k++)
            assert_int_equal(a->items[i].first[k].offset,
                             b->items[i].first[k].offset);
    }
}

/* Expected: what the whole log gives, read in one go. */
static void check_taken(struct subject *subject)
{
    const struct load_options options = {.n_threads = 1};
    struct table *whole = table_create();
    struct loaded loaded;

    load_records(&subject->reading.opened, &subject->schema, &options, whole,
                 subject->intake.arena, &loaded);
    assert_true(subject->ahead.is_read);
    assert_true(
        ahead_take(&subject->ahead, &subject->reading, &subject->schema));
    check_same_rows(subject->intake.table, whole);
    assert_int_equal(subject->reading.loaded.n_records, loaded.n_records);
    assert_int_equal(subject->reading.loaded.n_rows, loaded.n_rows);
    check_same_problems(&subject->reading.loaded.problems, &loaded.problems);
    problems_release(&loaded.problems);
    table_destroy(whole);
}

/* Rows under "latency_s,model,note,start,workload" up to so many bytes. */
static void add_rows(struct text *text, size_t n, const char *note)
{
    for (unsigned i = 0; text->length < n; i++) {
        text_format(text, "%u.%03u,\"m%u%s\",%s,2026-11-24T10:%02u:%02uZ,w%u\n",
                    i % 7 + 1, i % 1000, i % 5, i % 11 ? "" : "\n\"\"x\"\"",
                    note, i / 60 % 60, i % 60, i % 3);
        if (i % 5000 == 77)
            text_add(text, "1,2\nx,m1,3,2026-11-24T10:00:00Z,w0\n");
    }
}

static void rows_read_on_the_way_are_those_of_the_whole_log(void **state)
{
    struct subject subject;
    struct text text;

    (void)state;
    text_init(&text);
    text_add(&text, "latency_s,model,note,start,workload\n");
    add_rows(&text, 25 * MB, "7");
    take(&subject, &text);
    check_taken(&subject);
    assert_true(subject.reading.loaded.problems.n > 1);
    drop(&subject);
    text_release(&text);
}

static void rows_join_those_that_are_there(void **state)
{
    struct subject subject;
    struct text text;
    size_t n;

    (void)state;
    text_init(&text);
    for (unsigned i = 0; text.length < 12 * MB; i++)
        text_format(&text, "{\"latency_s\":%u,\"workload\":\"w%u\"}\n", i % 9,
                    i % 2);
    take(&subject, &text);
    table_add_field(subject.intake.table, FIELD_LATENCY);
    table_grow(subject.intake.table, 2, NULL, 0);
    assert_true(ahead_take(&subject.ahead, &subject.reading, &subject.schema));
    n = subject.reading.loaded.n_rows;
    assert_true(n > 100000);
    assert_int_equal(subject.intake.table->n_rows, n + 2);
    check_nan(subject.intake.table->field[FIELD_LATENCY]->number[1]);
    check_close(subject.intake.table->field[FIELD_LATENCY]->number[3], 1, 0, 0);
    drop(&subject);
    text_release(&text);
}

/* A column that was empty, and members that come late. */
static void a_log_that_turns_out_to_be_another_is_not_taken(void **state)
{
    struct subject subject;
    struct text text;

    (void)state;
    text_init(&text);
    text_add(&text, "latency_s,model,note,start,workload\n");
    add_rows(&text, 10 * MB, "");
    add_rows(&text, 20 * MB, "seven");
    take(&subject, &text);
    assert_true(subject.ahead.is_read);
    assert_false(ahead_take(&subject.ahead, &subject.reading, &subject.schema));
    drop(&subject);
    text_clear(&text);
    while (text.length < 10 * MB)
        text_add(&text, "{\"latency_s\":1,\"workload\":\"w\"}\n");
    while (text.length < 20 * MB)
        text_add(&text, "{\"latency_s\":1,\"workload\":\"w\",\"ttft_s\":2}\n");
    take(&subject, &text);
    assert_true(subject.ahead.is_read);
    assert_false(ahead_take(&subject.ahead, &subject.reading, &subject.schema));
    drop(&subject);
    text_release(&text);
}

/* One cell that goes on and on, behind others that do not. */
static void a_record_may_be_longer_than_what_is_there(void **state)
{
    struct subject subject;
    struct text text;

    (void)state;
    text_init(&text);
    text_add(&text, "latency_s,model,note,start,workload\n");
    add_rows(&text, 10 * MB, "7");
    text_add(&text, "1,\"");
    while (text.length < 40 * MB)
        text_add(&text, "a line of one long cell\n");
    text_add(&text, "\",7,2026-11-24T10:00:00Z,w1\n");
    add_rows(&text, 42 * MB, "7");
    take(&subject, &text);
    check_taken(&subject);
    drop(&subject);
    text_release(&text);
}

static void what_is_short_or_no_lines_is_not_read_ahead(void **state)
{
    struct subject subject;
    struct text text;

    (void)state;
    text_init(&text);
    text_add(&text, "latency_s,model,note,start,workload\n");
    add_rows(&text, 5 * MB, "7");
    take(&subject, &text);
    assert_false(subject.ahead.is_read);
    assert_false(ahead_take(&subject.ahead, &subject.reading, &subject.schema));
    drop(&subject);
    text_clear(&text);
    text_add(
        &text,
        "{\"requests\":[{\"latency_s\":1,\"ttft_s\":1,\"workload\":\"w\"}");
    while (text.length < 12 * MB)
        text_add(&text, ",\n{\"latency_s\":1,\"ttft_s\":1,\"workload\":\"w\"}");
    text_add(&text, "]}\n");
    take(&subject, &text);
    assert_false(subject.ahead.is_read);
    drop(&subject);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_read_on_the_way_are_those_of_the_whole_log),
        cmocka_unit_test(rows_join_those_that_are_there),
        cmocka_unit_test(a_log_that_turns_out_to_be_another_is_not_taken),
        cmocka_unit_test(a_record_may_be_longer_than_what_is_there),
        cmocka_unit_test(what_is_short_or_no_lines_is_not_read_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
