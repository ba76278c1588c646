#ifndef STUDY_POPULATION_H
#define STUDY_POPULATION_H

#include "study/frame.h"

/* Who is counted: tells "population" and the facts at the head of the report.
 * Every figure of latency rests on `used_for_latency` of them. */
void population_tell(struct frame *frame);

#endif
