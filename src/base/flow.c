#include "base/flow.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

enum {
    FIRST_STEP = 1 << 18,
    LARGE = 1 << 21, /* from here on in huge pages */
    LARGEST_STEP = 1 << 25
};

struct flow {
    char *data;
    size_t reserved; /* bytes of address space */
    size_t usable;   /* of them, from the first on, that have memory */
    size_t written;  /* the writer's own count */
    pthread_mutex_t mutex;
    pthread_cond_t has_more;
    double expected; /* by the mutex */
    size_t size;     /* what others may read; by the mutex */
    bool is_all;     /* by the mutex */
};

/* More than all memory there is will never be written. Where a limit of
 * address space forbids as much, what it allows is taken. */
static void reserve_space(struct flow *flow)
{
    flow->reserved =
        (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    do {
        flow->data = mmap(NULL, flow->reserved, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (flow->data != MAP_FAILED)
            return;
        flow->reserved /= 2;
    } while (flow->reserved >= LARGE);
    memory_exhausted();
}

struct flow *flow_create(void)
{
    struct flow *flow = memory_alloc(1, sizeof *flow);

    reserve_space(flow);
    pthread_mutex_init(&flow->mutex, NULL);
    pthread_cond_init(&flow->has_more, NULL);
    return flow;
}

void flow_destroy(struct flow *flow)
{
    if (!flow)
        return;
    munmap(flow->data, flow->reserved);
    pthread_cond_destroy(&flow->has_more);
    pthread_mutex_destroy(&flow->mutex);
    free(flow);
}

/* Twice as much as there is, or LARGEST_STEP more. */
static void make_usable(struct flow *flow, size_t needed)
{
    size_t step = flow->usable ? flow->usable : FIRST_STEP, next;

    next = flow->usable + (step < LARGEST_STEP ? step : LARGEST_STEP);
    while (next < needed)
        next += LARGEST_STEP;
    if (next > flow->reserved)
        next = flow->reserved;
    if (next < needed ||
        mprotect(flow->data + flow->usable, next - flow->usable,
                 PROT_READ | PROT_WRITE) != 0)
        memory_exhausted();
    if (flow->usable >= LARGE)
        madvise(flow->data + flow->usable, next - flow->usable, MADV_HUGEPAGE);
    flow->usable = next;
}

char *flow_room(struct flow *flow, size_t n)
{
    size_t needed = flow->written + n + FLOW_PADDING;

    if (needed > flow->usable)
        make_usable(flow, needed);
    return flow->data + flow->written;
}

size_t flow_size(const struct flow *flow)
{
    return flow->written;
}

void flow_add(struct flow *flow, size_t n)
{
    flow->written += n;
    pthread_mutex_lock(&flow->mutex);
    flow->size = flow->written;
    pthread_cond_broadcast(&flow->has_more);
    pthread_mutex_unlock(&flow->mutex);
}

void flow_end(struct flow *flow)
{
    memset(flow_room(flow, 0), 0, FLOW_PADDING);
    pthread_mutex_lock(&flow->mutex);
    flow->is_all = true;
    pthread_cond_broadcast(&flow->has_more);
    pthread_mutex_unlock(&flow->mutex);
}

void flow_expect(struct flow *flow, double n)
{
    pthread_mutex_lock(&flow->mutex);
    flow->expected = n;
    pthread_mutex_unlock(&flow->mutex);
}

size_t flow_expected(struct flow *flow)
{
    double most = (double)flow->reserved, expected;

    pthread_mutex_lock(&flow->mutex);
    expected = flow->expected;
    pthread_mutex_unlock(&flow->mutex);
    return (size_t)(expected < most ? expected : most);
}

const char *flow_data(const struct flow *flow)
{
    return flow->data;
}

size_t flow_wait(struct flow *flow, size_t enough, bool *is_all)
{
    size_t size;

    pthread_mutex_lock(&flow->mutex);
    while (flow->size < enough && !flow->is_all)
        pthread_cond_wait(&flow->has_more, &flow->mutex);
    size = flow->size;
    *is_all = flow->is_all;
    pthread_mutex_unlock(&flow->mutex);
    return size;
}
