#ifndef STUDY_INPUT_H
#define STUDY_INPUT_H

#include "study/frame.h"

/* What was read and how: "inputs" of the data, and a section of the report with
 * its notes. Both work on an intake alone, for inspect too. */
void input_tell(struct doc *doc, const struct intake *intake);
void input_add_section(struct doc *doc, const struct intake *intake);

/* The notes alone: what is wrong with the cells and rows of one input, and what
 * is to be said of the reading as a whole. */
void input_add_problems(struct doc *doc, struct section *section,
                        const struct input *input);
void input_add_notes(struct doc *doc, const struct intake *intake);

#endif
