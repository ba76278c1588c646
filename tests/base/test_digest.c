#include "base/digest.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"

/* xxhsum 0.8.1 -H128 */
static void digests_are_those_of_xxhsum(void **state)
{
    char text[DIGEST_TEXT_SIZE], numbers[4000];
    size_t n = 0;

    (void)state;
    digest_bytes(text, "", 0);
    assert_string_equal(text, "xxh3-128:99aa06d3014798d86001c324468d497f");
    digest_bytes(text, "abc", 3);
    assert_string_equal(text, "xxh3-128:06b05ab6733a618578af5f94892f3950");
    for (int i = 1; i <= 1000; i++) /* seq 1 1000 */
        n += (size_t)snprintf(numbers + n, sizeof numbers - n, "%d\n", i);
    digest_bytes(text, numbers, n);
    assert_string_equal(text, "xxh3-128:8527d9296fb8f4a6764aaaecde28829e");
}

static void one_bit_makes_another_digest(void **state)
{
    char bytes[1000] = {0}, first[DIGEST_TEXT_SIZE], other[DIGEST_TEXT_SIZE];

    (void)state;
    digest_bytes(first, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i += 37) {
        bytes[i] ^= 1;
        digest_bytes(other, bytes, sizeof bytes);
        assert_string_not_equal(first, other);
        bytes[i] ^= 1;
    }
}

static void a_digest_does_not_depend_on_the_parts(void **state)
{
    char bytes[3000], whole[DIGEST_TEXT_SIZE], parts[DIGEST_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * i % 251);
    digest_bytes(whole, bytes, sizeof bytes);
    for (size_t part = 1; part < sizeof bytes; part = part * 2 + 1) {
        struct digest *digest = digest_create();

        for (size_t at = 0; at < sizeof bytes; at += part)
            digest_add(digest, bytes + at,
                       sizeof bytes - at < part ? sizeof bytes - at : part);
        digest_finish(digest, parts);
        assert_string_equal(parts, whole);
        digest_destroy(digest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_xxhsum),
        cmocka_unit_test(one_bit_makes_another_digest),
        cmocka_unit_test(a_digest_does_not_depend_on_the_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
