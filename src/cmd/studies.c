#include "cmd/studies.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/filter.h"

#define AT(member) offsetof(struct study_flags, member)

const struct study_flags study_flags_default = {
    .population = "ok",
    .percentiles = "50,90,95,99,99.9",
    .level = 0.95,
    .quantile_type = 7,
    .seed = 1,
    .bandwidth = "sheather-jones",
};

static const char *const bandwidth_names[] = {"sheather-jones", "silverman",
                                              NULL};

static const struct flag selection_flags[] = {
    {.name = "where",
     .kind = FLAG_TEXT,
     .offset = AT(where),
     .argument = "FILTER",
     .help = "Only requests for which FILTER holds, such as "
             "'output_tokens>100 && model ~ ^gpt'."},
    {.name = "since",
     .kind = FLAG_TEXT,
     .offset = AT(since),
     .argument = "TIME",
     .help = "Only requests that start at TIME or later."},
    {.name = "until",
     .kind = FLAG_TEXT,
     .offset = AT(until),
     .argument = "TIME",
     .help = "Only requests that start before TIME."},
    {.name = "skip-first",
     .kind = FLAG_COUNT,
     .offset = AT(skip_first),
     .argument = "N",
     .help = "Leave out the first N requests of each run: the warm-up."},
    {.name = "population",
     .kind = FLAG_CHOICE,
     .offset = AT(population),
     .argument = "WHICH",
     .help = "What latencies rest on: ok (ok and unknown outcomes, the "
             "default), all, or failed-as-inf.",
     .choices = population_names},
};

static const struct flag study_flags[] = {
    {.name = "studies",
     .kind = FLAG_TEXT,
     .offset = AT(studies),
     .argument = "NAME[,NAME]",
     .help = "Only these studies (default: all): summary, shape, "
             "errors, correlation, runs, cost."},
    {.name = "metric",
     .kind = FLAG_TEXT,
     .offset = AT(metric),
     .argument = "COLUMN[,COLUMN]",
     .help = "Which numbers to study (default: latency, ttft, tpot, "
             "output_rate and cost, where the log has them)."},
    {.name = "by",
     .kind = FLAG_TEXT,
     .offset = AT(by),
     .argument = "COLUMN[,COLUMN]",
     .help = "Group the requests by these columns (default: workload)."},
    {.name = "percentiles",
     .kind = FLAG_TEXT,
     .offset = AT(percentiles),
     .argument = "P[,P]",
     .help = "Which percentiles (default: 50,90,95,99,99.9)."},
    {.name = "level",
     .kind = FLAG_NUMBER,
     .offset = AT(level),
     .argument = "SHARE",
     .help = "Level of all intervals (default: 0.95).",
     .low = 0.5,
     .high = 0.9999},
    {.name = "quantile-type",
     .kind = FLAG_COUNT,
     .offset = AT(quantile_type),
     .argument = "1..9",
     .help = "Type of the quantiles after Hyndman and Fan (default: 7).",
     .low = 1,
     .high = 9},
    {.name = "as",
     .kind = FLAG_TEXT,
     .offset = AT(as),
     .argument = "TOOL",
     .help = "Percentiles by the rule of another tool, to the last digit: "
             "vllm, aiperf, guidellm, loadgen, llmeter, k6, llmperf."},
    {.name = "harrell-davis",
     .kind = FLAG_BOOL,
     .offset = AT(is_smooth),
     .help = "Tell Harrell and Davis' percentiles too."},
    {.name = "bandwidth",
     .kind = FLAG_CHOICE,
     .offset = AT(bandwidth),
     .argument = "RULE",
     .help = "Bandwidth of the densities that are told and drawn: "
             "sheather-jones (the default) or silverman. Modes are always "
             "found with the former.",
     .choices = bandwidth_names},
    {.name = "dip-samples",
     .kind = FLAG_COUNT,
     .offset = AT(dip_samples),
     .argument = "N",
     .help = "Simulate the p of the dip with N samples (default: 0, from a "
             "table).",
     .low = 0,
     .high = 1000000},
    {.name = "seed",
     .kind = FLAG_COUNT,
     .offset = AT(seed),
     .argument = "N",
     .help = "Seed of whatever is random (default: 1)."},
};

const struct flag_group selection_flag_group = {
    "Which requests", selection_flags,
    sizeof selection_flags / sizeof *selection_flags};
const struct flag_group study_flag_group = {
    "What of them", study_flags, sizeof study_flags / sizeof *study_flags};

struct words {
    const char **items;
    size_t n;
};

/* The words between commas; blanks around them go. */
static struct words split(const char *text, struct arena *arena)
{
    struct words words = {
        arena_alloc(arena, strlen(text) / 2 + 2, sizeof *words.items), 0};

    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ","), end = length;
        const char *next = at + length + (at[length] == ',');

        while (end && *at == ' ') {
            at++;
            end--;
        }
        while (end && at[end - 1] == ' ')
            end--;
        if (end)
            words.items[words.n++] = arena_text_n(arena, at, end);
        at = next;
    }
    return words;
}

const char **studies_split(struct arena *arena, const char *text, size_t *n)
{
    struct words words = split(text, arena);

    *n = words.n;
    return words.items;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* A hundredth of the decimal as it is written: 99.9 / 100 is not 0.999. */
static double hundredth(struct arena *arena, const char *word, double number)
{
    const char *shifted = arena_format(arena, "%se-2", word);
    double result;

    return number_parse(shifted, strlen(shifted), &result) ? result
                                                           : number / 100;
}

static bool choose_percentiles(struct study_options *options, const char *text,
                               struct arena *arena, struct error *error)
{
    struct words words = split(text, arena);
    double *p = arena_alloc(arena, words.n, sizeof *p);
    size_t n = 0;

    for (size_t i = 0; i < words.n; i++) {
        const char *word = words.items[i] + (words.items[i][0] == 'p');

        if (!number_parse(word, strlen(word), &p[i]) ||
            !(p[i] > 0 && p[i] < 100))
            return error_set(error, NULL,
                             "--percentiles: '%s' is not a number between 0 "
                             "and 100",
                             words.items[i]);
        p[i] = hundredth(arena, word, p[i]);
    }
    if (words.n == 0)
        return error_set(error, NULL, "--percentiles: none is named");
    qsort(p, words.n, sizeof *p, compare_doubles);
    for (size_t i = 0; i < words.n; i++)
        if (i == 0 || p[i] != p[n - 1])
            p[n++] = p[i];
    options->percentiles = p;
    options->n_percentiles = n;
    return true;
}

/* The text begins the error; it is released. */
static bool unknown(struct text *text, const char *word,
                    const char *const *words, struct error *error)
{
    flags_add_hint(text, word, words);
    error_set(error, NULL, "%s", text->data);
    text_release(text);
    return false;
}

enum { MOST_NAMES = 32 };

static bool unknown_study(const char *name, struct error *error)
{
    const char *names[MOST_NAMES + 1] = {NULL};
    struct text text;

    for (size_t i = 0; i < MOST_NAMES && studies[i]; i++)
        names[i] = studies[i]->name;
    text_init(&text);
    text_format(&text, "--studies: there is no study '%s'", name);
    return unknown(&text, name, names, error);
}

static bool choose_rule(struct study_options *options, const char *as,
                        struct error *error)
{
    const char *names[MOST_NAMES + 1] = {NULL};
    struct text text;

    if (!as)
        return true;
    options->as = compat_find(as);
    if (options->as)
        return true;
    for (size_t i = 0; i < MOST_NAMES && compat_rules[i]; i++)
        names[i] = compat_rules[i]->name;
    text_init(&text);
    text_format(&text, "--as: the percentiles of '%s' are not known", as);
    return unknown(&text, as, names, error);
}

static bool choose_studies(struct study_choice *choice, const char *text,
                           struct arena *arena, struct error *error)
{
    struct words words = {NULL, 0};
    size_t n_all = 0, n = 0;

    while (studies[n_all])
        n_all++;
    choice->chosen = arena_alloc(arena, n_all + 1, sizeof *choice->chosen);
    if (text)
        words = split(text, arena);
    for (size_t w = 0; w < words.n; w++)
        if (!study_find(words.items[w]))
            return unknown_study(words.items[w], error);
    for (size_t i = 0; i < n_all; i++) {
        bool is_chosen = text == NULL;

        for (size_t w = 0; w < words.n; w++)
            is_chosen |= strcmp(words.items[w], studies[i]->name) == 0;
        if (is_chosen)
            choice->chosen[n++] = studies[i];
    }
    if (n == 0)
        return error_set(error, NULL, "--studies: none is named");
    return true;
}

static enum population find_population(const char *name)
{
    for (int i = 0; i < N_POPULATIONS; i++)
        if (strcmp(population_names[i], name) == 0)
            return (enum population)i;
    BUG("population '%s'", name);
}

bool studies_choose(struct study_choice *choice,
                    const struct study_flags *flags, struct arena *arena,
                    struct error *error)
{
    struct study_options *options = &choice->options;
    struct words words;

    *options = (struct study_options){
        .level = flags->level,
        .quantile_type = (int)flags->quantile_type,
        .seed = flags->seed,
        .is_smooth = flags->is_smooth,
        .n_dip_samples = flags->dip_samples,
        .is_rough = strcmp(flags->bandwidth, "silverman") == 0,
        .where = flags->where,
        .since = flags->since,
        .until = flags->until,
        .skip_first = flags->skip_first,
        .population = find_population(flags->population),
    };
    if (flags->by) {
        words = split(flags->by, arena);
        options->by = words.items;
        options->n_by = words.n;
    }
    if (flags->metric) {
        words = split(flags->metric, arena);
        options->metrics = words.items;
        options->n_metrics = words.n;
    }
    return choose_rule(options, flags->as, error) &&
           choose_percentiles(options, flags->percentiles, arena, error) &&
           choose_studies(choice, flags->studies, arena, error);
}

bool studies_want(struct wanted_list *wanted,
                  const struct study_options *options, struct error *error)
{
    for (size_t i = 0; i < options->n_by; i++)
        wanted_add(wanted, options->by[i], grouping_kind(options->by[i]));
    for (size_t i = 0; i < options->n_metrics; i++)
        if (!names_error_rate(options, options->metrics[i]))
            wanted_add(wanted, options->metrics[i], KIND_NUMBER);
    return wanted_add_filter(wanted, options->where, error);
}

bool studies_want_only(struct wanted_list *wanted,
                       const struct study_choice *choice, struct error *error)
{
    wanted->is_frugal = true;
    studies_need(wanted->needed, choice->chosen, &choice->options);
    return studies_want(wanted, &choice->options, error);
}

static struct value *tell_words(struct arena *arena, const char *const *words,
                                size_t n)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < n; i++)
        value_append(array, value_text(arena, words[i]));
    return array;
}

static void tell_selection(struct value *options, struct arena *arena,
                           const struct study_options *chosen)
{
    value_set(options, "where", value_text(arena, chosen->where));
    value_set(options, "since", value_text(arena, chosen->since));
    value_set(options, "until", value_text(arena, chosen->until));
    value_set(options, "skip_first",
              value_integer(arena, (int64_t)chosen->skip_first));
    value_set(options, "population",
              value_text(arena, population_names[chosen->population]));
}

static void tell_reading(struct value *options, struct arena *arena,
                         const struct input_flags *flags)
{
    value_set(options, "map",
              tell_words(arena, flags->maps.items, flags->maps.n));
    value_set(options, "set",
              tell_words(arena, flags->sets.items, flags->sets.n));
    value_set(options, "format", value_text(arena, flags->format));
    value_set(options, "tz", value_text(arena, flags->zone));
    value_set(options, "name_pattern", value_text(arena, flags->name_pattern));
    value_set(options, "workload_rules",
              value_text(arena, flags->workload_rules));
    value_set(options, "strict", value_bool(arena, flags->is_strict));
    value_set(options, "dedupe", value_bool(arena, flags->drops_duplicates));
}

void studies_tell_selection(struct value *options, struct arena *arena,
                            const struct study_options *chosen,
                            const struct input_flags *flags)
{
    tell_selection(options, arena, chosen);
    tell_reading(options, arena, flags);
}

struct value *studies_tell_options(struct doc *doc,
                                   const struct study_choice *choice,
                                   const struct input_flags *flags)
{
    const struct study_options *chosen = &choice->options;
    struct arena *arena = doc->arena;
    struct value *options =
        value_set(doc->data, "options", value_object(arena));
    struct value *list;

    list = value_set(options, "studies", value_array(arena));
    for (size_t i = 0; choice->chosen[i]; i++)
        value_append(list, value_text(arena, choice->chosen[i]->name));
    value_set(options, "metric",
              chosen->metrics
                  ? tell_words(arena, chosen->metrics, chosen->n_metrics)
                  : value_null(arena));
    value_set(options, "by",
              chosen->by ? tell_words(arena, chosen->by, chosen->n_by)
                         : value_null(arena));
    list = value_set(options, "percentiles", value_array(arena));
    for (size_t i = 0; i < chosen->n_percentiles; i++)
        value_append(list, value_number(arena, chosen->percentiles[i]));
    value_set(options, "level", value_number(arena, chosen->level));
    value_set(options, "quantile_type",
              value_integer(arena, chosen->quantile_type));
    value_set(options, "as",
              value_text(arena, chosen->as ? chosen->as->name : NULL));
    value_set(options, "harrell_davis", value_bool(arena, chosen->is_smooth));
    value_set(options, "bandwidth",
              value_text(arena, bandwidth_names[chosen->is_rough]));
    value_set(options, "dip_samples",
              value_integer(arena, (int64_t)chosen->n_dip_samples));
    value_set(options, "seed", value_integer(arena, (int64_t)chosen->seed));
    studies_tell_selection(options, arena, chosen, flags);
    return options;
}
