#ifndef LOG_REFUSAL_H
#define LOG_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/source.h"
#include "log/glimpse.h"
#include "log/probe.h"

/* Files that people have beside their logs, or take for logs, and that hold no
 * single requests: summaries, histograms, databases, pictures. Each is known
 * by name, so that who offers one is told what it is and what would do. */

enum { REFUSAL_KEYS = 4 };

struct refusal {
    const char *name;

    /* How to know it, all that is given: the bytes that it begins with
     * (n_bytes of them; 0: up to the end of the string); something about its
     * head; columns or JSON paths that it has, and that it has not; something
     * about them. */
    const char *bytes;
    size_t n_bytes;
    bool (*looks_so)(const char *head, size_t n);
    const char *keys[REFUSAL_KEYS], *without[REFUSAL_KEYS];
    bool (*holds)(const struct glimpse *glimpse);

    const char *what; /* "this is ...": what it is; what to use instead */
};

/* Those that the first bytes tell, and those that the names within tell; each
 * ends with a row without a name. */
extern const struct refusal refusals_of_bytes[], refusals_of_names[];

/* What the file is, by its first bytes; NULL: none of those. */
const struct refusal *refusal_by_bytes(const char *text, size_t n);

/* What the file is, by its columns or paths. A format that is known is to be
 * asked first: what it recognises is a log unless it holds no request. NULL:
 * none of those. */
const struct refusal *refusal_by_names(const struct glimpse *glimpse);

/* Percentiles in the names of three columns: the rows sum up many requests,
 * and percentiles cannot be averaged. What stands around the rows may well
 * sum them up. */
bool refusal_is_of_runs(const struct probe *probe);

/* Each sets the error and returns false: what it is; rows that are runs;
 * columns of which none is known. `name` is the source's. */
bool refuse(const struct refusal *refusal, const struct source *source,
            struct error *error);
bool refuse_runs(const char *name, struct error *error);
bool refuse_columns(const struct probe *probe, const char *name,
                    struct error *error);

#endif
