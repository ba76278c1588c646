#include "study/cost_parts.h"

#include <math.h>
#include <string.h>

#include "stat/sum.h"
#include "study/words.h"

struct value *cost_value(struct frame *frame)
{
    for (struct value *v = frame->doc->data->first; v; v = v->next)
        if (strcmp(v->key, "cost") == 0) {
            v->kind = VALUE_OBJECT; /* it was null, for want of a cost */
            return v;
        }
    return value_set(frame->doc->data, "cost", value_object(frame->arena));
}

struct value *cost_list(struct value *cost, struct arena *arena,
                        const char *key)
{
    for (struct value *v = cost->first; v; v = v->next)
        if (strcmp(v->key, key) == 0)
            return v;
    return value_set(cost, key, value_array(arena));
}

bool cost_is_known(struct frame *frame)
{
    const struct pricing *pricing = pricing_of(frame);

    return pricing->n_own > 0 || pricing->n_by_sheet > 0;
}

/* Half a unit of the last decimal that the log writes. */
static double rounding_of(const struct frame *frame, const double *cost)
{
    double power = 1;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        while (frame->kept[i] && isfinite(cost[i]) && power < 1e12 &&
               fabs(cost[i] * power - round(cost[i] * power)) > 1e-6)
            power *= 10;
    return 0.5 / power;
}

/* Beyond what the log rounds, and half a per cent, it is another price. */
static bool differs(double own, double by_sheet, double rounding)
{
    return fabs(own - by_sheet) >
           0.005 * fmax(own, by_sheet) + rounding * (1 + 1e-6);
}

void cost_check(struct frame *frame, struct section *section)
{
    const struct pricing *pricing = pricing_of(frame);
    struct arena *arena = frame->arena;
    struct sum own = {0}, sheet = {0};
    size_t n = 0, n_different = 0;
    double ratio, rounding;
    struct value *value;

    if (!pricing->own)
        return;
    rounding = rounding_of(frame, pricing->own);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        double a = pricing->own[i], b = pricing->by_sheet[i];

        if (!frame->kept[i] || !isfinite(a) || !isfinite(b))
            continue;
        n++;
        n_different += differs(a, b, rounding);
        sum_add(&own, a);
        sum_add(&sheet, b);
    }
    if (n == 0)
        return;
    ratio = sum_value(&own) / sum_value(&sheet) - 1;
    if (fabs(ratio) < 5e-5)
        ratio = 0; /* what rounding in the log makes is no difference */
    value = value_set(cost_value(frame), "check", value_object(arena));
    value_set(value, "requests", value_integer(arena, (int64_t)n));
    value_set(value, "different", value_integer(arena, (int64_t)n_different));
    value_set(value, "log", value_number(arena, sum_value(&own)));
    value_set(value, "price_sheet", value_number(arena, sum_value(&sheet)));
    doc_note(
        frame->doc, section, n_different ? WEIGHT_CAUTION : WEIGHT_REMARK,
        "cost-check",
        "%s with both: the log says %s, the price sheet %s (%s%s); %s",
        words_counted(arena, n, "request", "requests"),
        words_number(arena, UNIT_DOLLARS, sum_value(&own)),
        words_number(arena, UNIT_DOLLARS, sum_value(&sheet)),
        ratio > 0 ? "+" : "", words_number(arena, UNIT_SHARE, ratio),
        n_different
            ? arena_format(arena,
                           "%s by more than half a per cent: other "
                           "prices, or other tokens",
                           words_counted(arena, n_different, "request differs",
                                         "requests differ"))
            : "none differs by more than half a per cent");
}

static bool is_told(const struct model_match *match)
{
    return match->n > 0;
}

static void tell_match(struct frame *frame, struct doc_table *table,
                       struct value *array, const struct model_match *match)
{
    struct arena *arena = frame->arena;
    const char *sheet = match->price ? match->price->model : NULL;
    struct value *value = value_append(array, value_object(arena));

    value_set(value, "model", value_text(arena, match->model));
    value_set(value, "price", value_text(arena, sheet));
    value_set(value, "matched",
              value_text(arena, price_match_words[match->how]));
    value_set(value, "requests", value_integer(arena, (int64_t)match->n));
    value_set(value, "date",
              value_text(arena, match->price ? match->price->date : NULL));
    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, match->model ? match->model : "(none)");
    if (sheet)
        doc_cell_text(frame->doc, table, sheet);
    else
        doc_cell_empty(table);
    doc_cell_text(frame->doc, table, price_match_words[match->how]);
    if (match->price && match->price->date)
        doc_cell_text(frame->doc, table, match->price->date);
    else
        doc_cell_empty(table);
    doc_cell_number(table, (double)match->n);
}

void cost_tell_models(struct frame *frame, struct section *section)
{
    static const struct column_head heads[] = {
        {.key = "model", .label = "model of the log"},
        {.key = "price", .label = "priced as"},
        {.key = "matched", .label = "matched"},
        {.key = "date", .label = "price of"},
        {.key = "requests", .label = "requests", .unit = UNIT_COUNT},
    };
    const struct pricing *pricing = pricing_of(frame);
    size_t n_without = 0, n_models = 0;
    struct doc_table *table;
    struct value *array;

    if (pricing->n_matches == 0)
        return;
    table = doc_table(frame->doc, section, "cost-models", "Models and prices",
                      heads, sizeof heads / sizeof *heads);
    array = pricing->n_by_sheet ? value_set(cost_value(frame), "models",
                                            value_array(frame->arena))
                                : value_array(frame->arena);
    for (size_t i = 0; i < pricing->n_matches; i++) {
        const struct model_match *match = &pricing->matches[i];

        if (!is_told(match))
            continue;
        tell_match(frame, table, array, match);
        n_models += match->price == NULL;
        n_without += match->price ? 0 : match->n;
    }
    if (n_without)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "model-without-price",
                 "%s of %s cannot be priced: the sheet has no such model",
                 words_counted(frame->arena, n_without, "request", "requests"),
                 words_counted(frame->arena, n_models, "model", "models"));
    if (pricing->n_free)
        doc_note(frame->doc, section, WEIGHT_REMARK, "cache-hits-are-free",
                 "%s answered from a cache (cache_hit) cost nothing",
                 words_counted(frame->arena, pricing->n_free, "request",
                               "requests"));
}

/* Tokens by class, and what they cost, of the requests priced by the sheet. */
struct classes {
    double tokens[N_TOKEN_CLASSES];
    struct sum cost[N_TOKEN_CLASSES];
    size_t n_unstated; /* requests with a class whose price is not stated */
};

static void add_up(struct classes *sums, struct frame *frame)
{
    const struct pricing *pricing = pricing_of(frame);
    const struct column *model = frame->table->field[FIELD_MODEL];
    double classes[N_TOKEN_CLASSES];

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        const struct price *price;
        bool is_unstated = false;

        if (!frame->kept[i] || !isfinite(pricing->by_sheet[i]) ||
            pricing->is_free[i] || !tokens_of(&pricing->tokens, i, classes))
            continue;
        price = pricing->matches[column_code(model, i)].price;
        for (int c = 0; c < N_TOKEN_CLASSES; c++) {
            sums->tokens[c] += classes[c];
            sum_add(&sums->cost[c], classes[c] * price->per_million[c]);
            is_unstated |= classes[c] > 0 && !price->is_stated[c];
        }
        sums->n_unstated += is_unstated;
    }
}

void cost_note_tokens(struct frame *frame, struct section *section)
{
    const struct tokens *tokens = &pricing_of(frame)->tokens;
    struct arena *arena = frame->arena;

    if (tokens->n_known == 0)
        return;
    if (tokens->n_different)
        doc_note(
            frame->doc, section, WEIGHT_CAUTION, "token-total",
            "the classes of tokens do not add up to total_tokens in %s of "
            "%s",
            words_count(arena, tokens->n_different),
            words_counted(arena, tokens->n_with_total, "request", "requests"));
    if (tokens->n_beyond)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "token-part",
                 "in %s more tokens are cached or of reasoning than there are "
                 "tokens in all",
                 words_counted(arena, tokens->n_beyond, "request", "requests"));
    if (tokens->is_assumed)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "token-classes-assumed",
                 "nothing in the log says whether cached and reasoning tokens "
                 "are within the input and output tokens: taken as within "
                 "(--cached-tokens, --reasoning-tokens)");
    doc_note(frame->doc, section, WEIGHT_REMARK, "tokenizers",
             "tokens are those that the log counts; another model's tokenizer "
             "makes another number of the same text");
}

void cost_tell_tokens(struct frame *frame, struct section *section)
{
    static const struct column_head heads[] = {
        {.key = "class", .label = "tokens"},
        {.key = "tokens", .label = "n", .unit = UNIT_COUNT},
        {.key = "token_share", .label = "of all", .unit = UNIT_SHARE},
        {.key = "cost", .label = "cost", .unit = UNIT_DOLLARS},
        {.key = "cost_share", .label = "of all cost", .unit = UNIT_SHARE},
    };
    struct classes sums = {0};
    double tokens = 0, cost = 0;
    struct doc_table *table;
    struct value *array;

    if (pricing_of(frame)->n_by_sheet == 0)
        return;
    add_up(&sums, frame);
    for (int c = 0; c < N_TOKEN_CLASSES; c++) {
        tokens += sums.tokens[c];
        cost += sum_value(&sums.cost[c]);
    }
    table = doc_table(frame->doc, section, "cost-tokens",
                      "Classes of tokens, each billed once", heads,
                      sizeof heads / sizeof *heads);
    array = value_set(cost_value(frame), "tokens", value_array(frame->arena));
    for (int c = 0; c < N_TOKEN_CLASSES; c++) {
        double dollars = sum_value(&sums.cost[c]) / 1e6;
        struct value *value;

        if (sums.tokens[c] == 0)
            continue;
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, token_class_names[c]);
        doc_cell_number(table, sums.tokens[c]);
        doc_cell_number(table, sums.tokens[c] / tokens);
        doc_cell_number(table, dollars);
        doc_cell_number(table, 1e6 * dollars / cost);
        value = value_append(array, value_object(frame->arena));
        value_set(value, "class",
                  value_text(frame->arena, token_class_names[c]));
        value_set(value, "tokens", value_number(frame->arena, sums.tokens[c]));
        value_set(value, "cost", value_number(frame->arena, dollars));
    }
    if (sums.n_unstated)
        doc_note(frame->doc, section, WEIGHT_REMARK, "price-not-stated",
                 "%s with cached or reasoning tokens whose price the sheet "
                 "does not state: taken as plain input and output",
                 words_counted(frame->arena, sums.n_unstated, "request",
                               "requests"));
}
