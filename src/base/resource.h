#ifndef BASE_RESOURCE_H
#define BASE_RESOURCE_H

#include "base/error.h"
#include "base/text.h"

/* Appends the path of a file that comes with the program, by its name in the
 * source tree ("plots/style.gp", "data/prices.csv"). The first place that has
 * it: the folder in the environment variable LLMSTATS_DATADIR; the source
 * tree, if the program runs from its build folder; ../share/llmstats beside
 * the program; where it was configured to be installed. */
bool resource_find(struct text *path, const char *name, struct error *error);

/* Appends all bytes of such a file. */
bool resource_read(struct text *bytes, const char *name, struct error *error);

#endif
