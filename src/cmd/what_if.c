#include "cmd/what_if.h"

#include <math.h>
#include <string.h>

#include "base/duration.h"
#include "base/number.h"
#include "study/money.h"

#define AT(member) offsetof(struct what_if_flags, member)

static const struct flag all[] = {
    {.name = "mix",
     .kind = FLAG_TEXT,
     .offset = AT(mix),
     .argument = "INPUT/OUTPUT",
     .help = "Blend prices at this mix of tokens, such as 60/40 (default: "
             "the log's own). Needs no log."},
    {.name = "cache-hit",
     .kind = FLAG_TEXT,
     .offset = AT(cache_hit),
     .argument = "SHARE",
     .help = "What if a cache answered this share of the requests, such as "
             "40%."},
    {.name = "cache-lookup",
     .kind = FLAG_TEXT,
     .offset = AT(cache_lookup),
     .argument = "TIME",
     .help = "How long each request waits for that cache, such as 12ms."},
    {.name = "prompt-column",
     .kind = FLAG_TEXT,
     .offset = AT(prompt_column),
     .argument = "COLUMN",
     .help = "Requests with the same text or hash in this column are the same "
             "(default: prompt_hash, prompt or the like, where the log has "
             "one)."},
    {.name = "prompt-cache",
     .kind = FLAG_TEXT,
     .offset = AT(prompt_cache),
     .argument = "SHARE",
     .help = "What if the input of this share of the requests were read from a "
             "prompt cache."},
    {.name = "route",
     .kind = FLAG_TEXT,
     .offset = AT(route),
     .argument = "SHARE:MODEL",
     .help = "What if this share of the requests went to MODEL of the price "
             "sheet, or to one at a share of the price, as in 30%:50%."},
    {.name = "route-where",
     .kind = FLAG_TEXT,
     .offset = AT(route_where),
     .argument = "FILTER",
     .help = "Only requests for which FILTER holds can be routed; without a "
             "share all of them are."},
    {.name = "batch-discount",
     .kind = FLAG_TEXT,
     .offset = AT(batch_discount),
     .argument = "DISCOUNT[:SHARE]",
     .help = "What if requests, all or this share, went through a batch "
             "interface with this discount, such as 50%."},
    {.name = "retries",
     .kind = FLAG_COUNT,
     .offset = AT(retries),
     .argument = "N",
     .help = "What if each failed request were tried again up to N times.",
     .low = 1,
     .high = 100},
};

const struct flag_group what_if_flag_group = {"Mixes and measures", all,
                                              sizeof all / sizeof *all};

/* "40%" or "0.4", within 0 and 1. */
static bool parse_share(const char *text, size_t n, double *share)
{
    bool is_percent = n > 0 && text[n - 1] == '%';
    double number;

    if (!number_parse(text, n - is_percent, &number))
        return false;
    *share = is_percent ? number / 100 : number;
    return *share >= 0 && *share <= 1;
}

static bool take_share(double *share, const char *flag, const char *text,
                       struct error *error)
{
    return !text || parse_share(text, strlen(text), share) ||
           error_set(error, NULL, "--%s: '%s' is not a share such as 40%%",
                     flag, text);
}

static bool take_mix(double *share, const char *text, struct error *error)
{
    size_t n = text ? strcspn(text, "/:") : 0;
    double input, output;

    if (!text)
        return true;
    if (!text[n] || !number_parse(text, n, &input) ||
        !number_parse(text + n + 1, strlen(text + n + 1), &output) ||
        !(input >= 0 && output >= 0 && input + output > 0))
        return error_set(error, NULL,
                         "--mix: '%s' is not a mix of input and output such "
                         "as 60/40",
                         text);
    *share = input / (input + output);
    return true;
}

static bool take_route(struct cost_options *options, const char *text,
                       struct error *error)
{
    size_t n = text ? strcspn(text, ":") : 0;
    const char *target = text;
    enum price_match how;

    if (!text)
        return true;
    if (text[n] && parse_share(text, n, &options->route_share))
        target = text + n + 1;
    else if (!options->route_where)
        return error_set(error, NULL,
                         "--route: '%s' does not say which share, as in "
                         "30%%:MODEL; all of those that fit a rule go with "
                         "--route-where",
                         text);
    if (parse_share(target, strlen(target), &options->route_factor))
        return true;
    options->route_factor = (double)NAN;
    options->route = price_find(options->sheet, target, &how);
    return options->route || error_set(error, NULL, "--route: '%s': %s", target,
                                       price_match_words[how]);
}

static bool take_batch(struct cost_options *options, const char *text,
                       struct error *error)
{
    size_t n = text ? strcspn(text, ":") : 0;

    options->batch_share = 1;
    return !text ||
           (parse_share(text, n, &options->batch_discount) &&
            (!text[n] || parse_share(text + n + 1, strlen(text + n + 1),
                                     &options->batch_share))) ||
           error_set(error, NULL,
                     "--batch-discount: '%s' is not a discount such as 50%% "
                     "or 50%%:30%%",
                     text);
}

static bool take_lookup(double *seconds, const struct what_if_flags *flags,
                        struct error *error)
{
    const char *text = flags->cache_lookup;

    if (!text)
        return true;
    if (!flags->cache_hit)
        return error_set(error, NULL,
                         "--cache-lookup needs --cache-hit: what is looked up");
    return (duration_parse(text, strlen(text), seconds) && *seconds >= 0) ||
           error_set(error, NULL,
                     "--cache-lookup: '%s' is not a time such as 12ms", text);
}

bool what_if_choose(struct cost_options *options,
                    const struct what_if_flags *flags, struct arena *arena,
                    struct error *error)
{
    if (flags->route_where && !flags->route)
        return error_set(error, NULL,
                         "--route-where needs --route: where they go");
    if (flags->prompt_column)
        options->prompt_column = arena_text(arena, flags->prompt_column);
    options->route_where = flags->route_where;
    options->retries = (unsigned)flags->retries;
    return take_mix(&options->input_share, flags->mix, error) &&
           take_share(&options->cache_hit, "cache-hit", flags->cache_hit,
                      error) &&
           take_share(&options->prompt_cache, "prompt-cache",
                      flags->prompt_cache, error) &&
           take_lookup(&options->cache_lookup, flags, error) &&
           take_route(options, flags->route, error) &&
           take_batch(options, flags->batch_discount, error);
}

bool what_if_want(struct wanted_list *wanted,
                  const struct cost_options *options, struct error *error)
{
    if (options->prompt_column)
        wanted_add(wanted, options->prompt_column, KIND_TEXT);
    else
        for (const char *const *name = what_if_prompt_columns; *name; name++)
            wanted_add_optional(wanted, *name, KIND_TEXT);
    return wanted_add_filter(wanted, options->route_where, error);
}

void what_if_tell_options(struct value *told, struct arena *arena,
                          const struct what_if_flags *flags)
{
    value_set(told, "mix", value_text(arena, flags->mix));
    value_set(told, "cache_hit", value_text(arena, flags->cache_hit));
    value_set(told, "cache_lookup", value_text(arena, flags->cache_lookup));
    value_set(told, "prompt_column", value_text(arena, flags->prompt_column));
    value_set(told, "prompt_cache", value_text(arena, flags->prompt_cache));
    value_set(told, "route", value_text(arena, flags->route));
    value_set(told, "route_where", value_text(arena, flags->route_where));
    value_set(told, "batch_discount", value_text(arena, flags->batch_discount));
    value_set(told, "retries",
              flags->retries ? value_integer(arena, (int64_t)flags->retries)
                             : value_null(arena));
}
