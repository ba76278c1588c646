#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* How far a long piece of work has come, told on standard error: bytes, rate
 * and time left. Silent unless standard error is a terminal, nobody asked for
 * quiet, and the work lasts more than half a second; erased at the end. This is
 * the one user of a clock; nothing of it reaches results. */
struct progress;

/* `what` ("reading") is borrowed; total in bytes, 0 if it is not known. */
struct progress *progress_create(const char *what, size_t total, bool is_quiet);
void progress_destroy(struct progress *progress); /* erases; NULL is fine */

/* So many bytes more are done. Any thread may call it; NULL is fine. */
void progress_add(struct progress *progress, size_t bytes);

#endif
