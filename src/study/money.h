#ifndef STUDY_MONEY_H
#define STUDY_MONEY_H

#include "study/study.h"

/* The studies of the command cost, beside that of what requests cost. */

/* The log under every model of the sheet, and prices at a mix. */
extern const struct study study_reprice;

/* What measures would save, with limits. */
extern const struct study study_what_if;

/* The rows to which a filter restricts a measure; in the arena. */
bool what_if_rows(const struct frame *frame, const char *filter,
                  const uint8_t **rows, struct error *error);

/* Columns that may tell which prompts are the same, the best first; ends with
 * NULL. */
extern const char *const what_if_prompt_columns[];

#endif
