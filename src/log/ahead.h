#ifndef LOG_AHEAD_H
#define LOG_AHEAD_H

#include "log/reading.h"

/* The rows of a log that comes through a pipe or a decompressor, read while it
 * comes, by what its first megabytes say of it. They count only if the whole
 * log says the same: else it is read again, so that what comes out is what
 * reading the whole log gives. */
struct ahead {
    struct reading head;
    struct input input; /* of the head, like the intake: nobody else's */
    struct intake intake;
    struct schema schema; /* by which it was read */
    bool is_read;
};

/* Reads up to the end, unless the log is whole already, or short, or its head
 * is no log whose records can be read one by one. How much of it is there when
 * it begins makes no difference. Fails silently: what is
 * wrong the whole log will tell. Release it in any case. */
void ahead_read(struct ahead *ahead, const struct source *source,
                const struct setting *setting, const char *path);
void ahead_release(struct ahead *ahead);

/* Gives the rows and what reading gave to a reading of the whole log, if by
 * this schema they would be the same; else false. */
bool ahead_take(struct ahead *ahead, struct reading *reading,
                const struct schema *schema);

#endif
