#include "cmd/prices.h"

#include <math.h>
#include <string.h>

#include "base/resource.h"
#include "base/text.h"

#define AT(member) offsetof(struct price_flags, member)

const struct price_flags price_flags_default = {.cached = "look",
                                                .reasoning = "look"};

static const struct flag all[] = {
    {.name = "prices",
     .kind = FLAG_TEXT,
     .offset = AT(prices),
     .argument = "FILE",
     .help = "Price sheet: a CSV with the columns model, input, output and "
             "unit (token, 1k or 1M), and others that the manual lists."},
    {.name = "rate",
     .kind = FLAG_LIST,
     .offset = AT(rates),
     .argument = "CURRENCY=DOLLARS",
     .help = "What one of another currency of the sheet is worth. May be "
             "given again."},
    {.name = "any-price",
     .kind = FLAG_BOOL,
     .offset = AT(takes_any),
     .help = "Take prices that look like those of a wrong unit."},
    {.name = "cached-tokens",
     .kind = FLAG_CHOICE,
     .offset = AT(cached),
     .argument = "WHERE",
     .help = "Whether the log counts cached tokens within the input tokens or "
             "beside them: look (the default), within or beside.",
     .choices = token_rule_names},
    {.name = "reasoning-tokens",
     .kind = FLAG_CHOICE,
     .offset = AT(reasoning),
     .argument = "WHERE",
     .help = "The same of reasoning tokens and output tokens.",
     .choices = token_rule_names},
};

const struct flag_group price_flag_group = {"Prices", all,
                                            sizeof all / sizeof *all};

static enum token_rule find_rule(const char *name)
{
    for (int i = 0; token_rule_names[i]; i++)
        if (strcmp(token_rule_names[i], name) == 0)
            return (enum token_rule)i;
    BUG("rule '%s'", name);
}

bool prices_read(struct price_sheet *sheet, struct cost_options *options,
                 const struct price_flags *flags, bool has_default,
                 struct error *error)
{
    const struct price_options reading = {
        .rates = flags->rates.items,
        .n_rates = flags->rates.n,
        .takes_any = flags->takes_any,
    };
    struct text path;
    bool ok = true;

    *options = (struct cost_options){
        .cached = find_rule(flags->cached),
        .reasoning = find_rule(flags->reasoning),
        .input_share = (double)NAN,
        .cache_hit = (double)NAN,
        .cache_lookup = (double)NAN,
        .prompt_cache = (double)NAN,
        .route_share = (double)NAN,
        .route_factor = (double)NAN,
        .batch_discount = (double)NAN,
    };
    *sheet = (struct price_sheet){0};
    if (!flags->prices && !has_default)
        return true;
    text_init(&path);
    if (flags->prices)
        text_add(&path, flags->prices);
    else
        ok = resource_find(&path, "data/prices.csv", error);
    ok = ok && price_sheet_read(sheet, path.data, &reading, error);
    if (ok && !flags->prices)
        sheet->name = "data/prices.csv";
    text_release(&path);
    options->sheet = sheet;
    return ok;
}

void prices_tell_options(struct value *told, struct arena *arena,
                         const struct cost_options *options)
{
    value_set(told, "prices",
              value_text(arena, options->sheet ? options->sheet->name : NULL));
    value_set(told, "cached_tokens",
              value_text(arena, token_rule_names[options->cached]));
    value_set(told, "reasoning_tokens",
              value_text(arena, token_rule_names[options->reasoning]));
}
