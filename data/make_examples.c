/* Makes the example logs of this folder: make_examples DIRECTORY.
 *
 * They are synthetic and say so in README.md. Every number comes from a seeded
 * stream, and what is written is whole numbers of tokens, of milliseconds and
 * of tenths of them, so that the same bytes come out everywhere. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/random.h"

enum { N_RUNS = 3, N_WORKLOADS = 4, N_CACHE_REQUESTS = 2000 };
enum { SEED = 1 };

/* A lognormal cut off at both ends, for numbers of tokens. */
struct token_law {
    double median, log_sd, lowest, highest;
};

/* A latency is median * exp(log_sd z + stretch max(z - 1, 0)^2), z standard
 * normal: a lognormal whose tail is stretched smoothly beyond one standard
 * deviation. With p50, p95 and p99 of a row of the table given, log_sd and
 * stretch follow. Output tokens do not depend on it: their mean is the row's
 * rate times the harmonic mean of the latency, so that the mean of tokens /
 * latency is the rate. */
struct workload {
    const char *name;
    unsigned n_in_run[N_RUNS];
    double median, log_sd, stretch; /* seconds */
    double mean_output;             /* tokens */
    struct token_law prompt;
};

static const struct workload workloads[N_WORKLOADS] = {
    {
        .name = "short",
        .n_in_run = {1334, 1333, 1333},
        .median = 0.65,
        .log_sd = 0.1660,
        .stretch = 0.1789,
        .mean_output = 245.66,
        .prompt = {90, 0.50, 12, 199},
    },
    {
        .name = "medium",
        .n_in_run = {1000, 1000, 1000},
        .median = 1.08,
        .log_sd = 0.2248,
        .stretch = 0.1590,
        .mean_output = 339.23,
        .prompt = {900, 0.30, 500, 1500},
    },
    {
        .name = "long_context",
        .n_in_run = {667, 667, 666},
        .median = 2.31,
        .log_sd = 0.3018,
        .stretch = 0.0533,
        .mean_output = 431.37,
        .prompt = {5600, 0.20, 4000, 8000},
    },
    {
        .name = "heavy_generation",
        .n_in_run = {333, 333, 334},
        .median = 3.62,
        .log_sd = 0.2755,
        .stretch = 0.1012,
        .mean_output = 489.91,
        .prompt = {3500, 0.25, 2000, 6000},
    },
};

/* Three weeks. A run is slower or faster as a whole: the three factors have a
 * geometric mean of 1 and a standard deviation of 2.4 %. */
struct run {
    const char *file;
    int64_t start; /* ms since the epoch */
    double log_factor;
    bool is_json;
};

static const struct run runs[N_RUNS] = {
    {"run-1.csv", INT64_C(1772525527412), 0.0118, false},  /* 3 March 2026 */
    {"run-2.csv", INT64_C(1773310443087), -0.0277, false}, /* 12 March */
    {"run-3.jsonl", INT64_C(1774340172650), 0.0159, true}, /* 24 March */
};

/* What the provider answered when it did not answer. */
struct failure {
    unsigned n;
    int status;
    double latency; /* median, seconds; 0: the client logged none */
    const char *error;
};

static const struct failure failures[] = {
    {21, 429, 0.07, "RateLimitError: too many requests, retry after 2 s"},
    {5, 500, 0.40, "InternalServerError: upstream failed"},
    {3, 502, 0, "BadGateway: no answer from upstream"},
    {5, 503, 0, "Overloaded: \"DeepSeek-V4-Flash\" is busy, try again"},
};

enum { N_FAILURES = sizeof failures / sizeof *failures };

struct request {
    unsigned id;
    int64_t start; /* ms since the epoch */
    const struct workload *workload;
    const struct failure *failure; /* NULL: it went well */
    bool is_streamed, is_cut;
    unsigned latency, ttft; /* tenths of a millisecond */
    unsigned prompt, output;
};

static unsigned tenths(double seconds)
{
    return (unsigned)lround(seconds * 1e4);
}

static double lognormal(struct random_stream *stream, double median,
                        double log_sd)
{
    return median * exp(log_sd * random_gaussian(stream));
}

static unsigned token_count(struct random_stream *stream,
                            const struct token_law *law)
{
    double tokens;

    do
        tokens = round(lognormal(stream, law->median, law->log_sd));
    while (tokens < law->lowest || tokens > law->highest);
    return (unsigned)tokens;
}

/* Picks one of n kinds and takes it out of the urn. */
static size_t urn_draw(struct random_stream *stream, unsigned *left, size_t n)
{
    size_t ball, total = 0, kind = 0;

    for (size_t i = 0; i < n; i++)
        total += left[i];
    ball = random_below(stream, total);
    while (ball >= left[kind])
        ball -= left[kind++];
    left[kind]--;
    return kind;
}

static double draw_latency(struct random_stream *stream,
                           const struct workload *workload, double log_factor)
{
    double z = random_gaussian(stream);
    double beyond = z > 1 ? z - 1 : 0;

    return workload->median * exp(log_factor + workload->log_sd * z +
                                  workload->stretch * beyond * beyond);
}

static void request_answer(struct request *request,
                           struct random_stream *stream, double log_factor)
{
    static const double output_log_sd = 0.25;
    const struct workload *workload = request->workload;
    double latency = draw_latency(stream, workload, log_factor);
    double median_output =
        workload->mean_output * exp(-output_log_sd * output_log_sd / 2);
    double ttft;

    do
        ttft = lognormal(stream, 0.176, 0.2) * exp(log_factor);
    while (ttft > 0.8 * latency);
    request->latency = tenths(latency);
    request->ttft = tenths(ttft);
    request->prompt = token_count(stream, &workload->prompt);
    request->output =
        (unsigned)lround(lognormal(stream, median_output, output_log_sd));
    request->is_streamed = random_below(stream, 2) == 1;
    request->is_cut = random_below(stream, 100) == 0;
}

static void request_fail(struct request *request, struct random_stream *stream)
{
    request->latency =
        tenths(lognormal(stream, request->failure->latency, 0.3));
    request->is_streamed = random_below(stream, 2) == 1;
}

static void write_time(FILE *out, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char text[32];

    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    fprintf(out, "%s.%03dZ", text, (int)(ms % 1000));
}

static void write_quoted(FILE *out, const char *text, char escape)
{
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            putc(escape, out);
        putc(*text, out);
    }
    putc('"', out);
}

/* In 1e-8 dollars a token, that is, hundredths of dollars a million. */
struct price {
    unsigned prompt, output;
};

static const struct price flash_price = {27, 110};

static void write_cost(FILE *out, const struct price *price, unsigned prompt,
                       unsigned output)
{
    fprintf(out, "0.%08u", price->prompt * prompt + price->output * output);
}

static void write_tenths(FILE *out, unsigned tenths, bool in_ms)
{
    if (in_ms)
        fprintf(out, "%u.%u", tenths / 10, tenths % 10);
    else
        fprintf(out, "%u.%04u", tenths / 10000, tenths % 10000);
}

static const char *finish_reason(const struct request *request)
{
    return request->is_cut ? "length" : "stop";
}

static void write_csv(FILE *out, const struct request *request)
{
    const struct failure *failure = request->failure;

    write_time(out, request->start);
    fprintf(out, ",req-%05u,deepseek-ai/DeepSeek-V4-Flash,%s,%s,", request->id,
            request->workload->name, request->is_streamed ? "true" : "false");
    if (!failure)
        fprintf(out, "%u,%u", request->prompt, request->output);
    else
        putc(',', out);
    putc(',', out);
    if (!failure && request->is_streamed)
        write_tenths(out, request->ttft, false);
    putc(',', out);
    if (request->latency > 0)
        write_tenths(out, request->latency, false);
    putc(',', out);
    if (!failure)
        write_cost(out, &flash_price, request->prompt, request->output);
    fprintf(out, ",%d,%s,", failure ? failure->status : 200,
            failure ? "" : finish_reason(request));
    if (failure)
        write_quoted(out, failure->error, '"');
    putc('\n', out);
}

static void write_json_answer(FILE *out, const struct request *request)
{
    fprintf(out, "\"usage\":{\"prompt_tokens\":%u,\"completion_tokens\":%u,",
            request->prompt, request->output);
    fprintf(out, "\"total_tokens\":%u},\"ttft_ms\":",
            request->prompt + request->output);
    if (request->is_streamed)
        write_tenths(out, request->ttft, true);
    else
        fputs("null", out);
    fputs(",\"latency_ms\":", out);
    write_tenths(out, request->latency, true);
    fputs(",\"cost_usd\":", out);
    write_cost(out, &flash_price, request->prompt, request->output);
    fprintf(out, ",\"status\":200,\"finish_reason\":\"%s\",\"error\":null",
            finish_reason(request));
}

static void write_json_failure(FILE *out, const struct request *request)
{
    fputs("\"usage\":null,\"ttft_ms\":null,\"latency_ms\":", out);
    if (request->latency > 0)
        write_tenths(out, request->latency, true);
    else
        fputs("null", out);
    fprintf(out, ",\"cost_usd\":null,\"status\":%d,\"finish_reason\":null,",
            request->failure->status);
    fputs("\"error\":", out);
    write_quoted(out, request->failure->error, '\\');
}

static void write_json(FILE *out, const struct request *request)
{
    fputs("{\"timestamp\":\"", out);
    write_time(out, request->start);
    fprintf(out, "\",\"request_id\":\"req-%05u\",", request->id);
    fputs("\"model\":\"deepseek-ai/DeepSeek-V4-Flash\",", out);
    fprintf(out, "\"workload\":\"%s\",\"stream\":%s,", request->workload->name,
            request->is_streamed ? "true" : "false");
    if (request->failure)
        write_json_failure(out, request);
    else
        write_json_answer(out, request);
    fputs("}\n", out);
}

static FILE *open_in(const char *directory, const char *name)
{
    char path[4096];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    out = fopen(path, "w");
    if (!out)
        fprintf(stderr, "make_examples: %s: %s\n", path, strerror(errno));
    return out;
}

static bool close_written(FILE *out, const char *name)
{
    bool is_written = !ferror(out);

    if (fclose(out) == 0 && is_written)
        return true;
    fprintf(stderr, "make_examples: %s: %s\n", name, strerror(errno));
    return false;
}

/* One client, one request after another, in random order. What is left of the
 * failures goes from run to run. */
static void write_run(FILE *out, size_t r, unsigned *failures_left,
                      unsigned *next_id)
{
    struct random_stream *stream = random_create(SEED, runs[r].file);
    struct request request = {.start = runs[r].start};
    unsigned left[N_WORKLOADS], n = 0;

    for (size_t w = 0; w < N_WORKLOADS; w++) {
        left[w] = workloads[w].n_in_run[r];
        n += left[w];
    }
    for (; n > 0; n--) {
        size_t kind = urn_draw(stream, failures_left, N_FAILURES + 1);

        request.id = (*next_id)++;
        request.workload = &workloads[urn_draw(stream, left, N_WORKLOADS)];
        request.failure = kind < N_FAILURES ? &failures[kind] : NULL;
        if (request.failure)
            request_fail(&request, stream);
        else
            request_answer(&request, stream, runs[r].log_factor);
        (runs[r].is_json ? write_json : write_csv)(out, &request);
        request.start +=
            request.latency / 10 + 20 + (int64_t)random_below(stream, 100);
    }
    random_destroy(stream);
}

static bool make_runs(const char *directory)
{
    unsigned failures_left[N_FAILURES + 1] = {0}, next_id = 1;

    failures_left[N_FAILURES] = 10000;
    for (size_t i = 0; i < N_FAILURES; i++) {
        failures_left[i] = failures[i].n;
        failures_left[N_FAILURES] -= failures[i].n;
    }
    for (size_t r = 0; r < N_RUNS; r++) {
        FILE *out = open_in(directory, runs[r].file);

        if (!out)
            return false;
        if (!runs[r].is_json)
            fputs("timestamp,request_id,model,workload,stream,prompt_tokens,"
                  "completion_tokens,ttft_s,latency_s,cost_usd,status,"
                  "finish_reason,error\n",
                  out);
        write_run(out, r, failures_left, &next_id);
        if (!close_written(out, runs[r].file))
            return false;
    }
    return true;
}

/* An answer from the cache takes some 60 ms and costs nothing, one from the
 * model 1.2 s; region and model have no part in it. */
static void write_cache_request(FILE *out, struct random_stream *stream,
                                int64_t *start, unsigned id)
{
    static const char *const regions[] = {"eu-west", "us-east", "ap-south"};
    static const char *const models[] = {"deepseek-ai/DeepSeek-V4-Flash",
                                         "qwen/Qwen3-32B"};
    static const struct price prices[] = {{27, 110}, {30, 120}};
    static const struct token_law prompt_law = {90, 0.50, 12, 199};
    bool is_hit = random_uniform(stream) < 0.35;
    double median = is_hit ? 0.06 : 1.2, log_sd = is_hit ? 0.25 : 0.30;
    unsigned latency = tenths(lognormal(stream, median, log_sd));
    unsigned prompt = token_count(stream, &prompt_law);
    unsigned output = (unsigned)lround(lognormal(stream, 240, 0.25));
    const char *region = regions[random_below(stream, 3)];
    size_t m = random_below(stream, 10) < 3;

    write_time(out, *start);
    fprintf(out, ",req-%04u,%s,%s,%s,%u,%u,", id, models[m], region,
            is_hit ? "true" : "false", prompt, output);
    write_tenths(out, latency, false);
    putc(',', out);
    write_cost(out, &prices[m], is_hit ? 0 : prompt, is_hit ? 0 : output);
    fputs(",200\n", out);
    *start += latency / 10 + 20 + (int64_t)random_below(stream, 100);
}

static bool make_cache_hits(const char *directory)
{
    struct random_stream *stream;
    int64_t start = INT64_C(1775552409318); /* 7 April 2026 */
    FILE *out = open_in(directory, "cache-hits.csv");

    if (!out)
        return false;
    stream = random_create(SEED, "cache-hits.csv");
    fputs("timestamp,request_id,model,region,cache_hit,prompt_tokens,"
          "completion_tokens,latency_s,cost_usd,status\n",
          out);
    for (unsigned i = 1; i <= N_CACHE_REQUESTS; i++)
        write_cache_request(out, stream, &start, i);
    random_destroy(stream);
    return close_written(out, "cache-hits.csv");
}

int main(int argc, char **argv)
{
    char runs_directory[4000];

    if (argc != 2) {
        fputs("usage: make_examples DIRECTORY\n", stderr);
        return 2;
    }
    snprintf(runs_directory, sizeof runs_directory, "%s/runs", argv[1]);
    return make_runs(runs_directory) && make_cache_hits(argv[1]) ? 0 : 2;
}
