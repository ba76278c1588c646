#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"

struct work {
    atomic_size_t next;
    size_t n_tasks;
    void (*task)(void *context, size_t index);
    void *context;
};

static unsigned chosen; /* 0: nobody chose */

void threads_set_default(unsigned n_threads)
{
    chosen = n_threads;
}

/* Machines with more processors than a cpu_set_t has bits are asked again
 * with a larger set. */
unsigned threads_default(void)
{
    if (chosen)
        return chosen;
    for (size_t n = CPU_SETSIZE; n <= 1 << 20; n *= 2) {
        cpu_set_t *set = CPU_ALLOC(n);
        size_t size = CPU_ALLOC_SIZE(n);
        int count = 0;

        if (set && sched_getaffinity(0, size, set) == 0)
            count = CPU_COUNT_S(size, set);
        CPU_FREE(set);
        if (count > 0)
            return (unsigned)count;
    }
    return 1;
}

static void *work_on(void *argument)
{
    struct work *work = argument;
    size_t index;

    while ((index = atomic_fetch_add(&work->next, 1)) < work->n_tasks)
        work->task(work->context, index);
    return NULL;
}

void threads_run(unsigned n_threads, size_t n_tasks,
                 void (*task)(void *context, size_t index), void *context)
{
    struct work work = {.n_tasks = n_tasks, .task = task, .context = context};
    size_t n_helpers, n_started = 0;
    pthread_t *helpers;

    if (n_threads == 0)
        n_threads = threads_default();
    n_helpers = n_threads < n_tasks ? n_threads : n_tasks;
    n_helpers -= n_helpers > 0; /* the caller works too */
    helpers = memory_alloc(n_helpers, sizeof *helpers);
    while (n_started < n_helpers &&
           pthread_create(&helpers[n_started], NULL, work_on, &work) == 0)
        n_started++;
    work_on(&work);
    for (size_t i = 0; i < n_started; i++)
        pthread_join(helpers[i], NULL);
    free(helpers);
}

struct rows {
    size_t n;
    void (*task)(void *context, size_t from, size_t to);
    void *context;
};

static void run_block(void *context, size_t index)
{
    const struct rows *rows = context;
    size_t from = index * THREADS_BLOCK, left = rows->n - from;

    rows->task(rows->context, from,
               from + (left < THREADS_BLOCK ? left : THREADS_BLOCK));
}

size_t threads_n_blocks(size_t n)
{
    return n / THREADS_BLOCK + (n % THREADS_BLOCK != 0);
}

void threads_run_rows(size_t n,
                      void (*task)(void *context, size_t from, size_t to),
                      void *context)
{
    struct rows rows = {n, task, context};

    threads_run(0, threads_n_blocks(n), run_block, &rows);
}
