#include "tests/check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/resource.h"

static void the_build_folder_finds_the_source_tree(void **state)
{
    struct error error = {0};
    struct text path, bytes;

    (void)state;
    unsetenv("LLMSTATS_DATADIR");
    text_init(&path);
    text_init(&bytes);
    assert_true(resource_find(&path, "plots/style.gp", &error));
    assert_int_equal(access(path.data, R_OK), 0);
    assert_true(resource_read(&bytes, "plots/style.gp", &error));
    assert_non_null(strstr(bytes.data, "set encoding utf8"));
    text_release(&path);
    text_release(&bytes);
}

static void the_environment_comes_first(void **state)
{
    char folder[] = "/tmp/llmstats-test-XXXXXX", name[80];
    struct error error = {0};
    struct text bytes;
    FILE *out;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/thing", folder);
    out = fopen(name, "w");
    assert_non_null(out);
    fputs("mine", out);
    fclose(out);
    setenv("LLMSTATS_DATADIR", folder, 1);
    text_init(&bytes);
    assert_true(resource_read(&bytes, "thing", &error));
    assert_string_equal(bytes.data, "mine");
    text_clear(&bytes); /* what it has not is looked for elsewhere */
    assert_true(resource_find(&bytes, "plots/style.gp", &error));
    unsetenv("LLMSTATS_DATADIR");
    text_release(&bytes);
    unlink(name);
    rmdir(folder);
}

static void what_is_nowhere_is_named(void **state)
{
    struct error error = {0};
    struct text path;

    (void)state;
    text_init(&path);
    assert_false(resource_find(&path, "plots/absent.gp", &error));
    assert_non_null(strstr(error.text, "'plots/absent.gp' is not installed"));
    assert_int_equal(path.length, 0);
    text_release(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_build_folder_finds_the_source_tree),
        cmocka_unit_test(the_environment_comes_first),
        cmocka_unit_test(what_is_nowhere_is_named),
    };

    return cmocka_run_group_tests_name("base/resource", tests, NULL, NULL);
}
