#include "base/progress.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/threads.h"
#include "tests/check.h"

static void wait_for(long milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000};

    nanosleep(&time, NULL);
}

/* Standard error becomes a terminal, or a file that is none. */
struct capture {
    int saved, reader;
};

static bool capture_terminal(struct capture *capture)
{
    int terminal;

    capture->reader = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (capture->reader < 0 || grantpt(capture->reader) != 0 ||
        unlockpt(capture->reader) != 0)
        return false;
    terminal = open(ptsname(capture->reader), O_RDWR | O_NOCTTY);
    if (terminal < 0)
        return false;
    fflush(stderr);
    capture->saved = dup(STDERR_FILENO);
    dup2(terminal, STDERR_FILENO);
    close(terminal);
    return true;
}

static void capture_pipe(struct capture *capture)
{
    int ends[2];

    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    fflush(stderr);
    capture->reader = ends[0];
    capture->saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
}

/* What was written since; standard error is what it was. */
static void end_capture(struct capture *capture, char *text, size_t size)
{
    size_t length = 0;
    ssize_t n;

    fflush(stderr);
    while (length + 1 < size &&
           (n = read(capture->reader, text + length, size - length - 1)) > 0)
        length += (size_t)n;
    text[length] = '\0';
    dup2(capture->saved, STDERR_FILENO);
    close(capture->saved);
    close(capture->reader);
}

static void work_for(const char *what, size_t total, bool is_quiet,
                     long milliseconds)
{
    struct progress *progress = progress_create(what, total, is_quiet);

    progress_add(progress, 1000000);
    wait_for(milliseconds);
    progress_add(progress, 1000000);
    progress_destroy(progress);
}

static void long_work_is_shown_on_a_terminal_and_erased(void **state)
{
    struct capture capture;
    char text[2000];
    char *end;

    (void)state;
    if (!capture_terminal(&capture))
        skip();
    work_for("reading", 8000000, false, 550);
    end_capture(&capture, text, sizeof text);
    assert_non_null(strstr(text, "\rreading: 25 % of 8.0 MB, "));
    assert_non_null(strstr(text, " s left"));
    end = strrchr(text, '\r');
    assert_string_equal(end, "\r"); /* and before it nothing but blanks */
    while (*--end == ' ')
        ;
    assert_int_equal(*end, '\r');
}

static void an_unknown_total_promises_no_end(void **state)
{
    struct capture capture;
    char text[2000];

    (void)state;
    if (!capture_terminal(&capture))
        skip();
    work_for("unpacking", 0, false, 550);
    end_capture(&capture, text, sizeof text);
    assert_non_null(strstr(text, "\runpacking: 2.0 MB, "));
    assert_null(strstr(text, "left"));
}

static void short_or_quiet_work_says_nothing(void **state)
{
    struct capture capture;
    char text[2000];

    (void)state;
    if (!capture_terminal(&capture))
        skip();
    work_for("reading", 8000000, false, 0);
    work_for("reading", 8000000, true, 550);
    end_capture(&capture, text, sizeof text);
    assert_string_equal(text, "");
}

static void nothing_goes_into_a_file(void **state)
{
    struct capture capture;
    char text[2000];

    (void)state;
    capture_pipe(&capture);
    work_for("reading", 8000000, false, 550);
    progress_add(NULL, 1);
    progress_destroy(NULL);
    end_capture(&capture, text, sizeof text);
    assert_string_equal(text, "");
}

static void add_some(void *context, size_t index)
{
    (void)index;
    progress_add(context, 1000);
}

static void many_threads_may_add(void **state)
{
    struct capture capture;
    struct progress *progress;
    char text[2000];

    (void)state;
    if (!capture_terminal(&capture))
        skip();
    progress = progress_create("reading", 2000000, false);
    threads_run(4, 1000, add_some, progress);
    wait_for(550);
    progress_add(progress, 0);
    progress_destroy(progress);
    end_capture(&capture, text, sizeof text);
    assert_non_null(strstr(text, "\rreading: 50 % of 2.0 MB, "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_work_is_shown_on_a_terminal_and_erased),
        cmocka_unit_test(an_unknown_total_promises_no_end),
        cmocka_unit_test(short_or_quiet_work_says_nothing),
        cmocka_unit_test(nothing_goes_into_a_file),
        cmocka_unit_test(many_threads_may_add),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
