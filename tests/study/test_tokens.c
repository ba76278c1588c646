#include "study/tokens.h"

#include "base/text.h"
#include "base/threads.h"
#include "tests/log/reading.h"

/* What a log of these lines counts, by the class of its first row. */
static void check_classes(const char *text, enum token_rule rule,
                          const double expected[N_TOKEN_CLASSES],
                          size_t n_different, bool is_assumed)
{
    const struct study_options options = {.level = 0.95};
    double classes[N_TOKEN_CLASSES];
    struct frame frame = {0};
    struct error error = {0};
    struct reading reading;
    struct tokens tokens;
    struct doc *doc = doc_create("test");

    read_text(&reading, "log.jsonl", text, NULL);
    assert_true(frame_init(&frame, &reading.intake, &options, doc, &error));
    tokens_init(&tokens, &frame, rule, rule);
    assert_true(tokens_of(&tokens, 0, classes));
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        check_close(classes[c], expected[c], 0, 0);
    assert_int_equal(tokens.n_different, n_different);
    assert_int_equal(tokens.is_assumed, is_assumed);
    frame_release(&frame);
    intake_release(&reading.intake);
    doc_destroy(doc);
}

#define CLASSES(...) ((const double[N_TOKEN_CLASSES]){__VA_ARGS__})

/* OpenAI's way: input 100 of which 60 cached, output 50 of which 20 reasoning,
 * total 150. */
static void the_total_says_that_parts_are_within(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"cached_tokens\":60,"
                  "\"output_tokens\":50,\"reasoning_tokens\":20,"
                  "\"total_tokens\":150}\n",
                  TOKENS_LOOK, CLASSES(40, 60, 0, 30, 20), 0, false);
}

static void the_total_says_that_parts_are_beside(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"cached_tokens\":60,"
                  "\"output_tokens\":50,\"reasoning_tokens\":20,"
                  "\"total_tokens\":230}\n",
                  TOKENS_LOOK, CLASSES(100, 60, 0, 50, 20), 0, false);
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"cached_tokens\":60,"
                  "\"output_tokens\":50,\"reasoning_tokens\":20,"
                  "\"total_tokens\":170}\n",
                  TOKENS_LOOK, CLASSES(40, 60, 0, 50, 20), 0, false);
}

/* Seen in logs of coding agents: 2 input tokens, 21,601 written to a cache. */
static void a_part_beyond_the_whole_is_beside(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"input_tokens\":2,"
                  "\"cache_write_tokens\":21601,\"output_tokens\":50}\n",
                  TOKENS_LOOK, CLASSES(2, 0, 21601, 50, 0), 0, false);
}

static void the_name_of_the_column_may_say_it(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"usage\":{\"input_tokens\":100,"
                  "\"cache_read_input_tokens\":60,\"output_tokens\":50}}\n",
                  TOKENS_LOOK, CLASSES(100, 60, 0, 50, 0), 0, false);
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"output_tokens\":50,"
                  "\"cached_tokens\":60}\n",
                  TOKENS_LOOK, CLASSES(40, 60, 0, 50, 0), 0, true);
}

static void a_flag_decides_before_all_else(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"cached_tokens\":60,"
                  "\"output_tokens\":50,\"total_tokens\":150}\n",
                  TOKENS_BESIDE, CLASSES(100, 60, 0, 50, 0), 1, false);
}

static void a_total_that_is_another_sum_is_counted(void **state)
{
    (void)state;
    check_classes("{\"latency_s\":1,\"input_tokens\":100,\"output_tokens\":50,"
                  "\"total_tokens\":151}\n"
                  "{\"latency_s\":1,\"input_tokens\":100,\"output_tokens\":50,"
                  "\"total_tokens\":150}\n",
                  TOKENS_LOOK, CLASSES(100, 0, 0, 50, 0), 1, false);
}

/* One slip in a hundred rows does not turn the rule of a file. */
static void a_slip_does_not_decide(void **state)
{
    const struct token_evidence slip = {.n_parts = 200, .n_beyond = 1};
    const struct token_evidence rule = {.n_parts = 200, .n_beyond = 3};
    const struct token_evidence sums = {
        .n_parts = 9, .n_within = 2, .n_beside = 7};
    bool is_assumed = false;

    (void)state;
    assert_false(tokens_decide(&slip, TOKENS_LOOK, &is_assumed));
    assert_true(is_assumed);
    is_assumed = false;
    assert_true(tokens_decide(&rule, TOKENS_LOOK, &is_assumed));
    assert_true(tokens_decide(&sums, TOKENS_LOOK, &is_assumed));
    assert_false(tokens_decide(&sums, TOKENS_WITHIN, &is_assumed));
    assert_false(is_assumed);
}

/* By hand: every fourth total is 1 more than the sum, every eighth row has no
 * output tokens. */
static void rows_of_many_blocks_are_checked_on_any_threads(void **state)
{
    enum { N = THREADS_BLOCK + 4000 };
    const struct study_options options = {.level = 0.95};
    struct text text;

    (void)state;
    text_init(&text);
    text_format(&text, "input_tokens,output_tokens,cached_tokens,total_tokens"
                       "\n");
    for (int i = 0; i < N; i++)
        text_format(&text, "10,%s,4,%d\n", i % 8 == 1 ? "" : "5",
                    15 + (i % 4 == 0));
    for (unsigned n_threads = 1; n_threads <= 3; n_threads++) {
        struct frame frame = {0};
        struct error error = {0};
        struct reading reading;
        struct tokens tokens;
        struct doc *doc = doc_create("test");

        threads_set_default(n_threads);
        read_text(&reading, "log.csv", text.data, NULL);
        assert_true(frame_init(&frame, &reading.intake, &options, doc, &error));
        tokens_init(&tokens, &frame, TOKENS_LOOK, TOKENS_LOOK);
        assert_int_equal(tokens.n_known, N / 8 * 7);
        assert_int_equal(tokens.n_with_total, N / 8 * 7);
        assert_int_equal(tokens.n_different, N / 4);
        assert_int_equal(tokens.n_beyond, 0);
        assert_false(tokens.is_assumed);
        frame_release(&frame);
        intake_release(&reading.intake);
        doc_destroy(doc);
    }
    threads_set_default(0);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_many_blocks_are_checked_on_any_threads),
        cmocka_unit_test(the_total_says_that_parts_are_within),
        cmocka_unit_test(the_total_says_that_parts_are_beside),
        cmocka_unit_test(a_part_beyond_the_whole_is_beside),
        cmocka_unit_test(the_name_of_the_column_may_say_it),
        cmocka_unit_test(a_flag_decides_before_all_else),
        cmocka_unit_test(a_total_that_is_another_sum_is_counted),
        cmocka_unit_test(a_slip_does_not_decide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
