#include "data/price.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char *const token_class_names[N_TOKEN_CLASSES] = {
    [TOKENS_INPUT] = "input",
    [TOKENS_CACHED] = "cached_input",
    [TOKENS_CACHE_WRITE] = "cache_write",
    [TOKENS_OUTPUT] = "output",
    [TOKENS_REASONING] = "reasoning",
};

const char *const price_match_words[MATCH_AMBIGUOUS + 1] = {
    [MATCH_EXACT] = "as written",
    [MATCH_CASE] = "without case and separators",
    [MATCH_PROVIDER] = "without the provider's prefix",
    [MATCH_DATE] = "without the date",
    [MATCH_OTHER_DATE] = "without the date of either",
    [MATCH_NONE] = "not in the price sheet",
    [MATCH_AMBIGUOUS] = "several models of the price sheet fit",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Does the text end in this, where 0 stands for any digit? */
static bool ends_in(const struct text *text, const char *pattern)
{
    size_t n = strlen(pattern);
    const char *end;

    if (text->length <= n)
        return false;
    end = text->data + text->length - n;
    for (size_t i = 0; i < n; i++)
        if (pattern[i] == '0' ? !is_digit(end[i]) : end[i] != pattern[i])
            return false;
    return true;
}

static void cut_date(struct text *name)
{
    static const char *const dates[] = {"-0000-00-00", "-00000000",
                                        "@0000-00-00", "@00000000"};

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (ends_in(name, dates[i])) {
            name->length -= strlen(dates[i]);
            name->data[name->length] = '\0';
            return;
        }
}

/* The name as it is compared at this level; one of a sheet keeps its date for
 * longer, so that "gpt-4o" is nearer than one of another date. */
static void fold(struct text *name, const char *model, enum price_match level,
                 bool is_of_sheet)
{
    const char *slash = strrchr(model, '/');

    if (level >= MATCH_PROVIDER && slash && slash[1])
        model = slash + 1;
    text_clear(name);
    for (; *model; model++) {
        char c = *model;

        if (level >= MATCH_CASE) {
            if (c >= 'A' && c <= 'Z')
                c = (char)(c - 'A' + 'a');
            if (c == ' ' || c == '_')
                c = '-';
        }
        text_add_char(name, c);
    }
    if (level >= (is_of_sheet ? MATCH_OTHER_DATE : MATCH_DATE))
        cut_date(name);
}

const struct price *price_find(const struct price_sheet *sheet,
                               const char *model, enum price_match *how)
{
    const struct price *found = NULL;
    struct text wanted, name;
    size_t n_found = 0;

    text_init(&wanted);
    text_init(&name);
    *how = MATCH_NONE;
    for (int level = MATCH_EXACT; level <= MATCH_OTHER_DATE && !n_found;
         level++) {
        fold(&wanted, model, (enum price_match)level, false);
        for (size_t i = 0; i < sheet->n; i++) {
            fold(&name, sheet->prices[i].model, (enum price_match)level, true);
            if (strcmp(name.data, wanted.data) != 0)
                continue;
            found = &sheet->prices[i];
            n_found++;
        }
        if (n_found)
            *how = n_found == 1 ? (enum price_match)level : MATCH_AMBIGUOUS;
    }
    text_release(&wanted);
    text_release(&name);
    return n_found == 1 ? found : NULL;
}
