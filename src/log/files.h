#ifndef LOG_FILES_H
#define LOG_FILES_H

#include "log/input.h"

/* All files of an intake, in the order named, into its inputs and its table.
 * Large ones are read by all threads, one after the other; small ones side by
 * side, each by one. Which is which is a matter of their sizes alone, and
 * nothing of it is seen in the result. False: the first that is unusable. */
bool files_read(struct intake *intake, const struct setting *setting,
                const char *const *paths, size_t n_paths, struct error *error);

#endif
