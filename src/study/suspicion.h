#ifndef STUDY_SUSPICION_H
#define STUDY_SUSPICION_H

#include "doc/doc.h"
#include "log/intake.h"

/* Notes about what cannot be right in the rows of an input: a first token after
 * the last, an end before its start, stamps that are the end of a request and
 * not its start, names that several columns have; and n_repeated requests that
 * came before (log/duplicates.h).
 */
void suspicion_add_notes(struct doc *doc, struct section *section,
                         const struct table *table, const struct input *input,
                         size_t n_repeated);

#endif
