#ifndef STUDY_INSPECT_H
#define STUDY_INSPECT_H

#include "doc/doc.h"
#include "log/intake.h"

/* What each file is and how it was understood: every column with its field,
 * unit and who decided; its range; rejected rows; what is suspicious; ten rows
 * as understood. Fills "inputs". Text columns that may hold prompts, answers,
 * keys, users or addresses are masked unless `shows_values`. */
void inspect_tell(struct doc *doc, const struct intake *intake,
                  bool shows_values);

#endif
