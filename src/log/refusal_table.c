#include <ctype.h>
#include <string.h>

#include "base/number.h"
#include "log/refusal.h"

static bool contains(const char *head, size_t n, const char *words)
{
    return memmem(head, n, words, strlen(words)) != NULL;
}

static bool is_sheet(const char *head, size_t n)
{
    return contains(head, n, "xl/") || contains(head, n, "[Content_Types].xml");
}

static bool is_eval(const char *head, size_t n)
{
    return contains(head, n, "_journal/") || contains(head, n, ".eval");
}

static bool is_tar(const char *head, size_t n)
{
    return n >= 262 && memcmp(head + 257, "ustar", 5) == 0;
}

static bool is_duckdb(const char *head, size_t n)
{
    return n >= 12 && memcmp(head + 8, "DUCK", 4) == 0;
}

/* A byte 0, a length of four bytes, and a version such as "3.13.1". */
static bool is_gatling(const char *head, size_t n)
{
    return n >= 8 && memcmp(head, "\0\0\0\0", 4) == 0 && head[4] >= 3 &&
           head[4] < 32 && head[5] == '3' && head[6] == '.' &&
           isdigit((unsigned char)head[7]);
}

static bool has_zeros(const char *head, size_t n)
{
    return memchr(head, '\0', n) != NULL;
}

/* Every second byte is 0, as of Latin text in UTF-16 without a mark: the bytes
 * at `zeros`, and none of the others. */
static bool is_wide(const char *head, size_t n, size_t zeros)
{
    size_t n_zeros[2] = {0, 0};

    for (size_t i = 0; i < n; i++)
        n_zeros[i % 2] += head[i] == '\0';
    return n >= 8 && n_zeros[1 - zeros] == 0 && n_zeros[zeros] >= n * 4 / 10;
}

static bool is_wide_little(const char *head, size_t n)
{
    return is_wide(head, n, 1);
}

static bool is_wide_big(const char *head, size_t n)
{
    return is_wide(head, n, 0);
}

static bool is_jmeter_xml(const char *head, size_t n)
{
    return contains(head, n, "<testResults") ||
           contains(head, n, "<httpSample");
}

/* The tag that is the first one, whatever its case. */
static bool begins_with_tag(const char *head, size_t n, const char *tag)
{
    size_t n_tag = strlen(tag);

    return n > n_tag && strncasecmp(head, tag, n_tag) == 0;
}

static bool is_page(const char *head, size_t n)
{
    return begins_with_tag(head, n, "<html") ||
           begins_with_tag(head, n, "<!doctype html") ||
           (*head == '<' && contains(head, n, "<html"));
}

static bool is_svg(const char *head, size_t n)
{
    return *head == '<' && contains(head, n, "<svg");
}

static bool is_spectrum(const char *head, size_t n)
{
    return contains(head, n, "1/(1-Percentile)") ||
           contains(head, n, "Detailed Percentile spectrum");
}

static bool is_histogram_log(const char *head, size_t n)
{
    return contains(head, n, "Interval_Compressed_Histogram");
}

static bool is_wrk(const char *head, size_t n)
{
    return contains(head, n, "Thread Stats") ||
           contains(head, n, "threads and");
}

static bool is_load_report(const char *head, size_t n)
{
    return contains(head, n, "Summary:\n") && contains(head, n, "Slowest:");
}

static bool is_metrics_page(const char *head, size_t n)
{
    return contains(head, n, "# TYPE ");
}

/* A line of YAML: "name:" or "name: value", "- item", indented or not. */
static bool is_yaml_line(const char *line, size_t n)
{
    size_t i = 0;

    while (i < n && line[i] == ' ')
        i++;
    if (i == n || line[i] == '#')
        return true;
    if (line[i] == '-' && i + 1 < n && line[i + 1] == ' ')
        return true;
    if (!isalpha((unsigned char)line[i]) && line[i] != '_')
        return false;
    while (i < n && (isalnum((unsigned char)line[i]) || strchr("_-.", line[i])))
        i++;
    return i < n && line[i] == ':' && (i + 1 == n || line[i + 1] == ' ');
}

/* The first lines are of YAML, and at least two of them. */
static bool is_yaml(const char *head, size_t n)
{
    enum { LINES = 5 };
    const char *at = head, *end = head + n;
    size_t n_lines = 0;

    if (n >= 4 && memcmp(head, "---", 3) == 0 && strchr("\r\n", head[3]))
        return true;
    for (; at < end && n_lines < LINES; n_lines++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t n_line = (size_t)((newline ? newline : end) - at);

        if (n_line && at[n_line - 1] == '\r')
            n_line--;
        if (!is_yaml_line(at, n_line))
            return false;
        at = newline ? newline + 1 : end;
    }
    return n_lines >= 2 && *head != '#' && *head != '-';
}

#define AS_CSV "export its table of requests as CSV"
#define TO_UTF8 "convert it: iconv -f UTF-16 -t UTF-8 LOG >NEW"
#define NO_REQUESTS "it holds no single requests"

const struct refusal refusals_of_bytes[] = {
    {.name = "sqlite",
     .bytes = "SQLite format 3",
     .what = "a SQLite database; " AS_CSV
             " (sqlite3 -csv -header FILE 'SELECT * FROM TABLE')"},
    {.name = "duckdb",
     .looks_so = is_duckdb,
     .what = "a DuckDB database; " AS_CSV},
    {.name = "xlsx",
     .bytes = "PK\x03\x04",
     .looks_so = is_sheet,
     .what = "a spreadsheet (xlsx); save it as CSV"},
    {.name = "eval",
     .bytes = "PK\x03\x04",
     .looks_so = is_eval,
     .what = "a packed Inspect log; convert it: inspect log convert --to json"},
    {.name = "zip", .bytes = "PK\x03\x04", .what = "a zip archive; unpack it"},
    {.name = "7z",
     .bytes = "7z\xbc\xaf\x27\x1c",
     .what = "a 7z archive; "
             "unpack it"},
    {.name = "rar", .bytes = "Rar!\x1a", .what = "a rar archive; unpack it"},
    {.name = "tar", .looks_so = is_tar, .what = "a tar archive; unpack it"},
    {.name = "xls",
     .bytes = "\xd0\xcf\x11\xe0",
     .what = "an old Office file (xls); save it as CSV"},
    {.name = "parquet",
     .bytes = "PAR1",
     .what = "a Parquet file; convert it to CSV or JSON lines"},
    {.name = "arrow",
     .bytes = "ARROW1",
     .what = "an Arrow (Feather) file; convert it to CSV or JSON lines"},
    {.name = "arrow-stream",
     .bytes = "\xff\xff\xff\xff",
     .what = "an Arrow stream; convert it to CSV or JSON lines"},
    {.name = "feather",
     .bytes = "FEA1",
     .what = "a Feather file; convert it to CSV or JSON lines"},
    {.name = "avro",
     .bytes = "Obj\x01",
     .what = "an Avro file; convert it to JSON lines (avro-tools tojson)"},
    {.name = "orc",
     .bytes = "ORC",
     .looks_so = has_zeros,
     .what = "an ORC file; convert it to CSV or JSON lines"},
    {.name = "hdf5", .bytes = "\x89HDF", .what = "an HDF5 file; " AS_CSV},
    {.name = "numpy",
     .bytes = "\x93NUMPY",
     .what = "a NumPy array; save it as CSV with the names of its columns"},
    {.name = "pdf", .bytes = "%PDF", .what = "a PDF; " NO_REQUESTS},
    {.name = "png", .bytes = "\x89PNG", .what = "a picture (PNG)"},
    {.name = "jpeg", .bytes = "\xff\xd8\xff", .what = "a picture (JPEG)"},
    {.name = "gif", .bytes = "GIF8", .what = "a picture (GIF)"},
    {.name = "elf",
     .bytes = "\x7f"
              "ELF",
     .what = "a program (ELF)"},
    {.name = "utf-16", .bytes = "\xff\xfe", .what = "UTF-16; " TO_UTF8},
    {.name = "utf-16", .bytes = "\xfe\xff", .what = "UTF-16; " TO_UTF8},
    {.name = "utf-16",
     .looks_so = is_wide_little,
     .what = "UTF-16 without a byte order mark; convert it: "
             "iconv -f UTF-16LE -t UTF-8 LOG >NEW"},
    {.name = "utf-16",
     .looks_so = is_wide_big,
     .what = "UTF-16 without a byte order mark; convert it: "
             "iconv -f UTF-16BE -t UTF-8 LOG >NEW"},
    {.name = "gatling",
     .looks_so = is_gatling,
     .what = "the binary log of Gatling 3.12 or later; use a version up to "
             "3.11, whose log is text, or a converter"},
    {.name = "jtl-xml",
     .bytes = "<",
     .looks_so = is_jmeter_xml,
     .what = "a JMeter log as XML; save it as CSV "
             "(jmeter.save.saveservice.output_format=csv)"},
    {.name = "svg", .looks_so = is_svg, .what = "a picture (SVG)"},
    {.name = "html",
     .looks_so = is_page,
     .what = "a web page; use the data that it was made of"},
    {.name = "xml",
     .bytes = "<?xml",
     .what = "XML; convert the requests to CSV or JSON lines"},
    {.name = "hlog",
     .bytes = "#[Histogram log",
     .what = "a histogram log (HdrHistogram): " NO_REQUESTS},
    {.name = "hlog",
     .bytes = "#[Logged with",
     .what = "a histogram log (HdrHistogram): " NO_REQUESTS},
    {.name = "hlog",
     .looks_so = is_histogram_log,
     .what = "a histogram log (HdrHistogram): " NO_REQUESTS},
    {.name = "hgrm",
     .looks_so = is_spectrum,
     .what = "a list of percentiles (HdrHistogram, wrk2): " NO_REQUESTS},
    {.name = "wrk",
     .bytes = "Running ",
     .looks_so = is_wrk,
     .what = "the report of wrk: " NO_REQUESTS},
    {.name = "vllm-text",
     .bytes = "============",
     .what = "a report for the eye; save the results as a file "
             "(vLLM: --save-result --save-detailed; SGLang: --output-file with "
             "--output-details)"},
    {.name = "ab",
     .bytes = "This is ApacheBench",
     .what = "the report of ab; save the requests by ab -g FILE"},
    {.name = "hey",
     .looks_so = is_load_report,
     .what = "the report of hey or oha; save the requests by -o csv"},
    {.name = "prometheus",
     .bytes = "# HELP ",
     .looks_so = is_metrics_page,
     .what = "the metrics of a server (Prometheus): " NO_REQUESTS},
    {.name = "yaml",
     .looks_so = is_yaml,
     .what = "YAML; save the requests as JSON or CSV"},
    {0},
};

/* The first line has a number, so that it is no header. All of it: the columns
 * could be anything. */
static bool has_number(const struct glimpse *glimpse)
{
    double number;

    if (glimpse->kind != GLIMPSE_CELLS)
        return false;
    for (size_t i = 0; i < glimpse->n_keys; i++)
        if (number_parse(glimpse->keys[i].path, strlen(glimpse->keys[i].path),
                         &number))
            return true;
    return false;
}

static bool has_graphics_card(const struct glimpse *glimpse)
{
    for (size_t i = 0; i < glimpse->n_keys; i++)
        if (strstr(glimpse->keys[i].path, "utilization.gpu"))
            return true;
    return false;
}

const struct refusal refusals_of_names[] = {
    {.name = "vllm-summary",
     .keys = {"model_id", "mean_ttft_ms", "total_output_tokens"},
     .without = {"ttfts", "latencies", "itls"},
     .what = "a summary by vLLM bench serve: " NO_REQUESTS
             "; run it with --save-result --save-detailed"},
    {.name = "sglang-summary",
     .keys = {"backend", "mean_ttft_ms", "total_output_tokens"},
     .without = {"ttfts", "latencies", "itls"},
     .what = "a summary by SGLang bench_serving: " NO_REQUESTS
             "; run it with --output-details"},
    {.name = "aiperf-summary",
     .keys = {"request_latency.unit", "request_latency.avg"},
     .what = "the summary of AIPerf or GenAI-Perf: " NO_REQUESTS
             "; use profile_export.jsonl (or profile_export.json) beside it"},
    {.name = "aiperf-table",
     .keys = {"Metric", "avg", "p50", "p99"},
     .what = "the summary of AIPerf or GenAI-Perf: " NO_REQUESTS
             "; use profile_export.jsonl (or profile_export.json) beside it"},
    {.name = "guidellm-empty",
     .keys = {"benchmarks[].requests.successful"},
     .without = {"benchmarks[].requests.successful[]",
                 "benchmarks[].requests.errored[]",
                 "benchmarks[].requests.incomplete[]"},
     .what = "a GuideLLM report whose lists of requests are empty; run it "
             "again with more --sample-requests"},
    {.name = "guidellm-summary",
     .keys = {"benchmarks[].metrics"},
     .without = {"benchmarks[].requests"},
     .what = "a GuideLLM report without its requests; use benchmarks.json"},
    {.name = "llmperf-summary",
     .keys = {"results_ttft_s_mean"},
     .what = "the summary of LLMPerf: " NO_REQUESTS
             "; use the _individual_responses.json beside it"},
    {.name = "genai-bench-summary",
     .keys = {"aggregated_metrics"},
     .without = {"individual_request_metrics[]"},
     .what = "a summary by genai-bench: " NO_REQUESTS
             "; use the file with individual_request_metrics"},
    {.name = "inference-perf-summary",
     .keys = {"load_summary", "successes"},
     .what = "a summary by inference-perf: " NO_REQUESTS
             "; use per_request_lifecycle_metrics.json (report.request_"
             "lifecycle.per_request: true)"},
    {.name = "k6-summary",
     .keys = {"metrics.http_req_duration"},
     .what = "a summary by k6: " NO_REQUESTS
             "; run it with --out json=FILE or --out csv=FILE"},
    {.name = "oha-summary",
     .keys = {"summary.successRate", "latencyPercentiles"},
     .what = "a summary by oha: " NO_REQUESTS "; run it with "
             "--output-format csv"},
    {.name = "vegeta-report",
     .keys = {"latencies.99th", "bytes_in"},
     .what = "a report by vegeta: " NO_REQUESTS "; use vegeta encode"},
    {.name = "locust-history",
     .keys = {"User Count", "Requests/s", "Failures/s"},
     .what = "the history of Locust: it sums up all requests so far, and "
             "Locust saves no single ones; log its request event"},
    {.name = "locust-stats",
     .keys = {"Name", "Request Count", "Failure Count"},
     .what = "the statistics of Locust: each row sums up many requests, and "
             "Locust saves no single ones; log its request event"},
    {.name = "gpu-telemetry",
     .keys = {"gpu_index", "telemetry_data"},
     .what = "telemetry of graphics cards, not requests; use "
             "profile_export.jsonl beside it"},
    {.name = "gpu-telemetry",
     .holds = has_graphics_card,
     .what = "telemetry of graphics cards (nvidia-smi), not requests"},
    {.name = "batch-input",
     .keys = {"custom_id", "method", "url", "body"},
     .without = {"response", "error"},
     .what = "the input of a batch: no request was made yet; use its output"},
    {.name = "notebook",
     .keys = {"nbformat", "cells"},
     .what = "a notebook; save the requests as CSV or JSON lines"},
    {.name = "no-header",
     .holds = has_number,
     .what = "a table without a header: what its columns are cannot be known; "
             "write their names into the first line, or describe them by "
             "--format FILE"},
    {0},
};
