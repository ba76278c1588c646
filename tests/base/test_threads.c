#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include <stdint.h>

struct sums {
    size_t calls[1000];
    double result[1000];
    pthread_t caller;
    bool is_elsewhere;
};

static void sum_up(void *context, size_t index)
{
    struct sums *sums = context;
    double sum = 0;

    for (size_t i = 1; i <= 100 + index; i++)
        sum += 1.0 / (double)i;
    sums->calls[index]++;
    sums->result[index] = sum;
}

static void every_task_is_done_once_on_any_number_of_threads(void **state)
{
    static const unsigned threads[] = {0, 1, 2, 3, 8, 64};
    static const size_t tasks[] = {0, 1, 2, 7, 1000};
    static struct sums alone, sums;

    (void)state;
    for (size_t index = 0; index < 1000; index++)
        sum_up(&alone, index);
    for (size_t i = 0; i < COUNT(threads); i++)
        for (size_t j = 0; j < COUNT(tasks); j++) {
            memset(&sums, 0, sizeof sums);
            threads_run(threads[i], tasks[j], sum_up, &sums);
            for (size_t k = 0; k < 1000; k++)
                assert_int_equal(sums.calls[k], k < tasks[j]);
            assert_memory_equal(sums.result, alone.result,
                                tasks[j] * sizeof *sums.result);
        }
}

static void note_thread(void *context, size_t index)
{
    struct sums *sums = context;

    sums->calls[index] = index && sums->calls[index - 1] == 0 ? 0 : 1;
    if (!pthread_equal(pthread_self(), sums->caller))
        sums->is_elsewhere = true;
}

/* In order: each task finds the one before it done. */
static void one_thread_runs_in_place_and_in_order(void **state)
{
    static struct sums sums;

    (void)state;
    sums.caller = pthread_self();
    threads_run(1, 1000, note_thread, &sums);
    assert_false(sums.is_elsewhere);
    for (size_t k = 0; k < 1000; k++)
        assert_int_equal(sums.calls[k], 1);
    memset(sums.calls, 0, sizeof sums.calls);
    threads_run(8, 1, note_thread, &sums);
    assert_false(sums.is_elsewhere);
    assert_int_equal(sums.calls[0], 1);
}

/* Two tasks that wait for each other end only if both run at once. */
static void meet(void *context, size_t index)
{
    (void)index;
    pthread_barrier_wait(context);
}

static void two_threads_run_two_tasks_at_once(void **state)
{
    pthread_barrier_t barrier;

    (void)state;
    pthread_barrier_init(&barrier, NULL, 2);
    threads_run(2, 2, meet, &barrier);
    pthread_barrier_destroy(&barrier);
}

static void the_default_is_what_the_process_may_use(void **state)
{
    cpu_set_t all, one;

    (void)state;
    assert_int_equal(sched_getaffinity(0, sizeof all, &all), 0);
    assert_int_equal(threads_default(), CPU_COUNT(&all));
    CPU_ZERO(&one);
    for (size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
        if (CPU_ISSET(i, &all))
            CPU_SET(i, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(threads_default(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);
}

static void mark_rows(void *context, size_t from, size_t to)
{
    uint8_t *marks = context;

    assert_true(from < to);
    for (size_t i = from; i < to; i++)
        marks[i]++;
}

static void every_row_is_in_one_block(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};
    uint8_t *marks = malloc(300000);

    (void)state;
    assert_non_null(marks);
    for (size_t k = 0; k < COUNT(sizes); k++) {
        memset(marks, 0, 300000);
        threads_run_rows(sizes[k], mark_rows, marks);
        for (size_t i = 0; i < 300000; i++)
            assert_int_equal(marks[i], i < sizes[k]);
    }
    free(marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_is_done_once_on_any_number_of_threads),
        cmocka_unit_test(one_thread_runs_in_place_and_in_order),
        cmocka_unit_test(two_threads_run_two_tasks_at_once),
        cmocka_unit_test(every_row_is_in_one_block),
        cmocka_unit_test(the_default_is_what_the_process_may_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
