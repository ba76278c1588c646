#include "cmd/sides.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

const char sides_column[] = "(side)";

static void add_path(struct sides *sides, const char *path, const char *name)
{
    sides->paths =
        memory_resize(sides->paths, sides->n_paths + 1, sizeof *sides->paths);
    sides->names =
        memory_resize(sides->names, sides->n_paths + 1, sizeof *sides->names);
    sides->paths[sides->n_paths] = arena_text(sides->arena, path);
    sides->names[sides->n_paths++] = name;
}

/* A pattern that matches nothing but is a plain name is left to the reader,
 * which says best what is wrong with it. */
static bool add_pattern(struct sides *sides, const char *name,
                        const char *pattern, struct error *error)
{
    glob_t found;
    int failure = glob(pattern, 0, NULL, &found);

    if (failure == GLOB_NOMATCH && !strpbrk(pattern, "*?[")) {
        add_path(sides, pattern, name);
        return true;
    }
    if (failure)
        return error_set(error, NULL, "'%s=%s': no file matches", name,
                         pattern);
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_path(sides, found.gl_pathv[i], name);
    globfree(&found);
    return true;
}

bool sides_init(struct sides *sides, char **words, size_t n,
                struct error *error)
{
    *sides = (struct sides){.arena = arena_create()};
    for (size_t i = 0; i < n; i++) {
        const char *equals = strchr(words[i], '=');
        const char *slash = strchr(words[i], '/');

        if (!equals || (slash && slash < equals) ||
            access(words[i], F_OK) == 0) {
            add_path(sides, words[i], NULL);
            continue;
        }
        if (equals == words[i] || !equals[1])
            return error_set(error, NULL, "'%s' is not NAME=FILE", words[i]);
        if (!add_pattern(sides,
                         arena_text_n(sides->arena, words[i],
                                      (size_t)(equals - words[i])),
                         equals + 1, error))
            return false;
    }
    return true;
}

void sides_release(struct sides *sides)
{
    free(sides->paths);
    free(sides->names);
    arena_destroy(sides->arena);
    memset(sides, 0, sizeof *sides);
}

void sides_label(const struct sides *sides, struct intake *intake)
{
    struct column *column =
        table_add_column(intake->table, sides_column, KIND_TEXT);

    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];
        const char *name = sides->names[i] ? sides->names[i] : input->run;
        uint32_t code = dictionary_add(&column->dictionary, name, strlen(name));

        for (size_t row = 0; row < input->n_rows; row++)
            codes_set(&column->codes, input->first_row + row, code);
    }
}
