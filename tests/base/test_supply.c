#include "base/supply.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/base/packed.h"
#include "tests/check.h"

static void a_file_is_read_from_where_it_stands(void **state)
{
    char path[] = "/tmp/llmstats-supply-XXXXXX", digest[DIGEST_TEXT_SIZE];

    (void)state;
    for (int in_thread = 0; in_thread < 2; in_thread++) {
        struct flow *flow = flow_create();
        struct error error = {0};
        int fd = mkstemp(path);
        bool is_all;

        assert_int_equal(write(fd, "xxabc", 5), 5);
        assert_int_equal(lseek(fd, 2, SEEK_SET), 2);
        assert_true(supply_finish(supply_read(fd, "a", flow, in_thread), digest,
                                  &error));
        assert_int_equal(flow_wait(flow, 9, &is_all), 3);
        assert_memory_equal(flow_data(flow), "abc", 4);
        assert_string_equal(digest, /* printf abc | xxhsum -H128 */
                            "xxh3-128:06b05ab6733a618578af5f94892f3950");
        flow_destroy(flow);
        close(fd);
        unlink(path);
        memset(path + sizeof path - 7, 'X', 6);
    }
}

static void what_cannot_be_read_says_why(void **state)
{
    struct flow *flow = flow_create();
    char digest[DIGEST_TEXT_SIZE];
    struct error error = {0};
    int fd = open("/", O_RDONLY);
    bool is_all;

    (void)state;
    assert_false(
        supply_finish(supply_read(fd, "a", flow, true), digest, &error));
    assert_string_equal(error.text, "a: cannot be read: is a directory");
    flow_wait(flow, 1, &is_all);
    assert_true(is_all);
    flow_destroy(flow);
    close(fd);
}

static void packed_bytes_are_unpacked(void **state)
{
    char digest[DIGEST_TEXT_SIZE], expected[DIGEST_TEXT_SIZE];

    (void)state;
    digest_bytes(expected, gzip_bytes, sizeof gzip_bytes);
    for (int in_thread = 0; in_thread < 2; in_thread++) {
        struct flow *flow = flow_create();
        struct error error = {0};
        bool is_all;

        assert_true(supply_finish(supply_unpack((const char *)gzip_bytes,
                                                sizeof gzip_bytes, 0, "a", flow,
                                                in_thread),
                                  digest, &error));
        assert_int_equal(flow_wait(flow, 9, &is_all), 111);
        assert_memory_equal(flow_data(flow), "1\n2\n3\n", 6);
        assert_string_equal(digest, expected);
        flow_destroy(flow);
    }
}

/* What had come before is there all the same. */
static void what_is_cut_off_ends_too(void **state)
{
    struct flow *flow = flow_create();
    char digest[DIGEST_TEXT_SIZE], message[100];
    struct error error = {0};
    bool is_all;

    (void)state;
    assert_false(
        supply_finish(supply_unpack((const char *)gzip_bytes,
                                    sizeof gzip_bytes - 4, 0, "a", flow, true),
                      digest, &error));
    snprintf(message, sizeof message,
             "a: the gzip stream is truncated at byte %zu",
             sizeof gzip_bytes - 4);
    assert_string_equal(error.text, message);
    assert_int_equal(flow_wait(flow, 999, &is_all), 111);
    assert_true(is_all);
    flow_destroy(flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_from_where_it_stands),
        cmocka_unit_test(what_cannot_be_read_says_why),
        cmocka_unit_test(packed_bytes_are_unpacked),
        cmocka_unit_test(what_is_cut_off_ends_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
