#include "log/alias.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

struct alias {
    char name[48];
    enum field field;
    unsigned rank;
    bool is_weak;
};

struct aliases {
    struct alias *items; /* by name */
    size_t n;
};

static void add(struct aliases *aliases, enum field field, unsigned rank,
                bool is_weak, const char *text, size_t n)
{
    char whole[NAME_SIZE];
    struct alias *alias = &aliases->items[aliases->n++];

    name_squash(whole, text, n);
    if (strlen(whole) >= sizeof alias->name)
        BUG("too long an alias: %s", whole);
    memcpy(alias->name, whole, strlen(whole) + 1);
    alias->field = field;
    alias->rank = rank;
    alias->is_weak = is_weak;
}

static void add_field(struct aliases *aliases, enum field field)
{
    const char *at = fields[field].aliases;
    bool is_weak = false;
    unsigned rank = 0;
    size_t n;

    for (; *at; at += n + strspn(at + n, " "), rank++) {
        n = strcspn(at, " ");
        if (n == 1 && *at == '@')
            is_weak = true;
        else
            add(aliases, field, rank, is_weak, at, n);
    }
}

static int compare(const void *one, const void *other)
{
    const struct alias *a = one, *b = other;
    int order = strcmp(a->name, b->name);

    return order ? order : (int)a->field - (int)b->field;
}

/* One more than the blanks between them, at most. */
static size_t count_at_most(void)
{
    size_t n = 0;

    for (int field = 0; field < N_FIELDS; field++) {
        n++;
        for (const char *at = fields[field].aliases; *at; at++)
            n += *at == ' ';
    }
    return n;
}

struct aliases *aliases_create(struct arena *arena)
{
    struct aliases *aliases = arena_alloc(arena, 1, sizeof *aliases);

    aliases->items =
        arena_alloc(arena, count_at_most(), sizeof *aliases->items);
    for (int field = 0; field < N_FIELDS; field++)
        add_field(aliases, (enum field)field);
    qsort(aliases->items, aliases->n, sizeof *aliases->items, compare);
    return aliases;
}

/* The first alias that is not before the name. */
static size_t find(const struct aliases *aliases, const char *name)
{
    size_t from = 0, to = aliases->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (strcmp(aliases->items[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void match_name(const struct aliases *aliases, const char *text,
                       const struct unit_word *unit, bool needs_unit,
                       unsigned n_above, struct alias_match matches[N_FIELDS])
{
    for (size_t i = find(aliases, text);
         i < aliases->n && strcmp(aliases->items[i].name, text) == 0; i++) {
        const struct alias *alias = &aliases->items[i];
        struct alias_match *match = &matches[alias->field];
        bool has_unit = unit && unit_word_fits(unit, alias->field);

        if (match->fits || (needs_unit && !has_unit))
            continue;
        match->fits = true;
        match->is_weak = alias->is_weak;
        match->n_above = n_above;
        match->rank = alias->rank;
        match->unit = has_unit ? unit : NULL;
    }
}

void aliases_match(const struct aliases *aliases, const char *path,
                   struct alias_match matches[N_FIELDS])
{
    const char *tail = path;
    struct name name;

    memset(matches, 0, N_FIELDS * sizeof *matches);
    for (unsigned n_above = 0; tail; n_above++) {
        name_make(&name, tail, strlen(tail));
        match_name(aliases, name.whole, name.unit, false, n_above, matches);
        if (name.unit)
            match_name(aliases, name.stem, name.unit, true, n_above, matches);
        tail = strchr(tail, '.');
        if (tail)
            tail++;
    }
}
