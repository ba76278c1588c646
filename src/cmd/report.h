#ifndef CMD_REPORT_H
#define CMD_REPORT_H

#include "base/error.h"
#include "doc/doc.h"

/* Writes report.md, results.json, tables/ and figures/ into a new folder
 * beside `folder` and puts it in its place only when all is written. Without
 * gnuplot all but the figures is made, and the document gets a note. */
bool report_write(struct doc *doc, const char *folder, bool with_charts,
                  struct error *error);

#endif
