#ifndef CMD_REPORT_H
#define CMD_REPORT_H

#include "base/error.h"
#include "doc/doc.h"

/* Whether a report can go there, before hours are spent on it: the folder is of
 * llmstats, empty or not there yet, and the one around it can be written. */
bool report_check(const char *folder, struct error *error);

/* Writes report.md, results.json, tables/ and figures/ into a new folder
 * beside `folder` and puts it in its place only when all is written. Without
 * gnuplot all but the figures is made, and the document gets a note. */
bool report_write(struct doc *doc, const char *folder, bool with_charts,
                  struct error *error);

#endif
