#include "log/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "log/load.h"
#include "tests/check.h"
#include "tests/log/reading.h"

/* More than are read side by side at once; the one in the middle is large. */
enum { FILES = 150, LARGE = 70, LARGE_ROWS = 200000 };

struct many {
    char paths[FILES][64];
    const char *names[FILES];
    size_t rows[FILES];
};

/* File f has f % 5 + 1 rows; its latencies are f + 1, then
 * by eighths more. */
static void write_many(struct many *many, const char *broken)
{
    struct text text;
    char name[32];

    text_init(&text);
    for (size_t f = 0; f < FILES; f++) {
        many->rows[f] = f == LARGE ? LARGE_ROWS : f % 5 + 1;
        text_clear(&text);
        text_add(&text, "latency_s,model\n");
        for (size_t r = 0; r < many->rows[f]; r++)
            text_format(&text, "%g,m%zu\n",
                        (double)(f + 1) + (double)(r % 8) / 8, f % 3);
        if (broken && f % 40 == 20) {
            text_clear(&text);
            text_add(&text, broken);
        }
        snprintf(name, sizeof name, "many-%zu.csv", f);
        write_file(many->paths[f], name, text.data, text.length);
        many->names[f] = many->paths[f];
    }
    text_release(&text);
}

static void remove_many(const struct many *many)
{
    for (size_t f = 0; f < FILES; f++)
        unlink(many->paths[f]);
}

static void check_file(const struct intake *intake, const struct many *many,
                       size_t f, size_t first)
{
    const struct input *input = &intake->inputs[f];
    const struct table *table = intake->table;
    char model[8];

    snprintf(model, sizeof model, "m%zu", f % 3);
    assert_string_equal(input->name, many->paths[f]);
    assert_int_equal(input->first_row, first);
    assert_int_equal(input->n_rows, many->rows[f]);
    for (size_t r = 0; r < many->rows[f]; r++) {
        assert_true(table->field[FIELD_LATENCY]->number[first + r] ==
                    (double)(f + 1) + (double)(r % 8) / 8);
        assert_string_equal(column_text(table->field[FIELD_MODEL], first + r),
                            model);
        assert_string_equal(column_text(table->field[FIELD_RUN], first + r),
                            input->run);
    }
}

static void rows_stand_in_the_order_of_the_files(void **state)
{
    static struct many many;

    (void)state;
    write_many(&many, NULL);
    for (unsigned threads = 1; threads <= 8; threads *= 2) {
        const struct intake_options options = {.threads = threads};
        struct error error = {0};
        struct intake intake;
        size_t first = 0;

        assert_true(intake_read(&intake, &options, many.names, FILES, &error));
        assert_true(intake.inputs[LARGE].bytes > CHUNK_SIZE);
        for (size_t f = 0; f < FILES; f++) {
            check_file(&intake, &many, f, first);
            first += many.rows[f];
        }
        assert_int_equal(intake.table->n_rows, first);
        intake_release(&intake);
    }
    remove_many(&many);
}

static void the_first_that_is_unusable_is_told(void **state)
{
    static struct many many;

    (void)state;
    write_many(&many, "latency_s,model\n");
    for (unsigned threads = 1; threads <= 8; threads *= 2) {
        const struct intake_options options = {.threads = threads};
        struct error error = {0};
        struct intake intake;

        assert_false(intake_read(&intake, &options, many.names, FILES, &error));
        assert_non_null(strstr(error.text, "many-20.csv: "));
        assert_int_equal(intake.n_inputs, 21);
        intake_release(&intake);
    }
    remove_many(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_the_order_of_the_files),
        cmocka_unit_test(the_first_that_is_unusable_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
