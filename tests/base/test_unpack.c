#include "base/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "tests/base/packed.h"
#include "tests/check.h"

/* The output of `seq 1 40`, as in packed.h, by zstd 1.5.4 -19 --check,
 * xz 5.4.1, bzip2 1.0.8 and lz4 1.9.4. */
/* clang-format off */
static const unsigned char zstd_bytes[] = {
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0xcd, 0x01, 0x00, 0xf2, 0x46, 0x0d, 0x09, 0xb0,
    0xeb, 0x24, 0x49, 0x88, 0x70, 0x52, 0x98, 0x75, 0x83, 0x7c, 0xb1, 0xc5, 0x15, 0x53,
    0x3c, 0xb1, 0xc4, 0x11, 0x37, 0x66, 0x0c, 0xf1, 0x75, 0xeb, 0xd5, 0xa9, 0x4f, 0x97,
    0x1e, 0xbd, 0x9d, 0x1d, 0xfa, 0x71, 0xe3, 0xc5, 0x89, 0x0f, 0x17, 0x1e, 0xbc, 0x9c,
    0x1c, 0xf8, 0x6d, 0xd7, 0xf4, 0x2c, 0xc7, 0x9d, 0x01, 0x00, 0x99, 0x32, 0xff, 0xf3,
};

static const unsigned char xz_bytes[] = {
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00,
    0x21, 0x01, 0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0xe0, 0x00, 0x6e, 0x00,
    0x4e, 0x5d, 0x00, 0x18, 0x82, 0x82, 0x8f, 0x22, 0x4e, 0xf8, 0xa6, 0x55, 0xf7, 0xf0,
    0x99, 0xa5, 0x25, 0x0d, 0x90, 0x45, 0x91, 0x5a, 0x51, 0xb4, 0x9b, 0xca, 0xac, 0xdc,
    0x05, 0x32, 0xec, 0x85, 0x52, 0x9f, 0xb1, 0x48, 0x6d, 0xef, 0xdc, 0xe8, 0x4b, 0xb9,
    0x61, 0xba, 0xe0, 0x9c, 0x53, 0x7f, 0x98, 0xc8, 0xa9, 0x54, 0x0e, 0xfc, 0x3d, 0x2a,
    0xd3, 0x06, 0xd7, 0x66, 0x44, 0x3d, 0x56, 0x64, 0xa6, 0xcd, 0x3d, 0xd7, 0xc7, 0x1f,
    0x44, 0xf4, 0x18, 0xe0, 0x0f, 0xbf, 0xbe, 0x05, 0xfa, 0xc5, 0x00, 0x00, 0x00, 0x00,
    0x3f, 0x96, 0x7c, 0xd4, 0xfa, 0xfe, 0xe1, 0xcb, 0x00, 0x01, 0x6a, 0x6f, 0xcf, 0x4a,
    0x99, 0x62, 0x1f, 0xb6, 0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
};

static const unsigned char bzip2_bytes[] = {
    0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x55, 0x11, 0xbb, 0x4c,
    0x00, 0x00, 0x16, 0xc8, 0x00, 0x00, 0x10, 0x7f, 0xe0, 0x20, 0x00, 0x48, 0xc6, 0x68,
    0xf5, 0x37, 0xea, 0xa0, 0x69, 0x1f, 0xea, 0xa0, 0x0c, 0x77, 0x15, 0xad, 0xce, 0x5b,
    0xbc, 0x32, 0x02, 0x0a, 0x03, 0x69, 0x24, 0x9a, 0xbb, 0xbc, 0xf6, 0xab, 0x3f, 0x54,
    0x2e, 0xb4, 0xa8, 0x15, 0x50, 0x20, 0x00, 0x04, 0x1f, 0x17, 0x72, 0x45, 0x38, 0x50,
    0x90, 0x55, 0x11, 0xbb, 0x4c,
};

static const unsigned char lz4_bytes[] = {
    0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7, 0x6f, 0x00, 0x00, 0x80, 0x31, 0x0a, 0x32,
    0x0a, 0x33, 0x0a, 0x34, 0x0a, 0x35, 0x0a, 0x36, 0x0a, 0x37, 0x0a, 0x38, 0x0a, 0x39,
    0x0a, 0x31, 0x30, 0x0a, 0x31, 0x31, 0x0a, 0x31, 0x32, 0x0a, 0x31, 0x33, 0x0a, 0x31,
    0x34, 0x0a, 0x31, 0x35, 0x0a, 0x31, 0x36, 0x0a, 0x31, 0x37, 0x0a, 0x31, 0x38, 0x0a,
    0x31, 0x39, 0x0a, 0x32, 0x30, 0x0a, 0x32, 0x31, 0x0a, 0x32, 0x32, 0x0a, 0x32, 0x33,
    0x0a, 0x32, 0x34, 0x0a, 0x32, 0x35, 0x0a, 0x32, 0x36, 0x0a, 0x32, 0x37, 0x0a, 0x32,
    0x38, 0x0a, 0x32, 0x39, 0x0a, 0x33, 0x30, 0x0a, 0x33, 0x31, 0x0a, 0x33, 0x32, 0x0a,
    0x33, 0x33, 0x0a, 0x33, 0x34, 0x0a, 0x33, 0x35, 0x0a, 0x33, 0x36, 0x0a, 0x33, 0x37,
    0x0a, 0x33, 0x38, 0x0a, 0x33, 0x39, 0x0a, 0x34, 0x30, 0x0a, 0x00, 0x00, 0x00, 0x00,
    0x6e, 0xc4, 0xa7, 0xb8,
};

/* clang-format on */

static const struct packed {
    const char *name;
    const unsigned char *bytes;
    size_t n;
} packed[] = {
    {"gzip", gzip_bytes, sizeof gzip_bytes},
    {"zstd", zstd_bytes, sizeof zstd_bytes},
    {"xz", xz_bytes, sizeof xz_bytes},
    {"bzip2", bzip2_bytes, sizeof bzip2_bytes},
    {"lz4", lz4_bytes, sizeof lz4_bytes},
};

static char expected[128]; /* what seq 1 40 prints */
static size_t n_expected;

static int count_to_forty(void **state)
{
    (void)state;
    for (int i = 1; i <= 40; i++)
        n_expected += (size_t)snprintf(expected + n_expected,
                                       sizeof expected - n_expected, "%d\n", i);
    return 0;
}

/* Unpacks a copy that ends where its block ends, so that overruns show. What
 * comes out is copied too, if all is fine. */
static bool unpacks(const void *bytes, size_t n, size_t limit, char **out,
                    size_t *size, struct error *error)
{
    static const struct place place = {.name = "a"};
    struct flow *flow = flow_create();
    char *copy = malloc(n ? n : 1);
    bool ok;

    memcpy(copy, bytes, n);
    memset(error, 0, sizeof *error);
    *out = NULL;
    ok = unpack(copy, n, limit, flow, &place, error);
    free(copy);
    if (ok) {
        *size = flow_size(flow);
        *out = malloc(*size + 1);
        memcpy(*out, flow_data(flow), *size);
        (*out)[*size] = '\0';
    }
    flow_destroy(flow);
    return ok;
}

static void each_format_is_known_by_its_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++)
        assert_string_equal(
            unpack_detect((const char *)packed[i].bytes, packed[i].n),
            packed[i].name);
    assert_null(unpack_detect("", 0));
    assert_null(unpack_detect("\x1f\x8b", 2));
    assert_null(unpack_detect("latency\n1\n", 10));
    assert_null(unpack_detect("BZh9,model,latency\n", 19));
    assert_null(unpack_detect("BZh", 3));
}

static void each_format_is_unpacked(void **state)
{
    struct error error;
    size_t size;
    char *out;

    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++) {
        assert_true(
            unpacks(packed[i].bytes, packed[i].n, 0, &out, &size, &error));
        assert_int_equal(size, n_expected);
        assert_memory_equal(out, expected, size);
        free(out);
    }
}

/* Nothing at all, packed by the same programs. */
static void an_empty_stream_is_an_empty_text(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
    } empty[] = {
        {"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00"
         "\x00\x00\x00",
         20},
        {"\x28\xb5\x2f\xfd\x24\x00\x01\x00\x00\x99\xe9\xd8\x51", 13},
        {"\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x00\x00\x00\x00\x1c"
         "\xdf\x44\x21\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a",
         32},
        {"\x42\x5a\x68\x39\x17\x72\x45\x38\x50\x90\x00\x00\x00\x00", 14},
        {"\x04\x22\x4d\x18\x64\x40\xa7\x00\x00\x00\x00\x05\x5d\xcc\x02", 15},
    };
    struct error error;
    size_t size;
    char *out;

    (void)state;
    for (size_t i = 0; i < COUNT(empty); i++) {
        if (!unpacks(empty[i].bytes, empty[i].n, 0, &out, &size, &error))
            fail_msg("%zu: %s", i, error.text);
        assert_int_equal(size, 0);
        free(out);
    }
}

static void streams_one_behind_the_other_are_one_text(void **state)
{
    struct error error;
    size_t size;
    char twice[512], *out;

    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++) {
        size_t n = packed[i].n;

        memcpy(twice, packed[i].bytes, n);
        memcpy(twice + n, packed[i].bytes, n);
        assert_true(unpacks(twice, 2 * n, 0, &out, &size, &error));
        assert_int_equal(size, 2 * n_expected);
        assert_memory_equal(out, expected, n_expected);
        assert_memory_equal(out + n_expected, expected, n_expected);
        free(out);
    }
}

static void every_truncation_is_an_error(void **state)
{
    struct error error;
    size_t size;
    char *out;

    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++)
        for (size_t n = 1; n < packed[i].n; n++) {
            if (!unpack_detect((const char *)packed[i].bytes, n))
                continue; /* no format is recognised yet */
            if (unpacks(packed[i].bytes, n, 0, &out, &size, &error))
                fail_msg("%s: %zu of %zu bytes pass as all", packed[i].name, n,
                         packed[i].n);
            if (!strstr(error.text, "truncated") || !strstr(error.text, "byte"))
                fail_msg("%s: %zu bytes: %s", packed[i].name, n, error.text);
        }
}

/* A flipped bit is found, or it does not matter (the name of the system that
 * packed, say): what comes out is right or nothing is. */
static void no_flipped_bit_changes_the_text(void **state)
{
    struct error error;
    size_t size, n_found;
    char flipped[256], *out;

    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++) {
        n_found = 0;
        for (size_t bit = 0; bit < packed[i].n * 8; bit++) {
            memcpy(flipped, packed[i].bytes, packed[i].n);
            flipped[bit / 8] = (char)(flipped[bit / 8] ^ (1 << bit % 8));
            if (!unpack_detect(flipped, packed[i].n))
                continue;
            if (!unpacks(flipped, packed[i].n, 0, &out, &size, &error)) {
                n_found++;
                assert_null(out);
                continue;
            }
            if (size != n_expected || memcmp(out, expected, size) != 0)
                fail_msg("%s: bit %zu changes the text", packed[i].name, bit);
            free(out);
        }
        assert_true(n_found > packed[i].n * 8 / 2);
    }
}

static void zeros_may_follow_but_nothing_else(void **state)
{
    struct error error;
    size_t size;
    char longer[512], *out;

    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++) {
        size_t n = packed[i].n;

        if (strcmp(packed[i].name, "zstd") != 0 &&
            strcmp(packed[i].name, "lz4") != 0) {
            memset(longer, 0, sizeof longer);
            memcpy(longer, packed[i].bytes, n);
            assert_true(unpacks(longer, sizeof longer, 0, &out, &size, &error));
            assert_int_equal(size, n_expected);
            free(out);
        }
        memset(longer, 'x', sizeof longer);
        memcpy(longer, packed[i].bytes, n);
        if (unpacks(longer, sizeof longer, 0, &out, &size, &error))
            fail_msg("%s: what follows passes", packed[i].name);
    }
}

static void the_limit_stops_a_bomb(void **state)
{
    struct error error;
    size_t size;
    char *out;

    (void)state;
    assert_true(unpacks(gzip_bytes, sizeof gzip_bytes, n_expected, &out, &size,
                        &error));
    free(out);
    for (size_t i = 0; i < COUNT(packed); i++) {
        assert_false(unpacks(packed[i].bytes, packed[i].n, n_expected - 1, &out,
                             &size, &error));
        assert_non_null(strstr(error.text, "a: unpacks to more than 110 "));
    }
}

/* Larger than any buffer on the way, packed by libarchive's own writers. */
static void large_texts_are_unpacked_whole(void **state)
{
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD,
                                  ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2,
                                  ARCHIVE_FILTER_LZ4};
    enum { N = 1000000 };
    char *text = malloc(N), *bytes = malloc(2 * N), *out;
    struct error error;

    (void)state;
    for (size_t i = 0; i < N; i++)
        text[i] = (char)('0' + i * i / 7 % 10);
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct archive *archive = archive_write_new();
        struct archive_entry *entry = archive_entry_new();
        size_t used = 0, size;

        archive_write_add_filter(archive, filters[i]);
        archive_write_set_format_raw(archive);
        archive_write_set_bytes_in_last_block(archive, 1);
        archive_write_open_memory(archive, bytes, 2 * N, &used);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_write_header(archive, entry);
        assert_int_equal(archive_write_data(archive, text, N), N);
        archive_write_close(archive);
        archive_entry_free(entry);
        archive_write_free(archive);
        if (!unpacks(bytes, used, 0, &out, &size, &error))
            fail_msg("%s", error.text);
        assert_int_equal(size, N);
        assert_memory_equal(out, text, N);
        free(out);
    }
    free(bytes);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_is_known_by_its_content),
        cmocka_unit_test(each_format_is_unpacked),
        cmocka_unit_test(an_empty_stream_is_an_empty_text),
        cmocka_unit_test(streams_one_behind_the_other_are_one_text),
        cmocka_unit_test(every_truncation_is_an_error),
        cmocka_unit_test(no_flipped_bit_changes_the_text),
        cmocka_unit_test(zeros_may_follow_but_nothing_else),
        cmocka_unit_test(the_limit_stops_a_bomb),
        cmocka_unit_test(large_texts_are_unpacked_whole),
    };

    return cmocka_run_group_tests(tests, count_to_forty, NULL);
}
