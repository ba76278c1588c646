#ifndef STUDY_GATES_H
#define STUDY_GATES_H

#include "study/compare.h"
#include "study/gate.h"

/* Decides all gates, tells them ("gates" in the data, a table of the summary)
 * and sets the exit status of the document: 1 if one fails, else 3 if one
 * cannot tell, else 0. A gate whose metric is not there is an error, never a
 * pass. */

/* Of one set of runs: the interval is that of three runs or more, or, of one
 * run, that of its requests. Changes have no base, hence are an error. */
bool gates_of_frame(struct frame *frame, struct gate *gates, size_t n,
                    struct error *error);

/* Each candidate against the base; a level is that of the candidate. */
bool gates_of_compare(struct compare *compare, struct gate *gates, size_t n,
                      struct error *error);

#endif
