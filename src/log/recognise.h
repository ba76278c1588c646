#ifndef LOG_RECOGNISE_H
#define LOG_RECOGNISE_H

#include "base/error.h"
#include "base/source.h"
#include "base/text.h"
#include "log/format.h"
#include "log/probe.h"
#include "log/refusal.h"
#include "log/schema.h"
#include "log/shape.h"

/* What a file is: a format that is known by name, else a shape that its syntax
 * has. `*format` is the one that a flag names, or NULL to look; it becomes the
 * one that was found, if any. `formats` may be NULL. `suspicion` is what its
 * names would make of it, or NULL: that it is, unless a format is found. `why`
 * gets the reason for people. NULL, and an error, if it is no log of requests.
 */
const struct shape *recognise_shape(const struct source *source,
                                    const struct formats *formats,
                                    const struct refusal *suspicion,
                                    const struct format **format,
                                    struct text *why, struct error *error);

/* Refuses what has the syntax of a log but no requests: rows of percentiles,
 * and columns of which none tells of a request. `name` is the file's. */
bool recognise_requests(const struct schema *schema, const struct probe *probe,
                        const char *name, struct error *error);

#endif
