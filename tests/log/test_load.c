#include "log/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/detect.h"
#include "tests/check.h"

/* A log opened from a text or a file, and what its columns mean. */
struct log {
    struct arena *arena;
    char *data;
    struct source source;
    struct opened opened;
    struct probe probe;
    struct schema schema;
};

static void put_text(struct log *log, const char *text)
{
    log->data = memory_alloc(strlen(text) + SOURCE_PADDING, 1);
    memcpy(log->data, text, strlen(text));
    log->source = (struct source){
        .name = "test", .data = log->data, .size = strlen(text)};
}

static void put_file(struct log *log, const char *text)
{
    static const char path[] = "test_load.log";
    FILE *file = fopen(path, "w");
    struct error error = {0};

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
    assert_true(source_open(&log->source, path, 0, &error));
    assert_non_null(log->source.storage.map);
    remove(path);
}

static void open_log(struct log *log, const char *text, bool is_file)
{
    static const struct schema_options options;
    struct place place = {.name = "test"};
    struct error error = {0};
    struct text why;

    memset(log, 0, sizeof *log);
    log->arena = arena_create();
    if (is_file)
        put_file(log, text);
    else
        put_text(log, text);
    text_init(&why);
    log->opened.source = &log->source;
    log->opened.shape = detect_shape(&log->source, &why, &error);
    assert_non_null(log->opened.shape);
    log->opened.log =
        log->opened.shape->open(&log->source, NULL, log->arena, &error);
    assert_non_null(log->opened.log);
    probe_init(&log->probe, log->arena);
    load_probe(&log->opened, &log->probe);
    assert_true(schema_decide(&log->schema, &options, &log->probe, log->arena,
                              &place, &error));
    text_release(&why);
}

static void close_log(struct log *log)
{
    probe_release(&log->probe);
    load_close(&log->opened);
    if (log->data)
        free(log->data);
    else
        source_close(&log->source);
    arena_destroy(log->arena);
}

static size_t n_early; /* loadings that began before all was there */

/* Loads while the source grows by so many bytes at a time. */
static void load_growing(struct log *log, const struct load_options *options,
                         size_t step, struct table *table,
                         struct loaded *loaded)
{
    size_t size = log->source.size;
    size_t begin = log->opened.shape->begin(log->opened.log), at = begin;
    struct loading *loading = load_start(&log->opened, &log->schema, options,
                                         table, log->arena, loaded);

    for (size_t n = begin; n < size; n += step) {
        log->source.size = n;
        at = load_more(loading, false);
        assert_in_range(at, begin, n);
    }
    log->source.size = size;
    assert_int_equal(load_more(loading, true), size);
    load_finish(loading);
    n_early += at > begin;
}

/* All that reading gives, as one text. Steps of 0: the source is whole. */
static void describe(struct log *log, size_t chunk_size, unsigned n_threads,
                     size_t step, struct text *out)
{
    const struct load_options options = {.chunk_size = chunk_size,
                                         .behind = chunk_size / 4,
                                         .n_threads = n_threads};
    struct table *table = table_create();
    struct loaded loaded;

    if (step && log->opened.shape->is_local)
        load_growing(log, &options, step, table, &loaded);
    else
        load_records(&log->opened, &log->schema, &options, table, log->arena,
                     &loaded);
    text_clear(out);
    text_format(out, "%zu %zu\n", loaded.n_records, loaded.n_rows);
    for (size_t i = 0; i < table->n_rows; i++)
        text_format(out, "%.17g %s\n", table->field[FIELD_LATENCY]->number[i],
                    column_text(table->field[FIELD_MODEL], i));
    for (size_t i = 0; i < table->field[FIELD_MODEL]->dictionary.n; i++)
        text_format(out, "[%s]",
                    table->field[FIELD_MODEL]->dictionary.texts[i]);
    for (size_t i = 0; i < loaded.problems.n; i++) {
        const struct problem *problem = &loaded.problems.items[i];

        text_format(out, "\n%s %zu:", problem->code, problem->count);
        for (size_t k = 0; k < problem->n_first; k++)
            text_format(out, " %zu '%s'", problem->first[k].offset,
                        problem->first[k].text);
    }
    problems_release(&loaded.problems);
    table_destroy(table);
}

/* Expected: what is read from memory in one piece. */
static void check_chunks(const char *text, bool is_file)
{
    struct text whole, cut;
    struct log log;

    text_init(&whole);
    text_init(&cut);
    open_log(&log, text, false);
    describe(&log, SIZE_MAX / 2, 1, 0, &whole);
    close_log(&log);
    open_log(&log, text, is_file);
    for (size_t size = 1; size < 400; size += 1 + size / 7) {
        for (size_t step = 1; step < 150 && !is_file; step += 1 + step / 2) {
            describe(&log, size, 2, step, &cut);
            assert_string_equal(cut.data, whole.data);
        }
        for (unsigned n_threads = 1; n_threads < 9; n_threads += 2) {
            describe(&log, size, n_threads, 0, &cut);
            assert_string_equal(cut.data, whole.data);
        }
    }
    close_log(&log);
    text_release(&whole);
    text_release(&cut);
}

static const char *const texts[] = {
    "latency_s,model\n1,a\n2,\"b\nb\"\n,c\nx,a\n\n3\n4,\"d\n"
    "5,e\n6,\"f\"\"\"\n7,5\"g\n0,h\n-1,i\n",
    "latency_s;model\r\n1,5;a\r\n2,5;\"b\r\nb\"\r\n1.000,5;c\r\n",
    "{\"latency_s\":1,\"model\":\"b\"}\n"
    "{\"latency_s\":\"x\",\"model\":\"a\"}\n"
    "{\"latency_s\":1,\"latency_s\":2}\n\n5\n{\"latency_s\":\n"
    "{\"latency_s\":NaN,\"model\":\"b\"}\r\n"
    "{\"model\":\"c\",\"latency_s\":3}",
    "latency_s,model\n1,a\r2,b\r\r3,\"c\"\r\n4,\"d\n5,e\n6,f\n\n\n\n7,g",
};

static void the_size_of_chunks_does_not_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        check_chunks(texts[i], false);
    assert_true(n_early > 50);
}

static void nor_does_it_for_chunks_of_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        check_chunks(texts[i], true);
}

static void a_large_log_is_probed_in_its_middle_and_end_too(void **state)
{
    enum { LINES = 400000 };
    struct text text;
    struct log log;

    (void)state;
    text_init(&text);
    for (size_t i = 0; i < LINES; i++)
        text_format(&text, "{\"latency_s\":%zu,\"model\":\"m\"%s}\n", i % 7 + 1,
                    i > LINES / 2 ? ",\"cost\":1" : "");
    assert_true(text.length > 8 << 20);
    open_log(&log, text.data, false);
    assert_true(log.probe.n_records < LINES / 2);
    assert_int_not_equal(probe_find(&log.probe, "cost"), SIZE_MAX);
    close_log(&log);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_size_of_chunks_does_not_matter),
        cmocka_unit_test(nor_does_it_for_chunks_of_files),
        cmocka_unit_test(a_large_log_is_probed_in_its_middle_and_end_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
