#include "log/refusal.h"

#include <dirent.h>
#include <string.h>

#include "tests/log/reading.h"

static const char folder[] = SOURCE_DIR "/tests/fixtures/refused";

/* What the file is by the tables; NULL: nothing that they name. */
static const struct refusal *find(const char *path)
{
    struct error error = {0};
    const struct refusal *refusal;
    struct source source;
    struct glimpse glimpse;

    assert_true(source_open(&source, path, 0, &error));
    refusal = refusal_by_bytes(source.data, source.size);
    glimpse_take(&glimpse, &source);
    if (!refusal)
        refusal = refusal_by_names(&glimpse);
    glimpse_release(&glimpse);
    source_close(&source);
    return refusal;
}

static bool is_met(const struct refusal *const *met, size_t n,
                   const struct refusal *refusal)
{
    for (size_t i = 0; i < n; i++)
        if (met[i] == refusal)
            return true;
    return false;
}

static void check_all_met(const struct refusal *at,
                          const struct refusal *const *met, size_t n)
{
    for (; at->name; at++)
        if (!is_met(met, n, at))
            fail_msg("no fixture is refused as '%s'", at->name);
}

static void every_refusal_has_a_fixture(void **state)
{
    enum { MOST = 200 };
    const struct refusal *met[MOST];
    DIR *files = opendir(folder);
    struct dirent *entry;
    char path[1024];
    size_t n = 0;

    (void)state;
    assert_non_null(files);
    while ((entry = readdir(files))) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && n < MOST)
            met[n++] = find(path);
    }
    closedir(files);
    check_all_met(refusals_of_bytes, met, n);
    check_all_met(refusals_of_names, met, n);
}

static void a_summary_with_its_requests_is_a_log(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "vllm.json",
              "{\"model_id\": \"a\", \"backend\": \"vllm\", "
              "\"mean_ttft_ms\": 15, \"median_ttft_ms\": 15, "
              "\"p99_ttft_ms\": 19.9, \"total_output_tokens\": 4, "
              "\"input_lens\": [5, 6], \"output_lens\": [2, 2], "
              "\"ttfts\": [0.01, 0.02], \"itls\": [[0.1], [0.2]]}\n",
              NULL);
    assert_int_equal(reading.intake.table->n_rows, 2);
    intake_release(&reading.intake);
}

/* A telemetry of graphics cards, if nobody says what its columns are. */
static void who_names_the_columns_knows_better(void **state)
{
    static const char log[] = "gpu_index,telemetry_data,wait\n0,1,0.5\n";
    const char *map = "latency=wait:s";
    const struct intake_options options = {.maps = &map, .n_maps = 1};
    struct reading reading;

    (void)state;
    check_refused("cards.csv", log, sizeof log - 1, NULL, "graphics cards");
    read_text(&reading, "cards.csv", log, &options);
    assert_int_equal(reading.intake.table->n_rows, 1);
    intake_release(&reading.intake);
}

static void text_that_looks_like_yaml_is_read_as_cells(void **state)
{
    static const char *const texts[] = {
        "latency_s: s,model\n1,a\n2,b\n",
        "latency_s\n1\n2\n",
        "latency_s\n",
        "a:b,latency_s\n1,2\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_null(refusal_by_bytes(texts[i], strlen(texts[i])));
}

static void a_few_bytes_are_nothing(void **state)
{
    (void)state;
    for (const struct refusal *at = refusals_of_bytes; at->name; at++) {
        size_t n = at->n_bytes ? at->n_bytes
                   : at->bytes ? strlen(at->bytes)
                               : 1;
        char *block = malloc(n);

        /* A block of that size: the sanitizer sees a byte too many. */
        assert_non_null(block);
        if (at->bytes)
            memcpy(block, at->bytes, n);
        else
            block[0] = 'x';
        if (n > 1)
            assert_ptr_not_equal(refusal_by_bytes(block, n - 1), at);
        (void)refusal_by_bytes(block, n);
        free(block);
    }
    assert_null(refusal_by_bytes("", 0));
}

static void percentiles_of_three_columns_are_runs(void **state)
{
    static const char runs[] =
        "latency_s_p50,latency_s_p95,ttft_s_p99\n1,2,3\n";

    (void)state;
    check_refused("runs.csv", runs, sizeof runs - 1, NULL,
                  "percentiles cannot be averaged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_has_a_fixture),
        cmocka_unit_test(a_summary_with_its_requests_is_a_log),
        cmocka_unit_test(who_names_the_columns_knows_better),
        cmocka_unit_test(text_that_looks_like_yaml_is_read_as_cells),
        cmocka_unit_test(a_few_bytes_are_nothing),
        cmocka_unit_test(percentiles_of_three_columns_are_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
