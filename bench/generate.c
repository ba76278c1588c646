/* Writes a log of any size to standard output, for timing readers:
 *
 *     generate --rows N [--seed S] --format FORMAT
 *
 * with csv, csv-gz, csv-quoted, jsonl or jsonl-text as the format. The same
 * seed and number of rows give the same requests in every one; csv-gz is csv,
 * packed by gzip.
 * csv-quoted has a quoted prompt in every row, with doubled quotes and line
 * ends inside; jsonl-text has 3 KB of prompt and answer in every line. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/date.h"
#include "base/random.h"
#include "base/text.h"

enum { OUTPUT_BUFFER = 1 << 20, PROMPT_BYTES = 200, LONG_TEXT_BYTES = 1500 };

struct workload {
    const char *name;
    double share; /* of this and those before */
    double latency, latency_log_sd;
    double prompt, output; /* tokens, medians */
};

static const struct workload workloads[] = {
    {"short", 0.4, 0.65, 0.21, 90, 240},
    {"medium", 0.7, 1.08, 0.26, 900, 330},
    {"long_context", 0.9, 2.31, 0.31, 5600, 420},
    {"heavy_generation", 1, 3.62, 0.30, 3500, 480},
};

struct row {
    size_t number; /* from 0 */
    unsigned run;
    int64_t start; /* ms since the epoch */
    const struct workload *workload;
    unsigned prompt, output;
    unsigned latency, ttft; /* tenths of a millisecond */
    int status;
};

/* What a text is made of. */
static const char *const sentences[] = {
    "Summarise the incident below for somebody who was not there. ",
    "She asked \"how long is too long?\" and nobody had a number. ",
    "The queue was empty, the cache was warm, and still it took a second.\n",
    "Étienne measured it twice; both times the tail was the answer. ",
    "List three causes, most likely first, with what would rule each out:\n",
    "a slow disk, a busy neighbour, a lock that is held for too long. ",
    "Keep names, numbers and units as they are, and do not guess. ",
    "\"Percentiles do not average,\" said the note on the door. ",
    "If the log has no timestamps, say so and go on without a timeline.\n",
    "The second paragraph may be wrong; the third one certainly is. ",
    "Write at most two hundred words, and none that you do not need. ",
};

enum { N_SENTENCES = sizeof sentences / sizeof *sentences };

/* The sentences as they must stand in the format at hand, and chance. */
struct writer {
    struct random_stream *stream;
    struct text sentences[N_SENTENCES];
};

struct format {
    const char *name;
    void (*write)(FILE *out, const struct format *format, const struct row *row,
                  struct writer *writer);
    const char *header;
    const char *quote, *line_end; /* what stands for them inside a text */
    bool has_text;
    bool is_packed; /* by gzip */
};

static void write_time(FILE *out, int64_t ms)
{
    char text[DATE_TEXT_SIZE];

    date_format(text, ms * 1000000);
    fputs(text, out);
}

/* Dollars: 0.27 and 1.10 a million tokens are whole numbers of 1e-8. */
static unsigned cost(const struct row *row)
{
    return 27 * row->prompt + 110 * row->output;
}

static void writer_init(struct writer *writer, const struct format *format,
                        uint64_t seed)
{
    writer->stream = random_create(seed, "words");
    for (size_t i = 0; i < N_SENTENCES; i++) {
        struct text *text = &writer->sentences[i];

        text_init(text);
        for (const char *c = sentences[i]; *c; c++) {
            if (*c == '"' && format->quote)
                text_add(text, format->quote);
            else if (*c == '\n' && format->line_end)
                text_add(text, format->line_end);
            else
                text_add_char(text, *c);
        }
    }
}

static void writer_release(struct writer *writer)
{
    for (size_t i = 0; i < N_SENTENCES; i++)
        text_release(&writer->sentences[i]);
    random_destroy(writer->stream);
}

/* At least n bytes of sentences, quoted. */
static void write_text(FILE *out, struct writer *writer, size_t n)
{
    size_t written = 0;

    putc('"', out);
    while (written < n) {
        size_t i = random_below(writer->stream, N_SENTENCES);
        const struct text *text = &writer->sentences[i];

        fwrite(text->data, 1, text->length, out);
        written += text->length;
    }
    putc('"', out);
}

static void write_csv(FILE *out, const struct format *format,
                      const struct row *row, struct writer *writer)
{
    write_time(out, row->start);
    fprintf(out, ",req-%08zu,run-%u,deepseek-ai/DeepSeek-V4-Flash,%s,",
            row->number + 1, row->run, row->workload->name);
    if (format->has_text) {
        write_text(out, writer, PROMPT_BYTES);
        putc(',', out);
    }
    if (row->status == 200)
        fprintf(out, "%u,%u,%u.%04u,%u.%04u,0.%08u,200,stop\n", row->prompt,
                row->output, row->ttft / 10000, row->ttft % 10000,
                row->latency / 10000, row->latency % 10000, cost(row));
    else
        fprintf(out, ",,,%u.%04u,,%d,\n", row->latency / 10000,
                row->latency % 10000, row->status);
}

static void write_json(FILE *out, const struct format *format,
                       const struct row *row, struct writer *writer)
{
    fputs("{\"timestamp\":\"", out);
    write_time(out, row->start);
    fprintf(out, "\",\"request_id\":\"req-%08zu\",\"run\":\"run-%u\",",
            row->number + 1, row->run);
    fprintf(out, "\"model\":\"deepseek-ai/DeepSeek-V4-Flash\",");
    fprintf(out, "\"workload\":\"%s\",", row->workload->name);
    if (format->has_text) {
        fputs("\"prompt\":", out);
        write_text(out, writer, LONG_TEXT_BYTES);
        fputs(",\"answer\":", out);
        write_text(out, writer, LONG_TEXT_BYTES);
        putc(',', out);
    }
    if (row->status == 200)
        fprintf(out,
                "\"prompt_tokens\":%u,\"completion_tokens\":%u,"
                "\"ttft_s\":%u.%04u,\"latency_s\":%u.%04u,"
                "\"cost_usd\":0.%08u,\"status\":200,"
                "\"finish_reason\":\"stop\"}\n",
                row->prompt, row->output, row->ttft / 10000, row->ttft % 10000,
                row->latency / 10000, row->latency % 10000, cost(row));
    else
        fprintf(out,
                "\"prompt_tokens\":null,\"completion_tokens\":null,"
                "\"ttft_s\":null,\"latency_s\":%u.%04u,\"cost_usd\":null,"
                "\"status\":%d,\"finish_reason\":null}\n",
                row->latency / 10000, row->latency % 10000, row->status);
}

#define HEADER                                                                 \
    "timestamp,request_id,run,model,workload,prompt_tokens,"                   \
    "completion_tokens,ttft_s,latency_s,cost_usd,status,finish_reason\n"

static const struct format formats[] = {
    {
        .name = "csv",
        .write = write_csv,
        .header = HEADER,
    },
    {
        .name = "csv-gz",
        .write = write_csv,
        .header = HEADER,
        .is_packed = true,
    },
    {
        .name = "csv-quoted",
        .write = write_csv,
        .header = "timestamp,request_id,run,model,workload,prompt,"
                  "prompt_tokens,completion_tokens,ttft_s,latency_s,cost_usd,"
                  "status,finish_reason\n",
        .quote = "\"\"",
        .line_end = "\n",
        .has_text = true,
    },
    {
        .name = "jsonl",
        .write = write_json,
        .header = "",
    },
    {
        .name = "jsonl-text",
        .write = write_json,
        .header = "",
        .quote = "\\\"",
        .line_end = "\\n",
        .has_text = true,
    },
};

static const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static double lognormal(struct random_stream *stream, double median,
                        double log_sd)
{
    return median * exp(log_sd * random_gaussian(stream));
}

static unsigned tokens(struct random_stream *stream, double median)
{
    return 1 + (unsigned)lognormal(stream, median, 0.25);
}

/* Half a percent of the requests fail: no tokens, a short latency. */
static void row_draw(struct row *row, struct random_stream *stream)
{
    double u = random_uniform(stream), chance = random_uniform(stream);
    double latency, ttft;

    row->workload = workloads;
    while (u > row->workload->share)
        row->workload++;
    row->status = chance < 0.003 ? 429 : chance < 0.005 ? 503 : 200;
    latency = lognormal(stream, row->workload->latency,
                        row->workload->latency_log_sd);
    if (row->status != 200)
        latency /= 10;
    ttft = fmin(lognormal(stream, 0.176, 0.2), latency / 2);
    row->latency = (unsigned)(latency * 1e4) + 1;
    row->ttft = (unsigned)(ttft * 1e4) + 1;
    row->prompt = tokens(stream, row->workload->prompt);
    row->output = tokens(stream, row->workload->output);
}

/* Requests and words have a stream each, so that a text changes no number. */
static void write_rows(FILE *out, const struct format *format, size_t n_rows,
                       uint64_t seed)
{
    struct random_stream *stream = random_create(seed, "requests");
    struct row row = {.start = INT64_C(1772525527412)};
    struct writer writer;

    writer_init(&writer, format, seed);
    fputs(format->header, out);
    for (row.number = 0; row.number < n_rows; row.number++) {
        row.run = (unsigned)(row.number * 3 / n_rows) + 1;
        row_draw(&row, stream);
        format->write(out, format, &row, &writer);
        row.start += 1 + (int64_t)random_below(stream, 50);
    }
    writer_release(&writer);
    random_destroy(stream);
}

static ssize_t pack(void *stream, const char *bytes, size_t n)
{
    return gzwrite(stream, bytes, (unsigned)n);
}

static int finish_packing(void *stream)
{
    return gzclose(stream) == Z_OK ? 0 : EOF;
}

/* What is written to it comes out packed, quickly rather than well. */
static FILE *pack_to(int fd)
{
    static const cookie_io_functions_t packing = {.write = pack,
                                                  .close = finish_packing};
    gzFile stream = gzdopen(fd, "wb1");

    return stream ? fopencookie(stream, "w", packing) : NULL;
}

static int usage(void)
{
    fputs("usage: generate --rows N [--seed S] --format "
          "csv|csv-gz|csv-quoted|jsonl|jsonl-text\n",
          stderr);
    return 2;
}

static bool number_read(const char *text, unsigned long long *value)
{
    char *end;

    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *text != '-';
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"rows", required_argument, NULL, 'r'},
        {"format", required_argument, NULL, 'f'},
        {"seed", required_argument, NULL, 's'},
        {0},
    };
    const struct format *format = NULL;
    unsigned long long n_rows = 0, seed = 1;
    FILE *out;
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'f')
            format = format_find(optarg);
        else if (c == '?' || !number_read(optarg, c == 'r' ? &n_rows : &seed))
            return usage();
    }
    if (optind != argc || !format || n_rows == 0)
        return usage();
    out = format->is_packed ? pack_to(STDOUT_FILENO) : stdout;
    if (out) {
        setvbuf(out, NULL, _IOFBF, OUTPUT_BUFFER);
        write_rows(out, format, n_rows, seed);
        if (!ferror(out) && fclose(out) == 0)
            return 0;
    }
    fprintf(stderr, "generate: standard output: %s\n", strerror(errno));
    return 2;
}
