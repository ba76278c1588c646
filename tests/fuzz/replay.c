/* Stands in for libFuzzer in `make check`: gives every file of the corpus to
 * the fuzz target it is linked with, each in a process of its own, so that one
 * crash hides no other. The corpus of tests/fuzz/fuzz_NAME is
 * tests/fuzz/corpus/NAME. */

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_A_FILE = 60 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_no_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The target sees a block of exactly the file's size, so that the sanitizer
 * sees it read one byte further. */
static void replay(const char *path)
{
    FILE *in = fopen(path, "rb");
    uint8_t *data;
    long size;

    if (!in || fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0)
        abort();
    rewind(in);
    data = malloc((size_t)size + (size == 0));
    if (!data || fread(data, 1, (size_t)size, in) != (size_t)size)
        abort();
    fclose(in);
    alarm(SECONDS_A_FILE);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
}

static bool survives(const char *path)
{
    pid_t child;
    int status;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        replay(path);
        exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(int argc, char **argv)
{
    const char *top = getenv("srcdir");
    const char *name = strrchr(argv[0], '_');
    const char *sanitizers = getenv("REPLAY_SANITIZE");
    struct dirent **files;
    char folder[4096], path[8192];
    int n, n_failed = 0;

    (void)argc;
    snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", top ? top : ".",
             name ? name + 1 : "");
    n = scandir(folder, &files, is_no_folder, alphasort);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        if (survives(path)) {
            printf("ok %d - %s\n", i + 1, path);
        } else {
            printf("not ok %d - %s\n", i + 1, path);
            n_failed++;
        }
        free(files[i]);
    }
    if (n <= 0) {
        printf("not ok 1 - %s holds no file\n", folder);
        return 1;
    }
    free(files);
    if (!sanitizers || !*sanitizers)
        printf("ok %d - under sanitizers # SKIP this compiler has none\n",
               n + 1);
    return n_failed > 0;
}
