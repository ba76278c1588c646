#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

/* Files that are written: a full disk must not look like success. */

/* Whether something could be made in the folder that the path is in. */
bool file_check_folder(const char *path, struct error *error);

/* Whether it could be opened for writing, as far as one can tell without making
 * it: so that one knows before the work rather than behind it. */
bool file_check(const char *path, struct error *error);

/* Opens for writing; NULL after an error, which names the file. */
FILE *file_create(const char *path, struct error *error);

/* Closes; false and an error with its reason if anything could not be written:
 * what the file holds then is of no use. */
bool file_finish(FILE *out, const char *path, struct error *error);

#endif
