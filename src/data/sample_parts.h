#ifndef DATA_SAMPLE_PARTS_H
#define DATA_SAMPLE_PARTS_H

#include "data/sample.h"

/* What the files of data/sample share. */

/* Values not worth a thread. */
enum { SAMPLE_FEW = 1 << 16 };

/* Takes over the samples, whose sizes are known; their values will lie one
 * behind the other. */
struct sample_set *sample_set_of(struct sample *samples, size_t n_samples,
                                 size_t n_values);

#endif
