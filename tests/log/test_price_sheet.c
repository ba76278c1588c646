#include "log/price_sheet.h"

#include <string.h>
#include <unistd.h>

#include "base/resource.h"
#include "tests/log/reading.h"

static const struct price_options plain;

static void check_price(const struct price *price, const char *model,
                        double input, double output, double context)
{
    assert_string_equal(price->model, model);
    check_close(price->per_million[TOKENS_INPUT], input, 0, 0);
    check_close(price->per_million[TOKENS_OUTPUT], output, 0, 0);
    check_close(price->context, context, 0, 0);
}

/* The table of the article that the example data follow. */
static void the_sheet_of_the_program_is_the_articles_table(void **state)
{
    struct price_sheet sheet;
    struct error error = {0};
    struct text path;

    (void)state;
    text_init(&path);
    assert_true(resource_find(&path, "data/prices.csv", &error));
    assert_true(price_sheet_read(&sheet, path.data, &plain, &error));
    assert_int_equal(sheet.n, 5);
    check_price(&sheet.prices[0], "DeepSeek V4 Flash", 0.27, 1.10, 128e3);
    check_price(&sheet.prices[1], "DeepSeek V4 Pro", 0.55, 2.20, 200e3);
    check_price(&sheet.prices[2], "Qwen3-32B", 0.30, 1.20, 32e3);
    check_price(&sheet.prices[3], "GLM-4 Plus", 0.20, 0.80, 128e3);
    check_price(&sheet.prices[4], "GPT-4o", 2.50, 10, 128e3);
    price_sheet_release(&sheet);
    text_release(&path);
}

static bool read_sheet(struct price_sheet *sheet, const char *text,
                       const struct price_options *options, struct error *error)
{
    char path[64];
    bool ok;

    memset(error, 0, sizeof *error);
    write_file(path, "prices.csv", text, strlen(text));
    ok = price_sheet_read(sheet, path, options, error);
    unlink(path);
    return ok;
}

static void a_price_is_the_same_in_every_unit(void **state)
{
    const char text[] = "unit,model,output,input\n"
                        "token,a,0.0000011,2.7e-07\n"
                        "1k,b,0.0011,0.00027\n"
                        "1M,c,$1.10,0.27\n";
    struct price_sheet sheet;
    struct error error;

    (void)state;
    assert_true(read_sheet(&sheet, text, &plain, &error));
    assert_int_equal(sheet.n, 3);
    for (size_t i = 0; i < 3; i++) {
        check_close(sheet.prices[i].per_million[TOKENS_INPUT], 0.27, 0, 0);
        check_close(sheet.prices[i].per_million[TOKENS_OUTPUT], 1.10, 0, 0);
        check_nan(sheet.prices[i].context);
        assert_null(sheet.prices[i].date);
    }
    price_sheet_release(&sheet);
}

static void what_is_not_stated_costs_what_its_kind_does(void **state)
{
    const char text[] =
        "model,input,cached_input,cache_write,output,reasoning,unit,date\n"
        "a,3,0.3,3.75,15,,1M,2026-01-01\n"
        "b,3,,,15,20,1M,\n";
    struct price_sheet sheet;
    struct error error;

    (void)state;
    assert_true(read_sheet(&sheet, text, &plain, &error));
    check_close(sheet.prices[0].per_million[TOKENS_CACHED], 0.3, 0, 0);
    check_close(sheet.prices[0].per_million[TOKENS_CACHE_WRITE], 3.75, 0, 0);
    check_close(sheet.prices[0].per_million[TOKENS_REASONING], 15, 0, 0);
    assert_true(sheet.prices[0].is_stated[TOKENS_CACHED]);
    assert_false(sheet.prices[0].is_stated[TOKENS_REASONING]);
    assert_string_equal(sheet.prices[0].date, "2026-01-01");
    check_close(sheet.prices[1].per_million[TOKENS_CACHED], 3, 0, 0);
    check_close(sheet.prices[1].per_million[TOKENS_REASONING], 20, 0, 0);
    assert_false(sheet.prices[1].is_stated[TOKENS_CACHED]);
    price_sheet_release(&sheet);
}

static void check_refused_sheet(const char *text, const char *words)
{
    struct price_sheet sheet;
    struct error error;

    assert_false(read_sheet(&sheet, text, &plain, &error));
    if (!strstr(error.text, words))
        print_error("'%s' is not in '%s'\n", words, error.text);
    assert_non_null(strstr(error.text, words));
    price_sheet_release(&sheet);
}

static void a_sheet_without_what_is_needed_is_refused(void **state)
{
    (void)state;
    check_refused_sheet("model,input,output\na,1,2\n",
                        ":1: a price sheet needs a column 'unit'");
    check_refused_sheet("model,input,unit\na,1,1M\n", "a column 'output'");
    check_refused_sheet("model,input,output,unit\na,1,2,\n",
                        ":2: the unit is missing");
    check_refused_sheet("model,input,output,unit\na,1,2,dozen\n",
                        "'dozen' is none of token, 1k, 1M");
    check_refused_sheet("model,input,output,unit\na,,2,1M\n",
                        "input: the price is missing");
    check_refused_sheet("model,input,output,unit\na,-1,2,1M\n",
                        "input: '-1' is not a price");
    check_refused_sheet("model,input,output,unit\na,cheap,2,1M\n",
                        "input: 'cheap' is not a price");
    check_refused_sheet("model,input,output,unit\na,1,2,1M\na,1,2,1M\n",
                        ":3: 'a' is there twice");
    check_refused_sheet("model,input,output,unit\n", "no price");
    check_refused_sheet(
        "model,input,output,unit,context_window\na,1,2,1M,big\n",
        "'big' is no number of tokens");
}

static void another_currency_needs_its_rate(void **state)
{
    static const char *const rates[] = {"EUR=1.1", "CNY=0.14"};
    const struct price_options options = {.rates = rates, .n_rates = 2};
    const char text[] = "model,input,output,unit,currency\na,2,8,1M,CNY\n";
    struct price_sheet sheet;
    struct error error;

    (void)state;
    check_refused_sheet(text, "prices in 'CNY': say what one is worth");
    assert_true(read_sheet(&sheet, text, &options, &error));
    check_close(sheet.prices[0].per_million[TOKENS_INPUT], 0.28, 1e-15, 0);
    check_close(sheet.prices[0].per_million[TOKENS_OUTPUT], 1.12, 1e-15, 0);
    price_sheet_release(&sheet);
}

/* The slips that were seen in price tables: factors of 10^3 and more. */
static void prices_of_a_wrong_unit_are_refused(void **state)
{
    const struct price_options options = {.takes_any = true};
    const char dear[] = "model,input,output,unit\na,2.5,10,1k\n";
    struct price_sheet sheet;
    struct error error;

    (void)state;
    check_refused_sheet(dear, "2500 dollars per million tokens");
    check_refused_sheet("model,input,output,unit\na,2.5,10,token\n",
                        "is the unit right?");
    check_refused_sheet("model,input,output,unit\na,0.0025,0.01,1M\n",
                        "0.0025 dollars per million tokens");
    assert_true(read_sheet(&sheet, dear, &options, &error));
    check_close(sheet.prices[0].per_million[TOKENS_INPUT], 2500, 0, 0);
    price_sheet_release(&sheet);
    assert_true(read_sheet(&sheet, "model,input,output,unit\na,0,0,1M\n",
                           &plain, &error));
    price_sheet_release(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sheet_of_the_program_is_the_articles_table),
        cmocka_unit_test(a_price_is_the_same_in_every_unit),
        cmocka_unit_test(what_is_not_stated_costs_what_its_kind_does),
        cmocka_unit_test(a_sheet_without_what_is_needed_is_refused),
        cmocka_unit_test(another_currency_needs_its_rate),
        cmocka_unit_test(prices_of_a_wrong_unit_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
