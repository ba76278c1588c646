#ifndef LOG_DETECT_H
#define LOG_DETECT_H

#include "base/error.h"
#include "base/source.h"
#include "base/text.h"
#include "log/shape.h"

/* What a file is, from its first bytes. NULL, and an error, if it is empty or
 * something that holds no requests that could be read: each of these is named.
 * `why` gets the reason for the shape, for people. */
const struct shape *detect_shape(const struct source *source, struct text *why,
                                 struct error *error);

#endif
