#include "log/csv_reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "tests/check.h"

/* The cells of a text as "a|b/c|d/": one '/' a record. An open record is
 * shown as "?/". */
static void render(struct text *out, const char *text, size_t n, char delimiter,
                   size_t chunk, bool carefully)
{
    struct csv_dialect dialect = {delimiter};
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    const char *at = text, *end = text + n;
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_cells;

    while (at < end) {
        const char *stop = end;

        if ((size_t)(end - at) > chunk) {
            csv_scan(&scanner, dialect, at, end, end);
            stop = csv_skip(&scanner, at + chunk);
        }
        csv_scan(&scanner, dialect, at, stop, end);
        while (csv_next(&scanner, &record)) {
            const struct cell *cells =
                carefully ? csv_split_carefully(splitter, &record, &n_cells)
                          : csv_split(splitter, &record, &n_cells);

            for (size_t i = 0; !record.is_open && i < n_cells; i++) {
                text_add(out, i ? "|" : "");
                text_add_n(out, cells[i].text, cells[i].n);
            }
            text_add(out, record.is_open ? "?/" : "/");
        }
        at = stop;
    }
    csv_splitter_destroy(splitter);
}

static void check_cells(const char *text, char delimiter, const char *expected)
{
    struct text out;

    text_init(&out);
    render(&out, text, strlen(text), delimiter, SIZE_MAX, false);
    assert_string_equal(out.data, expected);
    text_release(&out);
}

static void records_are_cut_into_cells(void **state)
{
    (void)state;
    check_cells("a,b,c\n1,2,3\n", ',', "a|b|c/1|2|3/");
    check_cells("a;b\n1,5;2\n", ';', "a|b/1,5|2/");
    check_cells("a\tb\n1\t2", '\t', "a|b/1|2/");
    check_cells("a,,\n,,\n", ',', "a||/||/");
}

static void every_line_end_ends_a_record(void **state)
{
    (void)state;
    check_cells("a,b\r\n1,2\r\n", ',', "a|b/1|2/");
    check_cells("a,b\r\r\n1,2\r\r\n", ',', "a|b/1|2/");
    check_cells("a,b\r1,2\r", ',', "a|b/1|2/");
    check_cells("a,b\n\n\n1,2", ',', "a|b/1|2/");
    check_cells("\n\r\n  \na,b\n", ',', "a|b/");
}

static void quotes_hold_delimiters_quotes_and_line_ends(void **state)
{
    (void)state;
    check_cells("\"a,b\",c\n", ',', "a,b|c/");
    check_cells("\"say \"\"hi\"\"\",2\n", ',', "say \"hi\"|2/");
    check_cells("\"two\nlines\",x\n1,2\n", ',', "two\nlines|x/1|2/");
    check_cells("\"\",\"\"\n", ',', "|/");
    check_cells("a,\"b\"\r\nc,\"d\"", ',', "a|b/c|d/");
}

static void blanks_around_a_cell_are_no_part_of_it(void **state)
{
    (void)state;
    check_cells(" a , b\t,c d \n", ',', "a|b|c d/");
    check_cells(" \"a \" , b\n", ',', "a |b/");
    check_cells("a\t \t b\n", '\t', "a||b/");
}

static void a_quote_within_a_cell_is_a_letter(void **state)
{
    (void)state;
    check_cells("5\" disk,2\n6,3\n", ',', "5\" disk|2/6|3/");
    check_cells("\"5\" disk\",2\n6,3\n", ',', "5\" disk|2/6|3/");
}

static void a_quote_that_is_never_closed_costs_one_line(void **state)
{
    (void)state;
    check_cells("a,\"b\n1,2\n3,\"4\"\"\n5,6\n", ',', "?/1|2/?/5|6/");
}

static void many_open_quotes_take_no_time(void **state)
{
    enum { LINES = 200000 };
    struct text text, out;

    (void)state;
    text_init(&text);
    text_init(&out);
    for (size_t i = 0; i < LINES; i++)
        text_add(&text, "1,\"\"\"x\n");
    render(&out, text.data, text.length, ',', 1000, false);
    assert_int_equal(out.length, 2 * LINES);
    text_release(&text);
    text_release(&out);
}

/* libcsv on the text as a whole. */
static void take_field(void *field, size_t n, void *context)
{
    struct text *out = context;

    if (out->length && out->data[out->length - 1] != '/')
        text_add(out, "|");
    else
        text_add(out, "");
    text_add_n(out, field, n);
    text_add(out, "\x01"); /* so that an empty first cell is one, too */
}

static void take_row(int end, void *context)
{
    (void)end;
    text_add(context, "/");
}

static void render_by_libcsv(struct text *out, const char *text, size_t n)
{
    struct csv_parser parser;

    csv_init(&parser, 0);
    csv_parse(&parser, text, n, take_field, take_row, out);
    csv_fini(&parser, take_field, take_row, out);
    csv_free(&parser);
}

static void remove_marks(struct text *text)
{
    size_t n = 0;

    for (size_t i = 0; i < text->length; i++)
        if (text->data[i] != '\x01')
            text->data[n++] = text->data[i];
    text->data[n] = '\0';
    text->length = n;
}

static void make_dirty_text(struct random_stream *random, struct text *text)
{
    static const char *const pieces[] = {
        "a",  "bc", "1.5", ",",      ",",      ",",    "\n",   "\r\n", "\"",
        "\"", " ",  "\t",  "\"x\",", "\"\"\"", "\"\"", ",\"y", "\r",   "\n\n"};
    size_t n = random_below(random, 30);

    text_clear(text);
    for (size_t i = 0; i < n; i++)
        text_add(text, pieces[random_below(random, COUNT(pieces))]);
}

static void dirty_texts_are_read_as_libcsv_reads_them(void **state)
{
    struct random_stream *random = random_create(7, "csv");
    struct text text, ours, theirs;
    size_t n_compared = 0;

    (void)state;
    text_init(&text);
    text_init(&ours);
    text_init(&theirs);
    for (size_t i = 0; i < 50000; i++) {
        make_dirty_text(random, &text);
        text_clear(&ours);
        render(&ours, text.data, text.length, ',', SIZE_MAX, false);
        if (strchr(ours.data, '?'))
            continue; /* libcsv takes an open cell to the end of the text */
        text_clear(&theirs);
        render_by_libcsv(&theirs, text.data, text.length);
        remove_marks(&theirs);
        if (strcmp(ours.data, theirs.data) != 0)
            print_error("of: [%s]\n", text.data);
        assert_string_equal(ours.data, theirs.data);
        n_compared++;
    }
    assert_true(n_compared > 20000);
    text_release(&text);
    text_release(&ours);
    text_release(&theirs);
    random_destroy(random);
}

static void where_a_text_is_cut_does_not_matter(void **state)
{
    struct random_stream *random = random_create(8, "csv");
    struct text text, whole, cut;

    (void)state;
    text_init(&text);
    text_init(&whole);
    text_init(&cut);
    for (size_t i = 0; i < 20000; i++) {
        make_dirty_text(random, &text);
        text_clear(&whole);
        render(&whole, text.data, text.length, ',', SIZE_MAX, false);
        for (size_t chunk = 1; chunk < 8; chunk += 3) {
            text_clear(&cut);
            render(&cut, text.data, text.length, ',', chunk, true);
            assert_string_equal(cut.data, whole.data);
        }
    }
    text_release(&text);
    text_release(&whole);
    text_release(&cut);
    random_destroy(random);
}

static void the_delimiter_is_found(void **state)
{
    static const struct {
        const char *text;
        char delimiter;
    } cases[] = {
        {"a,b,c\n1,2,3\n4,5,6\n", ','},
        {"a;b;c\n1,5;2,5;3,5\n4,1;5,1;6,1\n", ';'},
        {"a\tb\n1,000\t2\n3,000\t4\n", '\t'},
        {"a|b|c\n1|2|3\n", '|'},
        {"a,b\n\"x;y;z\",1\n\"p;q;r\",2\n", ','},
        {"latency\n1.5\n2.5\n", ','},
        {"a,b,c\n", ','},
        {"", ','},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(
            csv_sniff(cases[i].text, strlen(cases[i].text)).delimiter,
            cases[i].delimiter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_cut_into_cells),
        cmocka_unit_test(every_line_end_ends_a_record),
        cmocka_unit_test(quotes_hold_delimiters_quotes_and_line_ends),
        cmocka_unit_test(blanks_around_a_cell_are_no_part_of_it),
        cmocka_unit_test(a_quote_within_a_cell_is_a_letter),
        cmocka_unit_test(a_quote_that_is_never_closed_costs_one_line),
        cmocka_unit_test(many_open_quotes_take_no_time),
        cmocka_unit_test(dirty_texts_are_read_as_libcsv_reads_them),
        cmocka_unit_test(where_a_text_is_cut_does_not_matter),
        cmocka_unit_test(the_delimiter_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
