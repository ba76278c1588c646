#include "base/flags.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

enum { HELP_COLUMN = 28, HELP_WIDTH = 79, MAX_FLAGS = 256 };

const char *flags_nearest(const char *word, const char *const *words)
{
    size_t least = strlen(word) / 3 + 2, distance;
    const char *nearest = NULL;

    for (; *words; words++) {
        distance = text_distance(word, *words);
        if (distance < least) {
            least = distance;
            nearest = *words;
        }
    }
    return nearest;
}

void flags_add_hint(struct text *text, const char *word,
                    const char *const *words)
{
    enum { MOST = 20, LONGEST = 40 };
    const char *nearest = flags_nearest(word, words);

    if (nearest)
        text_format(text, "; did you mean '%s'?", nearest);
    for (size_t i = 0; words[i] && !nearest; i++) {
        text_add(text, i ? ", " : "; there are: ");
        if (i == MOST) {
            text_add(text, "...");
            return;
        }
        text_add_shortened(text, words[i], LONGEST);
    }
}

struct hit {
    const struct flag *flag;
    void *target;
};

static struct hit find(const struct flag_group *const *groups,
                       void *const *targets, size_t n_groups, const char *name,
                       size_t length, char letter)
{
    for (size_t g = 0; g < n_groups; g++)
        for (size_t i = 0; i < groups[g]->n_flags; i++) {
            const struct flag *flag = &groups[g]->flags[i];

            if (letter ? flag->letter == letter
                       : strncmp(flag->name, name, length) == 0 &&
                             flag->name[length] == '\0')
                return (struct hit){flag, (char *)targets[g] + flag->offset};
        }
    return (struct hit){NULL, NULL};
}

static bool unknown(const struct flag_group *const *groups, size_t n_groups,
                    const char *word, struct error *error)
{
    const char *names[MAX_FLAGS + 1] = {NULL}, *nearest;
    size_t n = 0;

    for (size_t g = 0; g < n_groups; g++)
        for (size_t i = 0; i < groups[g]->n_flags && n < MAX_FLAGS; i++)
            names[n++] = groups[g]->flags[i].name;
    nearest = word[0] == '-' && word[1] == '-' ? flags_nearest(word + 2, names)
                                               : NULL;
    if (nearest)
        return error_set(error, NULL,
                         "there is no flag '%s'; did you mean '--%s'?", word,
                         nearest);
    return error_set(error, NULL, "there is no flag '%s'", word);
}

static bool set_number(const struct flag *flag, void *target, const char *value,
                       struct error *error)
{
    double number;

    if (!number_parse(value, strlen(value), &number))
        return error_set(error, NULL, "--%s: '%s' is not a number", flag->name,
                         value);
    if (flag->low < flag->high &&
        !(number >= flag->low && number <= flag->high))
        return error_set(error, NULL, "--%s: '%s' is not within %g to %g",
                         flag->name, value, flag->low, flag->high);
    if (flag->kind == FLAG_NUMBER) {
        *(double *)target = number;
        return true;
    }
    if (number < 0 || number != floor(number) || number > 9e15)
        return error_set(error, NULL, "--%s: '%s' is not a whole number",
                         flag->name, value);
    *(unsigned long *)target = (unsigned long)number;
    return true;
}

/* "512M", "1.5 GiB", "100000". */
static bool set_size(const struct flag *flag, void *target, const char *value,
                     struct error *error)
{
    static const char letters[] = "KMGT";
    size_t n = strspn(value, "0123456789.");
    const char *unit = value + n + (value[n] == ' '), *letter = NULL;
    double bytes;

    if (*unit)
        letter = strchr(letters, toupper((unsigned char)*unit));
    if (letter)
        unit += unit[1] == 'i' ? 2 : 1;
    if (!number_parse(value, n, &bytes) || (*unit && strcmp(unit, "B") != 0))
        return error_set(error, NULL, "--%s: '%s' is no size such as 512M",
                         flag->name, value);
    if (letter)
        bytes = ldexp(bytes, 10 * (int)(letter - letters + 1));
    if (!(bytes >= 1 && bytes < 0x1p62))
        return error_set(error, NULL, "--%s: '%s' is no size of a memory",
                         flag->name, value);
    *(size_t *)target = (size_t)bytes;
    return true;
}

static bool set_choice(const struct flag *flag, void *target, const char *value,
                       struct error *error)
{
    struct text all;

    for (const char *const *c = flag->choices; *c; c++)
        if (strcmp(*c, value) == 0) {
            *(const char **)target = *c;
            return true;
        }
    text_init(&all);
    for (const char *const *c = flag->choices; *c; c++)
        text_format(&all, "%s%s", c == flag->choices ? "" : ", ", *c);
    error_set(error, NULL, "--%s: '%s' is none of %s", flag->name, value,
              all.data);
    text_release(&all);
    return false;
}

static void append(struct flag_list *list, const char *value)
{
    list->items = memory_resize(list->items, list->n + 1, sizeof *list->items);
    list->items[list->n++] = value;
}

static bool set_value(const struct flag *flag, void *target, const char *value,
                      struct error *error)
{
    switch (flag->kind) {
    case FLAG_TEXT:
        *(const char **)target = value;
        return true;
    case FLAG_NUMBER:
    case FLAG_COUNT:
        return set_number(flag, target, value, error);
    case FLAG_SIZE:
        return set_size(flag, target, value, error);
    case FLAG_CHOICE:
        return set_choice(flag, target, value, error);
    case FLAG_LIST:
    case FLAG_REST:
        append(target, value);
        return true;
    case FLAG_BOOL:
        break;
    }
    BUG("flag '%s' takes no value", flag->name);
}

/* "-5" and "-.5" are numbers, "-" is standard input. */
static bool is_flag(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !strchr("0123456789.", word[1]);
}

static void take_rest(void *target, int argc, char **argv, int *at)
{
    while (*at + 1 < argc && !is_flag(argv[*at + 1]))
        append(target, argv[++*at]);
}

/* One flag at argv[*at], with its value in the same word or the next. */
static bool take_flag(const struct flag_group *const *groups,
                      void *const *targets, size_t n_groups, int argc,
                      char **argv, int *at, struct error *error)
{
    const char *word = argv[*at], *value = NULL;
    bool is_long = word[1] == '-';
    size_t length = is_long ? strcspn(word + 2, "=") : 1;
    struct hit hit = find(groups, targets, n_groups, word + 2, length,
                          is_long ? '\0' : word[1]);

    if (!hit.flag)
        return unknown(groups, n_groups, word, error);
    if (is_long && word[2 + length] == '=')
        value = word + 3 + length;
    else if (!is_long && word[2])
        value = word + 2;
    if (hit.flag->kind == FLAG_BOOL) {
        if (value)
            return error_set(error, NULL, "--%s takes no value",
                             hit.flag->name);
        *(bool *)hit.target = true;
        return true;
    }
    if (!value && *at + 1 < argc)
        value = argv[++*at];
    if (!value)
        return error_set(error, NULL, "--%s needs a value: --%s %s",
                         hit.flag->name, hit.flag->name, hit.flag->argument);
    if (!set_value(hit.flag, hit.target, value, error))
        return false;
    if (hit.flag->kind == FLAG_REST)
        take_rest(hit.target, argc, argv, at);
    return true;
}

bool flags_parse(const struct flag_group *const *groups, void *const *targets,
                 size_t n_groups, int *argc, char **argv, struct error *error)
{
    int n_operands = 0, at = 1;

    for (; at < *argc; at++) {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        if (!is_flag(argv[at]))
            argv[n_operands++] = argv[at];
        else if (!take_flag(groups, targets, n_groups, *argc, argv, &at, error))
            return false;
    }
    for (; at < *argc; at++)
        argv[n_operands++] = argv[at];
    *argc = n_operands;
    return true;
}

void flags_release(const struct flag_group *const *groups, void *const *targets,
                   size_t n_groups)
{
    for (size_t g = 0; g < n_groups; g++)
        for (size_t i = 0; i < groups[g]->n_flags; i++) {
            const struct flag *flag = &groups[g]->flags[i];

            if (flag->kind == FLAG_LIST || flag->kind == FLAG_REST) {
                struct flag_list *list =
                    (void *)((char *)targets[g] + flag->offset);

                free(list->items);
                *list = (struct flag_list){NULL, 0};
            }
        }
}

/* Words of the sentence, broken at HELP_WIDTH, each line at HELP_COLUMN. */
static void print_wrapped(const char *sentence, size_t column, FILE *out)
{
    bool is_first = true;

    while (*sentence) {
        size_t length = strcspn(sentence, " ");

        if (!is_first && column + 1 + length > HELP_WIDTH) {
            fprintf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (!is_first) {
            fputc(' ', out);
            column++;
        }
        fprintf(out, "%.*s", (int)length, sentence);
        column += length;
        sentence += length + strspn(sentence + length, " ");
        is_first = false;
    }
    fputc('\n', out);
}

static void print_flag(const struct flag *flag, FILE *out)
{
    struct text head;

    text_init(&head);
    text_format(&head, "  --%s", flag->name);
    if (flag->letter)
        text_format(&head, ", -%c", flag->letter);
    if (flag->argument)
        text_format(&head, " %s", flag->argument);
    if (head.length + 2 > HELP_COLUMN)
        fprintf(out, "%s\n%*s", head.data, HELP_COLUMN, "");
    else
        fprintf(out, "%-*s", HELP_COLUMN, head.data);
    print_wrapped(flag->help, HELP_COLUMN, out);
    text_release(&head);
}

void flags_print(const struct flag_group *const *groups, size_t n_groups,
                 FILE *out)
{
    for (size_t g = 0; g < n_groups; g++) {
        fprintf(out, "\n%s:\n", groups[g]->title);
        for (size_t i = 0; i < groups[g]->n_flags; i++)
            print_flag(&groups[g]->flags[i], out);
    }
}
