#ifndef STUDY_ERROR_CLASS_H
#define STUDY_ERROR_CLASS_H

#include "study/frame.h"

/* What went wrong with a failed request, by its HTTP status, else by the words
 * of its error text. */
enum error_class {
    ERROR_RATE_LIMIT, /* 429 */
    ERROR_CLIENT,     /* another 4xx */
    ERROR_SERVER,     /* 5xx */
    ERROR_TIMEOUT,
    ERROR_TRANSPORT,
    ERROR_OTHER,
    N_ERROR_CLASSES,
};

extern const char *const error_class_names[N_ERROR_CLASSES];

enum error_class error_class_of(const struct frame *frame, size_t row);

#endif
