#include "cmd/gates.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct gate_flags, member)

static const struct flag all[] = {
    {.name = "fail-if",
     .kind = FLAG_LIST,
     .offset = AT(gates),
     .argument = "GATE",
     .help =
         "Exit with 1 if GATE holds, with 3 if one cannot tell: 'p99(latency) "
         "> 3s', 'error_rate > 1%', 'per_1000(cost) > $2'; in compare also "
         "changes, 'p95(latency) > +5%'. May be given again."},
    {.name = "fail-if-file",
     .kind = FLAG_LIST,
     .offset = AT(files),
     .argument = "FILE",
     .help = "Take gates from FILE, one a line; # begins a comment."},
};

const struct flag_group gate_flag_group = {"Gate", all,
                                           sizeof all / sizeof *all};

static bool add_gate(struct gate_list *list, struct arena *arena,
                     const char *text, struct error *error)
{
    struct gate *items = arena_alloc(arena, list->n + 1, sizeof *items);

    if (list->n)
        memcpy(items, list->items, list->n * sizeof *items);
    list->items = items;
    return gate_parse(&items[list->n++], arena, text, error);
}

static bool is_blank(const char *line)
{
    char first = line[strspn(line, " \t\r\n")];

    return first == '\0' || first == '#';
}

static bool read_file(struct gate_list *list, struct arena *arena,
                      const char *path, struct error *error)
{
    const struct place place = {.name = path};
    size_t capacity = 0, before = list->n;
    FILE *in = fopen(path, "r");
    char *line = NULL;
    bool ok = true;

    if (!in)
        return error_set(error, &place, "%s", strerror(errno));
    errno = 0;
    while (ok && getline(&line, &capacity, in) >= 0)
        if (!is_blank(line))
            ok = add_gate(list, arena, line, error);
    if (ok && ferror(in))
        ok = error_set(error, &place, "%s", strerror(errno));
    else if (ok && list->n == before)
        ok = error_set(error, &place, "holds no gate");
    free(line);
    fclose(in);
    return ok;
}

bool gates_parse(struct gate_list *list, const struct gate_flags *flags,
                 struct arena *arena, struct error *error)
{
    *list = (struct gate_list){NULL, 0};
    for (size_t i = 0; i < flags->gates.n; i++)
        if (!add_gate(list, arena, flags->gates.items[i], error))
            return false;
    for (size_t i = 0; i < flags->files.n; i++)
        if (!read_file(list, arena, flags->files.items[i], error))
            return false;
    return true;
}

void gates_tell_options(struct value *options, struct arena *arena,
                        const struct gate_list *list)
{
    struct value *array = value_set(options, "fail_if", value_array(arena));

    for (size_t i = 0; i < list->n; i++)
        value_append(array, value_text(arena, list->items[i].text));
}
