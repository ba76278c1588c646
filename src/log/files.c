#include "log/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/threads.h"
#include "log/load.h"

enum { SIDE_BY_SIDE = 64 /* files, whose tables are there at the same time */ };

/* A file that is read by itself. */
struct part {
    struct intake intake;
    struct error error;
    bool is_fine;
};

struct parts {
    struct intake *intake;
    const struct setting *setting;
    const char *const *paths;
    size_t first;
    struct part part[SIDE_BY_SIDE];
};

/* Standard input, pipes and what is not there are no small files. */
static bool is_small(const char *path)
{
    struct stat status;

    return strcmp(path, "-") != 0 && stat(path, &status) == 0 &&
           S_ISREG(status.st_mode) && status.st_size < CHUNK_SIZE;
}

/* How many small ones there are at once, to begin with. */
static size_t count_small(const char *const *paths, size_t n)
{
    size_t n_small = 0;

    while (n_small < n && n_small < SIDE_BY_SIDE && is_small(paths[n_small]))
        n_small++;
    return n_small;
}

static void read_part(void *context, size_t index)
{
    struct parts *parts = context;
    struct part *part = &parts->part[index];
    size_t file = parts->first + index;

    part->intake.arena = arena_create();
    part->intake.table = table_create();
    part->is_fine =
        input_read(&parts->intake->inputs[file], &part->intake, parts->setting,
                   parts->paths[file], &part->error);
}

/* The arena is handed over even after a failure: the input points into it. */
static void take_over(struct intake *intake, struct part *part, bool is_wanted)
{
    if (is_wanted) {
        intake->inputs[intake->n_inputs - 1].first_row += intake->table->n_rows;
        table_append(intake->table, part->intake.table);
        if (part->intake.workload_rules)
            intake->workload_rules = part->intake.workload_rules;
        for (size_t i = 0; i < part->intake.n_notes; i++)
            intake_note(intake, part->intake.notes[i].is_caution,
                        part->intake.notes[i].code, part->intake.notes[i].text);
    }
    table_destroy(part->intake.table);
    arena_adopt(intake->arena, part->intake.arena);
}

/* The next n files. */
static bool read_small(struct intake *intake, const struct setting *setting,
                       const char *const *paths, size_t n, struct error *error)
{
    struct parts *parts = memory_alloc(1, sizeof *parts);
    bool ok = true;

    parts->intake = intake;
    parts->setting = setting;
    parts->paths = paths;
    parts->first = intake->n_inputs;
    threads_run(setting->options->threads, n, read_part, parts);
    for (size_t i = 0; i < n; i++) {
        struct part *part = &parts->part[i];

        intake->n_inputs += ok;
        if (ok && !part->is_fine)
            *error = part->error;
        ok = ok && part->is_fine;
        take_over(intake, part, ok);
    }
    free(parts);
    return ok;
}

bool files_read(struct intake *intake, const struct setting *setting,
                const char *const *paths, size_t n_paths, struct error *error)
{
    while (intake->n_inputs < n_paths) {
        size_t at = intake->n_inputs;
        size_t n_small = count_small(paths + at, n_paths - at);

        if (n_small > 1) {
            if (!read_small(intake, setting, paths, n_small, error))
                return false;
            continue;
        }
        intake->n_inputs++;
        if (!input_read(&intake->inputs[at], intake, setting, paths[at], error))
            return false;
    }
    return true;
}
