#include "base/archive_library.h"

#include <string.h>

#include "tests/check.h"

static void the_library_is_loaded_once(void **state)
{
    const char *reason = NULL;
    const struct archive_library *library = archive_library(&reason);
    struct archive *archive;

    (void)state;
    assert_non_null(library);
    assert_string_equal(reason, "");
    assert_ptr_equal(archive_library(&reason), library);
    archive = library->archive_read_new();
    assert_non_null(archive);
    assert_int_equal(library->archive_read_support_format_raw(archive),
                     ARCHIVE_OK);
    assert_int_equal(library->archive_read_free(archive), ARCHIVE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_loaded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
