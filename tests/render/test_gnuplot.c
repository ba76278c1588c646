#include "tests/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/gnuplot.h"

static const char hostile[] = "\"; system('touch hit') # $(touch hit) `touch "
                              "hit` \\\n\n\n1\t2\t\xff{/Bold x}_y %s";

static struct doc *doc_of_charts(void)
{
    struct doc *doc = doc_create("T");
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "s", "S"), CHART_LADDER, "ladder");
    static const char *const names[] = {hostile};
    struct chart_series *series;

    chart->title = chart->subtitle = chart->corner = hostile;
    chart->x.label = chart->y.label = hostile;
    chart->y.names = names;
    chart->y.n_names = 1;
    series = doc_series(doc, chart, hostile, 0, MARK_INTERVALS, 2);
    series->points[0] =
        (struct point){.x = 1, .low = 0.5, .high = 2, .label = hostile};
    series->points[1] = (struct point){
        .x = 3, .low = 2, .high = (double)INFINITY, .is_hollow = true};
    return doc;
}

static char *data_of(const struct chart *chart)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&bytes, &n);

    assert_non_null(out);
    figure_data(chart, false, out);
    fclose(out);
    return bytes;
}

/* A temporary folder; what the program looks for by PATH is in the second. */
static void make_folder(char *folder)
{
    strcpy(folder, "/tmp/llmstats-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

static void remove_folder(const char *folder)
{
    DIR *files = opendir(folder);
    char path[400];

    assert_non_null(files);
    for (struct dirent *file = readdir(files); file; file = readdir(files)) {
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (file->d_name[0] != '.')
            assert_int_equal(unlink(path), 0);
    }
    closedir(files);
    assert_int_equal(rmdir(folder), 0);
}

static char *file_bytes(const char *folder, const char *name)
{
    char path[400], *bytes = NULL;
    size_t size = 0;
    ssize_t n;
    FILE *in;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    in = fopen(path, "r");
    assert_non_null(in);
    n = getdelim(&bytes, &size, -1, in);
    assert_true(n > 0);
    fclose(in);
    return bytes;
}

static size_t file_size(const char *folder, const char *name)
{
    struct stat about;
    char path[400];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &about) == 0 ? (size_t)about.st_size : 0;
}

static void a_hostile_text_stays_in_its_field(void **state)
{
    struct doc *doc = doc_of_charts();
    char *data = data_of(doc->first->first->chart);
    size_t n_blocks = 1, n_tabs = 0;

    (void)state;
    assert_null(strpbrk(data, "\"\\\r\xff"));
    for (const char *c = data; *c; c++) {
        n_tabs += *c == '\t';
        if (*c != '\n')
            continue;
        if (n_blocks == 2)
            assert_int_equal(n_tabs, 8); /* nine fields a label */
        n_tabs = 0;
        if (strncmp(c, "\n\n\n", 3) == 0) {
            n_blocks++;
            c += 2;
        }
    }
    assert_int_equal(n_blocks, 5); /* numbers labels strokes list series */
    free(data);
    doc_destroy(doc);
}

static void an_open_interval_ends_at_the_edge(void **state)
{
    struct doc *doc = doc_of_charts();
    char *data;

    (void)state;
    doc->first->first->chart->x.high = 4;
    data = data_of(doc->first->first->chart);
    assert_non_null(strstr(data, "3\t0.2\t2\t4\t0\t0\t1\t"));
    free(data);
    doc_destroy(doc);
}

static void without_gnuplot_data_and_scripts_are_written(void **state)
{
    struct doc *doc = doc_of_charts();
    char *path = strdup(getenv("PATH")), folder[40], *script;
    struct error error = {0};

    (void)state;
    make_folder(folder);
    setenv("PATH", folder, 1);
    assert_int_equal(figures_write(doc, folder, false, &error),
                     FIGURES_NO_GNUPLOT);
    setenv("PATH", path, 1);
    assert_false(error.is_set);
    script = file_bytes(folder, "ladder.gp");
    assert_null(strstr(script, "touch"));
    assert_non_null(strstr(script, "name = \"ladder\""));
    assert_true(file_size(folder, "ladder.dat") > 0);
    assert_int_equal(file_size(folder, "ladder.svg"), 0);
    remove_folder(folder);
    free(script);
    free(path);
    doc_destroy(doc);
}

static void what_gnuplot_complains_of_is_told(void **state)
{
    struct doc *doc = doc_of_charts();
    char *path = strdup(getenv("PATH")), folder[40], program[60];
    struct error error = {0};
    FILE *out;

    (void)state;
    make_folder(folder);
    snprintf(program, sizeof program, "%s/gnuplot", folder);
    out = fopen(program, "w");
    assert_non_null(out);
    fputs("#!/bin/sh\necho \"$2: line 7: no such thing\" >&2\nexit 3\n", out);
    fclose(out);
    assert_int_equal(chmod(program, 0755), 0);
    setenv("PATH", folder, 1);
    assert_int_equal(figures_write(doc, folder, false, &error), FIGURES_FAILED);
    setenv("PATH", path, 1);
    assert_non_null(strstr(error.text, "gnuplot could not draw 'ladder'"));
    assert_non_null(strstr(error.text, "ladder.gp: line 7: no such thing"));
    remove_folder(folder);
    free(path);
    doc_destroy(doc);
}

static void the_same_chart_is_the_same_bytes(void **state)
{
    struct doc *doc = doc_of_charts();
    char folders[2][40], *svg[2] = {NULL, NULL};
    struct error error = {0};
    enum figures_result result;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        make_folder(folders[i]);
        result = figures_write(doc, folders[i], false, &error);
        if (result == FIGURES_NO_GNUPLOT) {
            remove_folder(folders[i]);
            doc_destroy(doc);
            skip();
        }
        assert_int_equal(result, FIGURES_DRAWN);
        svg[i] = file_bytes(folders[i], "ladder.svg");
        assert_int_equal(file_size(folders[i], "hit"), 0);
        assert_true(file_size(folders[i], "ladder.png") > 1000);
    }
    assert_string_equal(svg[0], svg[1]);
    assert_non_null(strstr(svg[0], "system('t")); /* it is shown as it is */
    for (size_t i = 0; i < 2; i++) {
        remove_folder(folders[i]);
        free(svg[i]);
    }
    doc_destroy(doc);
}

static void a_chart_of_nothing_can_be_drawn(void **state)
{
    static const char *const names[N_CHART_KINDS] = {"a", "b", "c", "d", "e",
                                                     "f", "g", "h", "i", "j"};
    struct doc *doc = doc_create("T");
    struct error error = {0};
    enum figures_result result;
    char folder[40];

    (void)state;
    for (int kind = 0; kind < N_CHART_KINDS; kind++)
        doc_chart(doc, doc_section(doc, "s", "S"), (enum chart_kind)kind,
                  names[kind]);
    make_folder(folder);
    result = figures_write(doc, folder, true, &error);
    remove_folder(folder);
    doc_destroy(doc);
    if (result == FIGURES_NO_GNUPLOT)
        skip();
    if (error.is_set)
        print_error("%s\n", error.text);
    assert_int_equal(result, FIGURES_DRAWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hostile_text_stays_in_its_field),
        cmocka_unit_test(an_open_interval_ends_at_the_edge),
        cmocka_unit_test(without_gnuplot_data_and_scripts_are_written),
        cmocka_unit_test(what_gnuplot_complains_of_is_told),
        cmocka_unit_test(the_same_chart_is_the_same_bytes),
        cmocka_unit_test(a_chart_of_nothing_can_be_drawn),
    };

    return cmocka_run_group_tests_name("render/gnuplot", tests, NULL, NULL);
}
