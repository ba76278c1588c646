#ifndef STUDY_SUSPICION_H
#define STUDY_SUSPICION_H

#include "doc/doc.h"
#include "log/intake.h"

/* Notes about what cannot be right in the rows of an input: a first token after
 * the last, negative tokens, an end before its start, ids that come twice,
 * stamps that are the end of a request and not its start. */
void suspicion_add_notes(struct doc *doc, struct section *section,
                         const struct table *table, const struct input *input);

#endif
