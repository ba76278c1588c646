#include "log/absent.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

/* The error of reading a log of these columns with these options. */
static struct error error_of(const char *csv,
                             const struct intake_options *options)
{
    struct reading reading;

    read_bytes(&reading, "log.csv", csv, strlen(csv), options);
    assert_false(reading.ok);
    intake_release(&reading.intake);
    return reading.error;
}

static void a_map_names_the_column_and_not_its_unit(void **state)
{
    static const char *const maps[] = {"latency=nosuch:ms"};
    struct intake_options options = {.maps = maps, .n_maps = 1};
    struct error error =
        error_of("latency_s,model,rack\n1,a,b\n2,a,b\n", &options);

    (void)state;
    assert_string_equal(error.text,
                        "--map latency=nosuch:ms: no log has a column "
                        "'nosuch'; there are: latency_s, model, rack");
}

static void a_near_column_is_offered(void **state)
{
    static const char *const maps[] = {"latency=latency_ms:ms"};
    struct intake_options options = {.maps = maps, .n_maps = 1};
    struct error error = error_of("latency_s,model\n1,a\n2,a\n", &options);

    (void)state;
    assert_string_equal(error.text,
                        "--map latency=latency_ms:ms: no log has a column "
                        "'latency_ms'; did you mean 'latency_s'?");
}

static void what_is_no_unit_belongs_to_the_name(void **state)
{
    static const char *const maps[] = {"latency=a:b"};
    struct intake_options options = {.maps = maps, .n_maps = 1};
    struct error error = error_of("latency_s,long_name\n1,a\n2,a\n", &options);

    (void)state;
    assert_string_equal(error.text, "--map latency=a:b: no log has a column "
                                    "'a:b'; there are: latency_s, long_name");
}

static void a_wanted_field_may_be_meant(void **state)
{
    static const struct wanted wanted[] = {{.name = "latncy"}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 1};
    struct error error = error_of("duration_s\n1\n2\n", &options);

    (void)state;
    assert_string_equal(
        error.text, "no log has a column 'latncy'; did you mean 'latency'?");
}

static void an_optional_column_may_be_absent(void **state)
{
    static const struct wanted wanted[] = {
        {.name = "rack", .is_optional = true}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 1};
    struct reading reading;

    (void)state;
    read_text(&reading, "log.csv", "latency_s\n1\n2\n", &options);
    assert_int_equal(reading.intake.table->n_rows, 2);
    intake_release(&reading.intake);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_names_the_column_and_not_its_unit),
        cmocka_unit_test(a_near_column_is_offered),
        cmocka_unit_test(what_is_no_unit_belongs_to_the_name),
        cmocka_unit_test(a_wanted_field_may_be_meant),
        cmocka_unit_test(an_optional_column_may_be_absent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
