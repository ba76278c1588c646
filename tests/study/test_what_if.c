#include "study/money.h"

#include "base/random.h"
#include "base/text.h"
#include "study/pricing.h"
#include "tests/log/reading.h"

/* Small logs under every choice of requests, one by one: what the study says
 * is saved at least and at most is what the worst and the best choice save. */

enum { N = 8, FLASH = 0 };

static const struct price prices[] = {
    {.model = "flash",
     .per_million = {[TOKENS_INPUT] = 0.27, [TOKENS_OUTPUT] = 1.1},
     .context = 1e6},
    {.model = "gpt",
     .per_million = {[TOKENS_INPUT] = 2.5, [TOKENS_OUTPUT] = 10},
     .context = 1e6},
};

static const struct price_sheet sheet = {
    .name = "sheet", .prices = (struct price *)prices, .n = 2};

struct request {
    int model;
    double input, output;
};

static double cost_under(const struct request *request, int model)
{
    return (request->input * prices[model].per_million[TOKENS_INPUT] +
            request->output * prices[model].per_million[TOKENS_OUTPUT]) /
           1e6;
}

static void make_log(struct text *log, struct request requests[N],
                     struct random_stream *stream)
{
    text_clear(log);
    text_add(log, "model,latency_s,input_tokens,output_tokens\n");
    for (int i = 0; i < N; i++) {
        struct request *request = &requests[i];

        request->model = (int)random_below(stream, 2);
        request->input = (double)(1 + random_below(stream, 5000));
        request->output = (double)(1 + random_below(stream, 500));
        text_format(log, "%s,1,%.0f,%.0f\n", prices[request->model].model,
                    request->input, request->output);
    }
}

/* What each measure saves on a request. */
enum { CACHE, PROMPTS, ROUTE, BATCH, N_MEASURES };

static const char *const codes[N_MEASURES] = {"response-cache", "prompt-cache",
                                              "route", "batch"};

static double saved_on(const struct request *request, int measure)
{
    const double *price = prices[request->model].per_million;
    double cost = cost_under(request, request->model);

    switch (measure) {
    case CACHE:
        return cost;
    case PROMPTS: /* the sheet has no price of cached input: free */
        return request->input * price[TOKENS_INPUT] / 1e6;
    case ROUTE:
        return cost - cost_under(request, FLASH);
    default:
        return cost / 2;
    }
}

static void check_choices(const struct value *told, int measure, int k,
                          const struct request requests[N])
{
    double least = INFINITY, greatest = -INFINITY, all = 0, total = 0;

    for (int i = 0; i < N; i++) {
        all += saved_on(&requests[i], measure);
        total += cost_under(&requests[i], requests[i].model);
    }
    for (unsigned set = 0; set < 1U << N; set++) {
        double saved = 0;

        if (__builtin_popcount(set) != k)
            continue;
        for (int i = 0; i < N; i++)
            saved += set >> i & 1 ? saved_on(&requests[i], measure) : 0;
        least = fmin(least, saved);
        greatest = fmax(greatest, saved);
    }
    assert_string_equal(value_get(told, "code")->text, codes[measure]);
    check_close(value_get(told, "least")->number, least / total, 1e-12, 1e-15);
    check_close(value_get(told, "greatest")->number, greatest / total, 1e-12,
                1e-15);
    check_close(value_get(told, "representative")->number, k * all / N / total,
                1e-12, 1e-15);
}

static void check_log(const char *log, const struct request requests[N],
                      const int k[N_MEASURES])
{
    const struct cost_options cost = {
        .sheet = &sheet,
        .input_share = (double)NAN,
        .cache_hit = (double)k[CACHE] / N,
        .cache_lookup = (double)NAN,
        .prompt_cache = (double)k[PROMPTS] / N,
        .route = &prices[FLASH],
        .route_share = (double)k[ROUTE] / N,
        .route_factor = (double)NAN,
        .batch_discount = 0.5,
        .batch_share = (double)k[BATCH] / N,
    };
    const struct study_options options = {.level = 0.95, .cost = &cost};
    struct doc *doc = doc_create("test");
    const struct value *told;
    struct frame frame = {0};
    struct error error = {0};
    struct reading reading;

    read_text(&reading, "log.csv", log, NULL);
    assert_true(frame_init(&frame, &reading.intake, &options, doc, &error));
    study_what_if.run(&frame);
    told = value_get(value_get(doc->data, "cost"), "what_if")->first;
    for (int m = 0; m < N_MEASURES; m++, told = told->next)
        check_choices(told, m, k[m], requests);
    frame_release(&frame);
    intake_release(&reading.intake);
    doc_destroy(doc);
}

static void limits_are_the_worst_and_the_best_choice(void **state)
{
    struct random_stream *stream = random_create(1, "what-if");
    struct request requests[N];
    struct text log;

    (void)state;
    text_init(&log);
    for (int round = 0; round < 40; round++) {
        int k[N_MEASURES];

        make_log(&log, requests, stream);
        for (int m = 0; m < N_MEASURES; m++)
            k[m] = (int)random_below(stream, N + 1);
        check_log(log.data, requests, k);
    }
    text_release(&log);
    random_destroy(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_the_worst_and_the_best_choice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
