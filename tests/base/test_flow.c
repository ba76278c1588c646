#include "base/flow.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/check.h"

static char byte_of(size_t i)
{
    return (char)('a' + i * i % 23);
}

static void write_bytes(struct flow *flow, size_t n)
{
    size_t from = flow_size(flow);
    char *room = flow_room(flow, n);

    for (size_t i = 0; i < n; i++)
        room[i] = byte_of(from + i);
    flow_add(flow, n);
}

static void bytes_stay_where_they_are(void **state)
{
    struct flow *flow = flow_create();
    const char *data = flow_data(flow);
    size_t n = 0;
    bool is_all;

    (void)state;
    for (size_t step = 1; n < 5000000; n += step, step += step / 3 + 1)
        write_bytes(flow, step);
    assert_ptr_equal(flow_data(flow), data);
    assert_int_equal(flow_wait(flow, 0, &is_all), n);
    assert_false(is_all);
    flow_end(flow);
    assert_int_equal(flow_wait(flow, n + 1, &is_all), n);
    assert_true(is_all);
    for (size_t i = 0; i < n; i++)
        if (data[i] != byte_of(i))
            fail_msg("byte %zu is another one", i);
    for (size_t i = 0; i < FLOW_PADDING; i++)
        assert_int_equal(data[n + i], 0);
    flow_destroy(flow);
}

static void room_that_is_not_used_leaves_nothing(void **state)
{
    struct flow *flow = flow_create();
    bool is_all;

    (void)state;
    memset(flow_room(flow, 1000), 'x', 1000);
    flow_end(flow);
    assert_int_equal(flow_wait(flow, 1, &is_all), 0);
    assert_true(is_all);
    assert_int_equal(flow_data(flow)[0], 0);
    flow_destroy(flow);
    flow_destroy(NULL);
}

static void *write_in_steps(void *context)
{
    struct flow *flow = context;

    for (size_t i = 0; i < 2000; i++)
        write_bytes(flow, 1000 + i % 7);
    flow_end(flow);
    return NULL;
}

/* Each byte is right as soon as it is told of. */
static void a_reader_sees_what_was_written_before(void **state)
{
    struct flow *flow = flow_create();
    size_t seen = 0, n;
    bool is_all = false;
    pthread_t writer;

    (void)state;
    assert_int_equal(pthread_create(&writer, NULL, write_in_steps, flow), 0);
    while (!is_all) {
        n = flow_wait(flow, seen + 5000, &is_all);
        assert_true(is_all || n >= seen + 5000);
        for (; seen < n; seen++)
            if (flow_data(flow)[seen] != byte_of(seen))
                fail_msg("byte %zu is another one", seen);
    }
    pthread_join(writer, NULL);
    assert_int_equal(seen, 2000 * 1000 + 2000 / 7 * 21 + 10);
    flow_destroy(flow);
}

/* In another process, which may address little. */
static void a_limit_of_address_space_leaves_room_for_what_fits(void **state)
{
    int status;
    pid_t child;

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
    skip(); /* they need address space themselves */
#endif
    (void)state;
    child = fork();
    if (child == 0) {
        struct rlimit limit = {(rlim_t)1 << 28, (rlim_t)1 << 28};
        struct flow *flow;

        if (setrlimit(RLIMIT_AS, &limit) != 0)
            _exit(3);
        flow = flow_create();
        write_bytes(flow, 10000000);
        _exit(flow_data(flow)[9999999] == byte_of(9999999) ? 0 : 4);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_stay_where_they_are),
        cmocka_unit_test(room_that_is_not_used_leaves_nothing),
        cmocka_unit_test(a_reader_sees_what_was_written_before),
        cmocka_unit_test(a_limit_of_address_space_leaves_room_for_what_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
