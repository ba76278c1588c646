#ifndef LOG_DETECT_H
#define LOG_DETECT_H

#include "base/error.h"
#include "base/source.h"
#include "base/text.h"
#include "log/shape.h"

/* Refuses a file that is empty or no log at all, from its first bytes: each of
 * the things that people have beside their logs is named. */
bool detect_refuse(const struct source *source, struct error *error);

/* What a file is, from its first bytes. NULL, and an error, if it is empty or
 * something that holds no requests that could be read: each of these is named.
 * `why` gets the reason for the shape, for people. */
const struct shape *detect_shape(const struct source *source, struct text *why,
                                 struct error *error);

#endif
