#include "study/test.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "cmd/document.h"
#include "cmd/inputs.h"
#include "cmd/job.h"
#include "cmd/output.h"
#include "cmd/studies.h"
#include "study/input.h"
#include "study/population.h"

struct test_flags {
    const char *metric, *by, *run, *block, *order, *x, *y, *given, *method,
        *statistic;
    double margin, level;
    unsigned long lag, resamples, seed;
    struct flag_list counts, p;
    bool lists;
};

#define AT(member) offsetof(struct test_flags, member)

static const struct flag test_flag_rows[] = {
    {.name = "list",
     .kind = FLAG_BOOL,
     .offset = AT(lists),
     .help = "Print the names of all tests, and exit."},
    {.name = "metric",
     .kind = FLAG_TEXT,
     .offset = AT(metric),
     .argument = "COLUMN",
     .help = "The numbers to test."},
    {.name = "by",
     .kind = FLAG_TEXT,
     .offset = AT(by),
     .argument = "COLUMN[,COLUMN]",
     .help = "The groups are the values of these columns, in order of first "
             "appearance (default: the files)."},
    {.name = "x",
     .kind = FLAG_TEXT,
     .offset = AT(x),
     .argument = "COLUMN",
     .help = "The first of two columns."},
    {.name = "y",
     .kind = FLAG_TEXT,
     .offset = AT(y),
     .argument = "COLUMN",
     .help = "The second of two columns."},
    {.name = "given",
     .kind = FLAG_TEXT,
     .offset = AT(given),
     .argument = "COLUMN[,COLUMN]",
     .help = "Columns that partial holds fixed."},
    {.name = "block",
     .kind = FLAG_TEXT,
     .offset = AT(block),
     .argument = "COLUMN",
     .help = "Values that belong together have an equal value of this column: "
             "pairs, or blocks of friedman."},
    {.name = "run",
     .kind = FLAG_TEXT,
     .offset = AT(run),
     .argument = "COLUMN",
     .help = "Requests with an equal value of this column are one run; tests "
             "of groups then take one value a run."},
    {.name = "statistic",
     .kind = FLAG_CHOICE,
     .offset = AT(statistic),
     .argument = "NAME",
     .help = "The value of a run: mean (the default), p50 or p95.",
     .choices = test_statistic_names},
    {.name = "order",
     .kind = FLAG_TEXT,
     .offset = AT(order),
     .argument = "COLUMN",
     .help = "The order of a series (default: that of the file)."},
    {.name = "lag",
     .kind = FLAG_COUNT,
     .offset = AT(lag),
     .argument = "N",
     .help = "How many lags ljung-box looks at (default: 10).",
     .low = 1,
     .high = 1e6},
    {.name = "margin",
     .kind = FLAG_NUMBER,
     .offset = AT(margin),
     .argument = "NUMBER",
     .help = "The difference that does not matter, for tost, in the unit of "
             "the metric.",
     .low = 0,
     .high = 1e300},
    {.name = "method",
     .kind = FLAG_CHOICE,
     .offset = AT(method),
     .argument = "HOW",
     .help = "How p is found: exact, asymptotic or permutation (default: exact "
             "where the sample is small enough).",
     .choices = test_method_names},
    {.name = "resamples",
     .kind = FLAG_COUNT,
     .offset = AT(resamples),
     .argument = "N",
     .help = "How many random arrangements, where not all can be tried "
             "(default: 9999); dip: simulate p instead of taking the table's.",
     .low = 99,
     .high = 1e8},
    {.name = "counts",
     .kind = FLAG_REST,
     .offset = AT(counts),
     .argument = "K/N...",
     .help = "Successes in trials instead of files, such as 56/70 48/80."},
    {.name = "p",
     .kind = FLAG_REST,
     .offset = AT(p),
     .argument = "P...",
     .help = "p-values instead of files, such as .01 .04."},
    {.name = "level",
     .kind = FLAG_NUMBER,
     .offset = AT(level),
     .argument = "SHARE",
     .help = "Level of all intervals (default: 0.95).",
     .low = 0.5,
     .high = 0.9999},
    {.name = "seed",
     .kind = FLAG_COUNT,
     .offset = AT(seed),
     .argument = "N",
     .help = "Seed of whatever is random (default: 1)."},
};

static const struct flag_group test_flag_group = {
    "What is tested", test_flag_rows,
    sizeof test_flag_rows / sizeof *test_flag_rows};

struct flags {
    struct study_flags study;
    struct test_flags test;
    struct input_flags input;
    struct output_flags output;
};

/* What lives as long as the run of the command. */
struct work {
    struct flags flags;
    struct job *job;
    struct study_choice choice;
    struct test_options options;
};

static void list_tests(void)
{
    const char *takes = NULL;

    for (const struct test_kind *const *k = test_kinds; *k; k++) {
        const char *words = test_takes_words[(*k)->takes];

        if (words != takes)
            printf("%s%s:\n", takes ? "\n" : "", words);
        takes = words;
        printf("  %-20s %s\n", (*k)->name, (*k)->summary);
    }
}

/* "56/70" */
static bool parse_count(const char *text, struct count *count,
                        struct error *error)
{
    const char *slash = strchr(text, '/');
    int64_t successes = -1, trials = -1;

    if (!slash ||
        !number_parse_integer(text, (size_t)(slash - text), &successes) ||
        !number_parse_integer(slash + 1, strlen(slash + 1), &trials) ||
        successes < 0 || trials < successes)
        return error_set(error, NULL,
                         "--counts: '%s' is not successes/trials, such as "
                         "56/70",
                         text);
    *count = (struct count){(uint64_t)successes, (uint64_t)trials};
    return true;
}

static bool parse_counts(struct test_options *options,
                         const struct flag_list *list, struct arena *arena,
                         struct error *error)
{
    struct count *counts = arena_alloc(arena, list->n, sizeof *counts);

    for (size_t i = 0; i < list->n; i++)
        if (!parse_count(list->items[i], &counts[i], error))
            return false;
    options->counts = counts;
    options->n_counts = list->n;
    return true;
}

static bool parse_p(struct test_options *options, const struct flag_list *list,
                    struct arena *arena, struct error *error)
{
    double *p = arena_alloc(arena, list->n, sizeof *p);

    for (size_t i = 0; i < list->n; i++)
        if (!number_parse(list->items[i], strlen(list->items[i]), &p[i]) ||
            !(p[i] >= 0 && p[i] <= 1))
            return error_set(error, NULL,
                             "--p: '%s' is not a number from 0 to 1",
                             list->items[i]);
    options->p = p;
    options->n_p = list->n;
    return true;
}

static enum test_method find_method(const char *name)
{
    for (int i = 0; name && test_method_names[i]; i++)
        if (strcmp(test_method_names[i], name) == 0)
            return (enum test_method)(i + 1);
    return TEST_AUTO;
}

static bool choose(struct work *work, const struct flags *flags,
                   struct error *error)
{
    const struct test_flags *f = &flags->test;
    struct arena *arena = work->job->doc->arena;
    struct test_options *options = &work->options;

    *options = (struct test_options){
        .metric = f->metric,
        .run = f->run,
        .block = f->block,
        .order = f->order,
        .x = f->x,
        .y = f->y,
        .method = find_method(f->method),
        .statistic = f->statistic,
        .margin = f->margin,
        .lag = f->lag,
        .resamples = f->resamples,
        .level = f->level,
        .seed = f->seed,
    };
    if (f->by)
        options->by = studies_split(arena, f->by, &options->n_by);
    if (f->given)
        options->given = studies_split(arena, f->given, &options->n_given);
    return parse_counts(options, &f->counts, arena, error) &&
           parse_p(options, &f->p, arena, error);
}

/* The test groups by itself: the frame is only to say which rows count. */
static bool choose_rows(struct work *work, const struct study_flags *flags,
                        struct error *error)
{
    static const char *const none[] = {NULL};
    struct study_options *options = &work->choice.options;

    if (!studies_choose(&work->choice, flags, work->job->doc->arena, error))
        return false;
    if (options->population == POPULATION_FAILED)
        return error_set(error, NULL,
                         "test does not go with --population failed-as-inf: it "
                         "works on values as recorded");
    options->level = work->options.level;
    options->seed = work->options.seed;
    options->by = none;
    options->metrics = none;
    return true;
}

static void want(struct wanted_list *wanted, const struct test_options *options)
{
    const char *const numbers[] = {options->metric, options->x, options->y};
    const char *const texts[] = {options->run, options->block};
    const char *order = options->order;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i])
            wanted_add(wanted, numbers[i], KIND_NUMBER);
    for (size_t i = 0; i < options->n_given; i++)
        wanted_add(wanted, options->given[i], KIND_NUMBER);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            wanted_add(wanted, texts[i], grouping_kind(texts[i]));
    for (size_t i = 0; i < options->n_by; i++)
        wanted_add(wanted, options->by[i], grouping_kind(options->by[i]));
    if (order)
        wanted_add(wanted, order,
                   field_find(order) == FIELD_NONE
                       ? KIND_NUMBER
                       : fields[field_find(order)].kind);
}

static bool read(struct work *work, const struct flags *flags, int argc,
                 char **argv, struct error *error)
{
    struct wanted_list wanted;
    bool ok;

    wanted_init(&wanted);
    want(&wanted, &work->options);
    ok = wanted_add_filter(&wanted, flags->study.where, error) &&
         inputs_read(&work->job->intake, &flags->input, &wanted, argc, argv,
                     error);
    wanted_release(&wanted);
    return ok && frame_init(&work->job->frame, &work->job->intake,
                            &work->choice.options, work->job->doc, error);
}

static struct value *tell_words(struct arena *arena, const char *const *words,
                                size_t n)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < n; i++)
        value_append(array, value_text(arena, words[i]));
    return n ? array : value_null(arena);
}

static void tell_options(struct work *work, const struct flags *flags,
                         const char *name)
{
    const struct test_flags *f = &flags->test;
    const struct test_options *chosen = &work->options;
    struct arena *arena = work->job->doc->arena;
    struct value *options;

    document_begin(work->job->doc, "test");
    options = value_set(work->job->doc->data, "options", value_object(arena));
    value_set(options, "test", value_text(arena, name));
    value_set(options, "metric", value_text(arena, f->metric));
    value_set(options, "by", tell_words(arena, chosen->by, chosen->n_by));
    value_set(options, "x", value_text(arena, f->x));
    value_set(options, "y", value_text(arena, f->y));
    value_set(options, "given",
              tell_words(arena, chosen->given, chosen->n_given));
    value_set(options, "block", value_text(arena, f->block));
    value_set(options, "run", value_text(arena, f->run));
    value_set(options, "statistic", value_text(arena, f->statistic));
    value_set(options, "order", value_text(arena, f->order));
    value_set(options, "lag",
              f->lag ? value_integer(arena, (int64_t)f->lag)
                     : value_null(arena));
    value_set(options, "margin", value_number(arena, f->margin));
    value_set(options, "method", value_text(arena, f->method));
    value_set(options, "resamples",
              f->resamples ? value_integer(arena, (int64_t)f->resamples)
                           : value_null(arena));
    value_set(options, "counts",
              tell_words(arena, f->counts.items, f->counts.n));
    value_set(options, "p", tell_words(arena, f->p.items, f->p.n));
    value_set(options, "level", value_number(arena, f->level));
    value_set(options, "seed", value_integer(arena, (int64_t)f->seed));
    studies_tell_selection(options, arena, &work->choice.options,
                           &flags->input);
}

static bool run_test(struct work *work, const char *name, int n_files,
                     char **files, struct error *error)
{
    const struct flags *flags = &work->flags;
    const struct test_kind *kind = test_find(name, error);

    if (!kind || !output_check(&flags->output, NULL, error) ||
        !choose(work, flags, error) ||
        !test_check(kind, &work->options, (size_t)n_files, error) ||
        !choose_rows(work, &flags->study, error))
        return false;
    tell_options(work, flags, name);
    if (work->options.n_counts || work->options.n_p)
        return test_run(kind, &work->options, NULL, work->job->doc, error) &&
               output_write(work->job->doc, &flags->output, NULL,
                            flags->input.is_quiet, error);
    if (!read(work, flags, n_files, files, error))
        return false;
    input_tell(work->job->doc, &work->job->intake);
    population_tell(&work->job->frame);
    if (!test_run(kind, &work->options, &work->job->frame, work->job->doc,
                  error))
        return false;
    input_add_section(work->job->doc, &work->job->intake);
    return output_write(work->job->doc, &flags->output, NULL,
                        flags->input.is_quiet, error);
}

static bool test(struct job *job, void *own, int argc, char **argv,
                 struct error *error)
{
    struct work *work = own;

    work->job = job;
    if (!work->flags.test.lists && argc > 0)
        return run_test(work, argv[0], argc - 1, argv + 1, error);
    list_tests();
    return true;
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct work work = {
        .flags = {.study = study_flags_default,
                  .test = {.margin = (double)NAN, .level = 0.95, .seed = 1}}};
    struct flags *flags = &work.flags;
    void *const targets[] = {&flags->test, &flags->study, &flags->input,
                             &flags->output};

    flags->study.population = "all";
    return job_run(command, targets, "One test", test, &work, argc, argv);
}

extern const struct command command_test;

const struct command command_test = {
    .name = "test",
    .summary = "one test, interval or effect size, by its name",
    .operands = "NAME FILE...",
    .about =
        "Runs one statistical test on values as they are recorded, and says "
        "what it\nassumes. Groups are the values of --by, else the files, in "
        "order of first\nappearance; a difference is first minus second. "
        "llmstats test --list names all\ntests. Requests of one run are seldom "
        "independent: --run makes each run one value.",
    .examples =
        "  llmstats test welch-t --metric latency --by model log.csv\n"
        "  llmstats test mann-whitney --metric ttft --method exact a.csv "
        "b.csv\n"
        "  llmstats test cluster-t --metric latency --by arm --run run *.csv\n"
        "  llmstats test fisher --counts 56/70 48/80\n"
        "  llmstats test holm --p .01 .04 .03\n",
    .groups = {&test_flag_group, &selection_flag_group, &input_flag_group,
               &output_flag_group},
    .run = run,
};
