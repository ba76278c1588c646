#include "base/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum { WIDTH = 79 };

static const double patience = 0.5; /* s before anything is shown */
static const double interval = 0.1; /* s between two lines */

struct progress {
    const char *what;
    size_t total;
    bool is_silent;
    double start;
    atomic_size_t done;
    pthread_mutex_t mutex; /* of what follows */
    double shown_at;       /* 0: not yet */
    int width;             /* of the line that stands there */
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

struct progress *progress_create(const char *what, size_t total, bool is_quiet)
{
    struct progress *progress = memory_alloc(1, sizeof *progress);

    progress->what = what;
    progress->total = total;
    progress->is_silent = is_quiet || !isatty(STDERR_FILENO);
    progress->start = progress->is_silent ? 0 : now();
    pthread_mutex_init(&progress->mutex, NULL);
    return progress;
}

void progress_destroy(struct progress *progress)
{
    if (!progress)
        return;
    if (progress->width)
        fprintf(stderr, "\r%*s\r", progress->width, "");
    pthread_mutex_destroy(&progress->mutex);
    free(progress);
}

static void put_line(char line[WIDTH + 1], const struct progress *progress,
                     double done, double seconds)
{
    double rate = done / seconds, total = (double)progress->total;

    if (progress->total && done <= total)
        snprintf(line, WIDTH + 1,
                 "%.20s: %.0f %% of %.1f MB, %.1f MB/s, %.0f s left",
                 progress->what, 100 * done / total, total / 1e6, rate / 1e6,
                 (total - done) / rate);
    else
        snprintf(line, WIDTH + 1, "%.20s: %.1f MB, %.1f MB/s", progress->what,
                 done / 1e6, rate / 1e6);
}

/* One write, so that lines of others do not come between. What a shorter line
 * leaves of a longer one is blanked. */
static void show(struct progress *progress, double done, double time)
{
    char line[WIDTH + 1];
    int before = progress->width, length;

    put_line(line, progress, done, time - progress->start);
    length = fprintf(stderr, "\r%-*s", before, line) - 1;
    progress->width = length > before ? length : before;
    progress->shown_at = time;
}

/* Whoever finds the line being written leaves it to that thread: no worker
 * waits for a terminal. */
void progress_add(struct progress *progress, size_t bytes)
{
    size_t done;
    double time;

    if (!progress || progress->is_silent)
        return;
    done = atomic_fetch_add(&progress->done, bytes) + bytes;
    time = now();
    if (time - progress->start < patience ||
        pthread_mutex_trylock(&progress->mutex) != 0)
        return;
    if (time - progress->shown_at >= interval && done > 0)
        show(progress, (double)done, time);
    pthread_mutex_unlock(&progress->mutex);
}
