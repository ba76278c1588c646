#include "data/price.h"

#include "tests/check.h"

static const struct price prices[] = {
    {.model = "DeepSeek V4 Flash"}, {.model = "gpt-4o"},
    {.model = "gpt-4o-2024-05-13"}, {.model = "openai/gpt-5"},
    {.model = "azure/gpt-5"},       {.model = "claude-opus-4-20250514"},
};

static const struct price_sheet sheet = {.prices = (struct price *)prices,
                                         .n = COUNT(prices)};

static void check_found(const char *model, int expected,
                        enum price_match expected_how)
{
    enum price_match how;
    const struct price *price = price_find(&sheet, model, &how);

    if (how != expected_how)
        print_error("%s: %s\n", model, price_match_words[how]);
    assert_int_equal(how, expected_how);
    if (expected < 0)
        assert_null(price);
    else
        assert_ptr_equal(price, &prices[expected]);
}

static void a_name_as_written_is_found_first(void **state)
{
    (void)state;
    check_found("gpt-4o", 1, MATCH_EXACT);
    check_found("gpt-4o-2024-05-13", 2, MATCH_EXACT);
    check_found("openai/gpt-5", 3, MATCH_EXACT);
}

static void case_and_separators_do_not_matter(void **state)
{
    (void)state;
    check_found("GPT-4o", 1, MATCH_CASE);
    check_found("deepseek_v4-flash", 0, MATCH_CASE);
}

static void the_prefix_of_the_provider_goes(void **state)
{
    (void)state;
    check_found("deepseek-ai/DeepSeek-V4-Flash", 0, MATCH_PROVIDER);
    check_found("openrouter/openai/gpt-4o", 1, MATCH_PROVIDER);
}

static void the_date_goes_last_on_either_side(void **state)
{
    (void)state;
    check_found("openai/gpt-4o-2024-08-06", 1, MATCH_DATE);
    check_found("claude-opus-4", 5, MATCH_OTHER_DATE);
    check_found("anthropic/Claude-Opus-4@20250514", 5, MATCH_OTHER_DATE);
    check_found("deepseek-v4-flash-20260101", 0, MATCH_DATE);
}

static void another_model_is_not_found(void **state)
{
    (void)state;
    check_found("gpt-4o-mini", -1, MATCH_NONE);
    check_found("gpt-4", -1, MATCH_NONE);
    check_found("", -1, MATCH_NONE);
    check_found("vendor/", -1, MATCH_NONE);
    check_found("-2024-08-06", -1, MATCH_NONE);
}

static void two_models_that_are_as_near_are_none(void **state)
{
    (void)state;
    check_found("gpt-5", -1, MATCH_AMBIGUOUS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_as_written_is_found_first),
        cmocka_unit_test(case_and_separators_do_not_matter),
        cmocka_unit_test(the_prefix_of_the_provider_goes),
        cmocka_unit_test(the_date_goes_last_on_either_side),
        cmocka_unit_test(another_model_is_not_found),
        cmocka_unit_test(two_models_that_are_as_near_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
