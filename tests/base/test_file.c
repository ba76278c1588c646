#include "base/file.h"

#include <string.h>
#include <unistd.h>

#include "tests/check.h"

static void what_is_written_is_there(void **state)
{
    struct error error = {0};
    char path[64], text[8] = "";
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "file-%ld", (long)getpid());
    file = file_create(path, &error);
    assert_non_null(file);
    fputs("hello", file);
    assert_true(file_finish(file, path, &error));
    assert_false(error.is_set);
    file = fopen(path, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    unlink(path);
    assert_string_equal(text, "hello");
}

static void a_file_that_cannot_be_made_is_named(void **state)
{
    struct error error = {0};

    (void)state;
    assert_null(file_create("no/such/folder/x", &error));
    assert_string_equal(error.text,
                        "no/such/folder/x: No such file or directory");
}

static void check_cannot(const char *path, const char *message)
{
    struct error error = {0};

    assert_false(file_check(path, &error));
    assert_string_equal(error.text, message);
}

/* And it is not made. */
static void whether_a_file_can_be_made_is_known_before(void **state)
{
    struct error error = {0};
    char path[64];

    (void)state;
    snprintf(path, sizeof path, "./file-%ld", (long)getpid());
    assert_true(file_check(path, &error));
    assert_true(file_check(path + 2, &error));
    assert_int_not_equal(access(path, F_OK), 0);
    fclose(file_create(path, &error));
    assert_true(file_check(path, &error));
    assert_true(file_check("/dev/null", &error));
    check_cannot("no/such/folder/x",
                 "no/such/folder/x: the folder 'no/such/folder' cannot be "
                 "written: No such file or directory");
    check_cannot("/no-such/x", "/no-such/x: the folder '/no-such' cannot be "
                               "written: No such file or directory");
    check_cannot("", ": No such file or directory");
    check_cannot("/tmp", "/tmp: Is a directory");
    strcat(path, "/x");
    check_cannot(path + 2,
                 strcat(strcpy((char[80]){0}, path + 2), ": Not a directory"));
    path[strlen(path) - 2] = '\0';
    unlink(path);
}

static void a_full_disk_is_an_error_however_much_was_written(void **state)
{
    static const size_t sizes[] = {1, 1 << 20};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct error error = {0};
        FILE *file = file_create("/dev/full", &error);

        assert_non_null(file);
        for (size_t n = 0; n < sizes[i]; n++)
            fputc('x', file);
        assert_false(file_finish(file, "/dev/full", &error));
        assert_string_equal(error.text, "/dev/full: No space left on device");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_there),
        cmocka_unit_test(a_file_that_cannot_be_made_is_named),
        cmocka_unit_test(whether_a_file_can_be_made_is_known_before),
        cmocka_unit_test(a_full_disk_is_an_error_however_much_was_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
