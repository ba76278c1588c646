/* Damaged logs: every fixture cut off at every byte, and with bytes changed at
 * random. Each must be read or refused, without a crash, a hang or a word of
 * the sanitizers.
 *
 * There are some sixty thousand of them. MUTATIONS is the number of those that
 * are tried, spread evenly; "all" tries every one. */

#include <dirent.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/intake.h"

enum {
    MOST_FILES = 1000,
    MOST_BYTES = 4096, /* of a fixture; the rest of it is left out */
    FLIPS = 10000,     /* over all fixtures */
    DEFAULT_MUTATIONS = 2500,
    SECONDS_A_LOG = 20,
};

struct fixture {
    char path[1024];
    uint8_t *data;
    size_t size;
};

static struct fixture fixtures[MOST_FILES];
static size_t n_fixtures;

static int add_fixture(const char *path, const struct stat *state, int kind)
{
    struct fixture *fixture = &fixtures[n_fixtures];
    FILE *in;

    (void)state;
    if (kind != FTW_F || n_fixtures == MOST_FILES)
        return 0;
    in = fopen(path, "rb");
    fixture->data = malloc(MOST_BYTES);
    if (!in || !fixture->data)
        abort();
    snprintf(fixture->path, sizeof fixture->path, "%s", path);
    fixture->size = fread(fixture->data, 1, MOST_BYTES, in);
    fclose(in);
    n_fixtures++;
    return 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct fixture *)a)->path,
                  ((const struct fixture *)b)->path);
}

static bool add_folder(const char *name)
{
    const char *top = getenv("srcdir");
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", top ? top : ".", name);
    return ftw(path, add_fixture, 16) == 0;
}

/* SplitMix64: the same changes on every machine. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* A mutation is a place to cut at, or, beyond the size, a seed of changes. */
static size_t mutate(const struct fixture *fixture, size_t mutation,
                     uint8_t *into)
{
    uint64_t state = mutation, n;

    memcpy(into, fixture->data, fixture->size);
    if (mutation < fixture->size || fixture->size == 0)
        return mutation < fixture->size ? mutation : 0;
    n = 1 + next_random(&state) % 4;
    for (uint64_t i = 0; i < n; i++) {
        size_t at = (size_t)(next_random(&state) % fixture->size);

        into[at] = (uint8_t)next_random(&state);
    }
    return fixture->size;
}

/* Every row is accounted for, and every text of the table is there. */
static void check_input(const struct intake *intake)
{
    const struct input *input = &intake->inputs[0];
    const struct table *table = intake->table;

    if (input->accepted + input->rejected != input->records ||
        input->n_rows != table->n_rows || table->n_rows == 0)
        abort();
    for (size_t i = 0; i < table->n_columns; i++)
        for (size_t row = 0; row < table->n_rows; row++)
            if (table->columns[i]->kind == KIND_TEXT &&
                !column_text(table->columns[i], row))
                abort();
}

static void take(const uint8_t *data, size_t size)
{
    struct intake_options options = {.keeps_all = true, .threads = 1};
    struct error error = {0};
    struct intake intake;
    char name[64];
    const char *path = name;
    int file = memfd_create("log", MFD_CLOEXEC);

    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    if (intake_read(&intake, &options, &path, 1, &error))
        check_input(&intake);
    else if (!*error.text || strchr(error.text, '\n'))
        abort();
    intake_release(&intake);
    close(file);
}

/* What is being tried, for the parent to tell. */
static struct {
    size_t fixture, mutation;
} * current;

static void try_all(const struct fixture *fixture, size_t n, double stride)
{
    for (double at = 0; at < (double)n; at += stride) {
        uint8_t *data = malloc(fixture->size + 1);

        if (!data)
            abort();
        current->mutation = (size_t)at;
        alarm(SECONDS_A_LOG);
        take(data, mutate(fixture, current->mutation, data));
        free(data);
    }
}

/* Tries the fixtures from `first` on in a process of their own; true if it
 * lived to their end. */
static bool survives(size_t first, size_t n_flips, double stride)
{
    pid_t child;
    int status;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        for (size_t i = first; i < n_fixtures; i++) {
            current->fixture = i;
            try_all(&fixtures[i], fixtures[i].size + n_flips, stride);
        }
        exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* The damaged log, to be looked at. */
static void keep(const struct fixture *fixture, size_t mutation)
{
    uint8_t data[MOST_BYTES];
    size_t n = mutate(fixture, mutation, data);
    FILE *out = fopen("mutation.bad", "wb");

    if (!out || fwrite(data, 1, n, out) != n)
        abort();
    fclose(out);
}

static double choose_stride(size_t n)
{
    const char *wanted = getenv("MUTATIONS");
    double most = DEFAULT_MUTATIONS;

    if (wanted && strcmp(wanted, "all") == 0)
        return 1;
    if (wanted)
        most = strtod(wanted, NULL);
    return most > 0 && most < (double)n ? (double)n / most : 1;
}

static int try_fixtures(void)
{
    size_t n_flips = FLIPS / n_fixtures + 1, n_bytes = 0, i = 0;
    double stride;
    int n_failed = 0;

    for (size_t k = 0; k < n_fixtures; k++)
        n_bytes += fixtures[k].size;
    stride = choose_stride(n_bytes + n_flips * n_fixtures);
    while (i < n_fixtures) {
        size_t end = n_fixtures;
        bool is_fine = survives(i, n_flips, stride);

        if (!is_fine)
            end = current->fixture;
        for (; i < end; i++)
            printf("ok %zu - %s\n", i + 1, fixtures[i].path);
        if (is_fine)
            break;
        printf("not ok %zu - %s: mutation %zu, now in mutation.bad\n", i + 1,
               fixtures[i].path, current->mutation);
        keep(&fixtures[i++], current->mutation);
        n_failed++;
    }
    return n_failed;
}

int main(void)
{
    int n_failed;

    current = mmap(NULL, sizeof *current, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (current == MAP_FAILED || !add_folder("tests/fixtures") ||
        !add_folder("data/runs") || n_fixtures == 0) {
        printf("not ok 1 - there are no fixtures\n");
        return 1;
    }
    qsort(fixtures, n_fixtures, sizeof *fixtures, by_path);
    n_failed = try_fixtures();
    for (size_t i = 0; i < n_fixtures; i++)
        free(fixtures[i].data);
    return n_failed > 0;
}
