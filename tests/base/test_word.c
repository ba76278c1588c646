#include "base/word.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "tests/check.h"

/* In a block of its own size, so that the sanitizers see what is read. */
static char *copy_of(const char *text, size_t n)
{
    char *copy = malloc(n + 1);

    assert_non_null(copy);
    memcpy(copy + 1, text, n);
    return copy;
}

static void a_word_has_the_bytes_of_its_text_in_order(void **state)
{
    static const char text[] = "\xff"
                               "bcdefg\x01";

    (void)state;
    for (size_t n = 0; n <= WORD_BYTES; n++) {
        char *copy = copy_of(text, n);
        uint64_t word = word_load(copy + 1, n);

        for (size_t i = 0; i < WORD_BYTES; i++)
            assert_int_equal(word >> 8 * i & 0xff,
                             i < n ? (unsigned char)text[i] : 0);
        free(copy);
    }
}

static void a_byte_is_found_where_it_is_first(void **state)
{
    (void)state;
    assert_int_equal(word_find(word_load("1.5.7", 5), '.'), 1);
    assert_int_equal(word_find(word_load("......./", 8), '/'), 7);
    assert_int_equal(word_find(word_load("/-./././", 8), '.'), 2);
    assert_int_equal(word_find(word_load("12345678", 8), '.'), WORD_BYTES);
    assert_int_equal(word_find(0, '.'), WORD_BYTES);
}

static void what_is_behind_a_dropped_byte_moves_up(void **state)
{
    (void)state;
    assert_true(word_drop(word_load("0.312345", 8), 1) ==
                word_load("0312345", 7));
    assert_true(word_drop(word_load(".5", 2), 0) == word_load("5", 1));
    assert_true(word_drop(word_load("1234567.", 8), 7) ==
                word_load("1234567", 7));
}

/* As strtoull reads them. */
static void digits_are_the_number_that_they_write(void **state)
{
    struct random_stream *random = random_create(1, "word");

    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t n = 1 + random_below(random, 16);
        char text[17] = "";
        uint64_t number = 1;
        char *copy;

        for (size_t k = 0; k < n; k++)
            text[k] = (char)('0' + random_below(random, 10));
        copy = copy_of(text, n);
        assert_true(words_digits(copy + 1, n, &number));
        assert_true(number == strtoull(text, NULL, 10));
        free(copy);
    }
    random_destroy(random);
}

static void any_byte_that_is_no_digit_is_refused(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 16; n++)
        for (size_t at = 0; at < n; at++)
            for (int byte = 0; byte < 256; byte++) {
                char text[] = "9081726354098172";
                uint64_t number;

                text[at] = (char)byte;
                assert_int_equal(words_digits(text, n, &number),
                                 byte >= '0' && byte <= '9');
            }
}

static void texts_differ_in_any_byte(void **state)
{
    static const char text[] = "deepseek-ai/DeepSeek-V4-Flash";

    (void)state;
    for (size_t n = 1; n < sizeof text; n++) {
        char *copy = copy_of(text, n);

        assert_true(words_same(text, copy + 1, n));
        for (size_t at = 0; at < n; at++) {
            copy[1 + at] ^= 1;
            assert_false(words_same(text, copy + 1, n));
            copy[1 + at] ^= 1;
        }
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_has_the_bytes_of_its_text_in_order),
        cmocka_unit_test(a_byte_is_found_where_it_is_first),
        cmocka_unit_test(what_is_behind_a_dropped_byte_moves_up),
        cmocka_unit_test(digits_are_the_number_that_they_write),
        cmocka_unit_test(any_byte_that_is_no_digit_is_refused),
        cmocka_unit_test(texts_differ_in_any_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
