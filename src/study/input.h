#ifndef STUDY_INPUT_H
#define STUDY_INPUT_H

#include "study/frame.h"

/* What was read and how: tells "inputs" and the section of the report. Works
 * on an intake alone, for inspect too. */
void input_tell(struct doc *doc, const struct intake *intake);

#endif
