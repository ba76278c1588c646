#ifndef STUDY_BLEND_H
#define STUDY_BLEND_H

#include "data/price.h"
#include "doc/doc.h"

/* What a token costs at a mix of input and output: a table, a curve over all
 * mixes, and the mixes at which two models cost the same. Rests on the price
 * sheet alone. `mix` says of what the share is: "60/40". */
void blend_tell(struct doc *doc, const struct price_sheet *sheet,
                double input_share, const char *mix, struct value *cost);

/* A table of what is saved by each model against each other: 1 - value of the
 * row / value of the column. Columns are the first REDUCTION_MODELS of the
 * sheet. Adds "reduction" to the members of `array`, one a model. */
enum { REDUCTION_MODELS = 8 };
void reductions_tell(struct doc *doc, struct section *section, const char *name,
                     const char *title, const struct price_sheet *sheet,
                     const double *values, struct value *array);

#endif
