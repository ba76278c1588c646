#ifndef STUDY_COST_PARTS_H
#define STUDY_COST_PARTS_H

#include "study/pricing.h"

/* Parts of the section on cost. */

/* The "cost" object of the data, made if it is not there. */
struct value *cost_value(struct frame *frame);

/* Its member of this name, an array, made if it is not there. */
struct value *cost_list(struct value *cost, struct arena *arena,
                        const char *key);

/* Has any request a cost, by the log or by the sheet? */
bool cost_is_known(struct frame *frame);

/* The log's own cost column against the price sheet; nothing without both. */
void cost_check(struct frame *frame, struct section *section);

/* Which models were found in the sheet, and how; which were not. */
void cost_tell_models(struct frame *frame, struct section *section);

/* Tokens and cost by class; nothing if no request is priced by the sheet. */
void cost_tell_tokens(struct frame *frame, struct section *section);

/* Whether the classes add up to the total, and what had to be assumed. */
void cost_note_tokens(struct frame *frame, struct section *section);

#endif
