#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include <stddef.h>

/* Work in parallel whose parts do not know of each other. */

/* The processors that this process may use, at least 1. */
unsigned threads_default(void);

/* From now on threads_default gives this number; 0: the processors again. The
 * main thread calls it when the user has said so. */
void threads_set_default(unsigned n_threads);

/* Calls task(context, index) once for each index below n_tasks, on up to
 * n_threads threads (0: threads_default), of which the caller is one; returns
 * when all are done. Tasks are begun in order of their index. One thread, or
 * one task, runs in place. If the system gives fewer threads, fewer do it.
 * What a task writes is seen by the caller afterwards; results belong in slots
 * by index, so that they do not depend on the threads. */
void threads_run(unsigned n_threads, size_t n_tasks,
                 void (*task)(void *context, size_t index), void *context);

/* Calls task(context, from, to) for blocks of rows that together are the rows
 * 0 .. n - 1, on threads_default threads. The blocks do not depend on how many
 * these are: block i begins at i * THREADS_BLOCK, so that what each of them
 * sums up can be kept by block and put together in order. */
enum { THREADS_BLOCK = 1 << 16 };
size_t threads_n_blocks(size_t n);
void threads_run_rows(size_t n,
                      void (*task)(void *context, size_t from, size_t to),
                      void *context);

#endif
