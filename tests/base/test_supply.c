#include "base/supply.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/check.h"

/* The output of `seq 1 40`, packed by gzip 1.12 -n -9. */
static const unsigned char packed[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x0d, 0xcc,
    0xc1, 0x01, 0xc0, 0x30, 0x08, 0x03, 0xb1, 0xff, 0x4d, 0x83, 0x6d, 0x42,
    0xc2, 0xfe, 0x8b, 0xb5, 0x1a, 0x40, 0xc2, 0x84, 0xe6, 0x30, 0x5c, 0x1e,
    0x8b, 0x0a, 0x09, 0x19, 0x05, 0x35, 0x3a, 0x68, 0xd0, 0x45, 0x0f, 0x2d,
    0x2e, 0x2c, 0x6c, 0x1c, 0xdc, 0xf8, 0xe0, 0xc1, 0x17, 0x3f, 0xbc, 0xa4,
    0x88, 0xc8, 0x5f, 0x86, 0x34, 0x39, 0x64, 0xc8, 0x25, 0x8f, 0x2c, 0x5d,
    0x7c, 0xef, 0xb4, 0xd0, 0xe4, 0x6f, 0x00, 0x00, 0x00,
};

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
    digest_bytes(expected, packed, sizeof packed);
    for (int in_thread = 0; in_thread < 2; in_thread++) {
        struct flow *flow = flow_create();
        struct error error = {0};
        bool is_all;

        assert_true(
            supply_finish(supply_unpack((const char *)packed, sizeof packed, 0,
                                        "a", flow, in_thread),
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
        supply_finish(supply_unpack((const char *)packed, sizeof packed - 4, 0,
                                    "a", flow, true),
                      digest, &error));
    snprintf(message, sizeof message,
             "a: the gzip stream is truncated at byte %zu", sizeof packed - 4);
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
