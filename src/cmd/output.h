#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "base/flags.h"
#include "doc/doc.h"

/* Where a document goes: the terminal, a file, or a report folder. */
struct output_flags {
    const char *folder, *json, *markdown, *to;
    bool has_no_charts;
};

extern const struct flag_group output_flag_group;

/* `folder` is where the report goes when no flag says otherwise; NULL: nowhere.
 * A folder that llmstats did not make is never overwritten; one that it made is
 * replaced whole or not at all. */

/* Whether the flags go together and the folder can be had: to be asked before
 * the logs are read. */
bool output_check(const struct output_flags *flags, const char *folder,
                  struct error *error);

/* Writes the finished document. */
bool output_write(struct doc *doc, const struct output_flags *flags,
                  const char *folder, bool is_quiet, struct error *error);

#endif
