#include "log/csv_plain.h"

#include <string.h>

#include "base/random.h"
#include "base/source.h"
#include "base/text.h"
#include "tests/check.h"

enum { MOST = 8 };

/* What is left of a cell when its doubled quotes are made single. */
static size_t single(char *into, const struct cell *cell)
{
    size_t n = 0;

    for (size_t i = 0; i < cell->n; i++) {
        into[n++] = cell->text[i];
        i += cell->text[i] == '"';
    }
    return n;
}

static const struct csv_dialect dialect = {','};

/* Cuts the record at `at` in both ways; returns where it ends if it is plain.
 * csv_next and csv_split are checked against libcsv. */
static const char *check_record(struct csv_cutter *cutter, const char *at,
                                const char *end)
{
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    const char *line_end, *from = at;
    struct csv_cuts cuts;
    const struct cell *expected;
    struct csv_scanner scanner;
    struct csv_record record;
    char text[256];
    size_t n;

    line_end = csv_cut_plain(cutter, at, &cuts);
    csv_scan(&scanner, dialect, at, at + 1, end);
    if (line_end && csv_next(&scanner, &record)) {
        /* Behind quotes a CR ends a record, and LF a blank one. */
        assert_true(scanner.at == line_end + 1 ||
                    (cuts.has_quotes && line_end[-1] == '\r' &&
                     scanner.at == line_end));
        assert_false(record.is_open);
        expected = csv_split(splitter, &record, &n);
        assert_int_equal(cuts.n_cells, n);
        assert_int_equal(cuts.has_quotes, record.has_quotes);
        for (size_t i = 0; i < n && i < MOST; i++) {
            struct cell cell;
            const char *stop = cuts.base + cuts.stops[i];
            bool is_single = csv_plain_cell(&cell, dialect, from, stop);
            size_t length = single(text, &cell);

            assert_true(!is_single || length == cell.n);
            assert_int_equal(length, expected[i].n);
            assert_memory_equal(text, expected[i].text, length);
            from = stop + 1;
        }
    }
    csv_splitter_destroy(splitter);
    return line_end;
}

static void make_text(struct random_stream *random, struct text *text)
{
    static const char *const pieces[] = {
        "a",    "bc",   "1.5", ",",     ",",      ",",
        "\n",   "\r\n", "\"",  " ",     "\"x\",", "\"\"\"",
        "\"\"", ",\"y", "\r",  "\"b\n", "z\"",    "\"a b c d e f g h i j\","};
    size_t n = 1 + random_below(random, 30);

    text_clear(text);
    for (size_t i = 0; i < n; i++)
        text_add(text, pieces[random_below(random, COUNT(pieces))]);
}

static void plain_records_are_cut_as_all_others_are(void **state)
{
    struct csv_cutter *cutter = csv_cutter_create(dialect, MOST);
    struct random_stream *random = random_create(5, "plain");
    size_t n_plain = 0, n_odd = 0;
    struct text text;

    (void)state;
    text_init(&text);
    for (int i = 0; i < 20000; i++) {
        const char *at, *end, *line_end;
        size_t n;

        make_text(random, &text);
        n = text.length;
        for (int k = 0; k < SOURCE_PADDING; k++)
            text_add(&text, "x");
        end = text.data + n;
        csv_cutter_begin(cutter, text.data + random_below(random, n + 1), end);
        for (at = text.data; at < end;) {
            line_end = check_record(cutter, at, end);
            n_plain += line_end != NULL;
            n_odd += line_end == NULL;
            at = line_end ? line_end + 1 : at + 1;
        }
    }
    assert_true(n_plain > 20000 && n_odd > 20000);
    csv_cutter_destroy(cutter);
    text_release(&text);
    random_destroy(random);
}

static bool is_plain(const char *record)
{
    struct csv_cutter *cutter = csv_cutter_create(dialect, MOST);
    char padded[128 + SOURCE_PADDING] = {0};
    size_t n = strlen(record);
    bool is_cut;

    assert_true(n <= 128);
    memcpy(padded, record, n);
    csv_cutter_begin(cutter, padded + n, padded + n);
    is_cut = check_record(cutter, padded, padded + n) != NULL;
    csv_cutter_destroy(cutter);
    return is_cut;
}

static void records_as_one_would_write_them_are_plain(void **state)
{
    (void)state;
    assert_true(is_plain("1,2,3\n"));
    assert_true(is_plain("1,2,3\r\n"));
    assert_true(is_plain("\n"));
    assert_true(is_plain(" a , b ,,\n"));
    assert_true(is_plain("1,\"a, b\nc\",3\n"));
    assert_true(is_plain("\"say \"\"hi\"\"\",\"\",2\r\n"));
}

static void odd_records_are_left_to_others(void **state)
{
    (void)state;
    assert_false(is_plain("1,2,3"));
    assert_false(is_plain("1,2\r3\n"));
    assert_false(is_plain("1,5\" disk\n"));
    assert_false(is_plain("1, \"a\"\n"));
    assert_false(is_plain("1,\"a\" ,2\n"));
    assert_false(is_plain("1,\"a\n2,3\n"));
    assert_false(is_plain("1,\"a\""));
}

/* Windows are 64 KB: records lie across their ends, quoted ones too, and in one
 * that is longer than a window others begin. */
static void records_across_windows_are_cut_too(void **state)
{
    enum { RECORDS = 4000, LONG = 100000 };
    struct csv_cutter *cutter = csv_cutter_create(dialect, MOST);
    const char *at, *end, *line_end;
    size_t n_cut = 0, n_odd = 0, n;
    struct text text;

    (void)state;
    text_init(&text);
    for (int i = 0; i < RECORDS; i++)
        text_format(&text, i % 3 ? "%d,plain,%d\r\n" : "%d,\"a,\"\"\nb\",%d\n",
                    i, 7 * i);
    text_add(&text, "x,\"");
    for (int i = 0; i < LONG / 4; i++)
        text_add(&text, "a,b\n");
    text_add(&text, "\"\ny,z\n");
    n = text.length;
    for (int k = 0; k < SOURCE_PADDING; k++)
        text_add(&text, "x");
    end = text.data + n;
    csv_cutter_begin(cutter, text.data + 5000, end);
    for (at = text.data; at < end; at = line_end + 1) {
        line_end = check_record(cutter, at, end);
        n_cut += line_end != NULL;
        n_odd += line_end == NULL;
        if (!line_end)
            line_end = at + LONG + 4;
    }
    assert_int_equal(n_cut, RECORDS + 1);
    assert_int_equal(n_odd, 1);
    csv_cutter_destroy(cutter);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_records_are_cut_as_all_others_are),
        cmocka_unit_test(records_as_one_would_write_them_are_plain),
        cmocka_unit_test(records_across_windows_are_cut_too),
        cmocka_unit_test(odd_records_are_left_to_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
