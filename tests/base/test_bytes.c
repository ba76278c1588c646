#include "base/bytes.h"

#include "base/random.h"
#include "tests/check.h"

static void answers_are_those_of_each_byte(void **state)
{
    struct random_stream *random = random_create(1, "bytes");

    (void)state;
    for (int i = 0; i < 2000; i++) {
        uint32_t equal = 0, below = 0, high = 0;
        char text[BYTES];
        bytes loaded;

        for (unsigned k = 0; k < BYTES; k++) {
            text[k] = (char)random_below(random, i % 2 ? 256 : 36);
            equal |= (uint32_t)(text[k] == '"') << k;
            below |= (uint32_t)((signed char)text[k] < ' ') << k;
            high |= (uint32_t)((unsigned char)text[k] >= 0x80) << k;
        }
        loaded = bytes_load(text);
        assert_int_equal(bytes_bits(loaded == bytes_of('"')), equal);
        assert_int_equal(bytes_bits(loaded < bytes_of(' ')), below);
        assert_int_equal(bytes_bits(~(loaded == bytes_of('"'))),
                         ~equal & 0xffff);
        assert_int_equal(bytes_high(loaded), high);
    }
    random_destroy(random);
}

static void answers_are_collected_alike_by_any_means(void **state)
{
    (void)state;
    for (uint32_t bits = 0; bits < 1 << BYTES; bits++) {
        bytes answers = bytes_of(0);

        for (unsigned k = 0; k < BYTES; k++)
            answers[k] = bits >> k & 1 ? -1 : 0;
        assert_int_equal(bytes_bits(answers), bits);
        assert_int_equal(bytes_bits_slowly(answers), bits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_each_byte),
        cmocka_unit_test(answers_are_collected_alike_by_any_means),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
