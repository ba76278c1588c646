#ifndef BASE_FLAGS_H
#define BASE_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"

/* The command line as tables: one row a flag parses it, prints its help and is
 * what the manual is checked against. A group of flags fills one struct; a
 * command lists the groups that it takes. */

enum flag_kind {
    FLAG_BOOL,   /* bool: sets it */
    FLAG_TEXT,   /* const char * */
    FLAG_NUMBER, /* double, within low .. high */
    FLAG_COUNT,  /* unsigned long, within low .. high */
    FLAG_SIZE,   /* size_t: bytes, "512M"; K, M, G, T are powers of 1024 */
    FLAG_CHOICE, /* const char *, one of choices */
    FLAG_LIST,   /* struct flag_list: may be given again and again */
    FLAG_REST,   /* struct flag_list: takes words up to the next flag */
};

/* What a repeated flag was given; `items` is malloc'ed, the texts are argv's.
 */
struct flag_list {
    const char **items;
    size_t n;
};

struct flag {
    const char *name; /* without the dashes */
    char letter;      /* or 0 */
    enum flag_kind kind;
    size_t offset;              /* within the group's struct */
    const char *argument;       /* "FILE"; NULL for FLAG_BOOL */
    const char *help;           /* one sentence */
    double low, high;           /* FLAG_NUMBER, FLAG_COUNT */
    const char *const *choices; /* FLAG_CHOICE, ends with NULL */
};

struct flag_group {
    const char *title; /* above its flags in the help */
    const struct flag *flags;
    size_t n_flags;
};

/* Parses argv[1..]: flags are taken out, what remains are the operands in
 * argv[0 .. *argc - 1]. `targets[i]` is the struct that groups[i] fills.
 * "--flag=value", "--flag value", "-f value" and "--" work; a number such as
 * "-5" is an operand. Errors name the flag and say what would be right. */
bool flags_parse(const struct flag_group *const *groups, void *const *targets,
                 size_t n_groups, int *argc, char **argv, struct error *error);

/* Frees the lists that flags_parse made. */
void flags_release(const struct flag_group *const *groups, void *const *targets,
                   size_t n_groups);

/* The flags with their help, as "  --name ARG   sentence". */
void flags_print(const struct flag_group *const *groups, size_t n_groups,
                 FILE *out);

/* The word of `words` (ends with NULL) nearest to `word`, if near enough to be
 * what was meant; else NULL. */
const char *flags_nearest(const char *word, const char *const *words);

/* Adds what to write instead: "; did you mean 'latency'?" or else which words
 * there are: "; there are: a, b, c". */
void flags_add_hint(struct text *text, const char *word,
                    const char *const *words);

#endif
