#ifndef STUDY_INPUT_H
#define STUDY_INPUT_H

#include "study/frame.h"

/* What was read and how: "inputs" of the data, and a section of the report with
 * its notes. Both work on an intake alone, for inspect too. */
void input_tell(struct doc *doc, const struct intake *intake);
void input_add_section(struct doc *doc, const struct intake *intake);

#endif
