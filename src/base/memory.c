#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static void (*clean_up)(void);

void memory_at_exit(void (*clean)(void))
{
    clean_up = clean;
}

static size_t limit; /* 0: nobody set one */

void memory_exhausted(void)
{
    const double mega = 1 << 20;

    if (clean_up)
        clean_up();
    if (limit)
        fprintf(stderr,
                "llmstats: more memory is needed than the %.6g MB that "
                "--max-memory allows\n",
                (double)limit / mega);
    else
        fputs("llmstats: out of memory\n", stderr);
    exit(2);
}

static void *checked(void *block)
{
    if (!block)
        memory_exhausted();
    return block;
}

/* What the process has of its own already, in bytes: the sixth number of
 * statm. 0 where there is no such file. */
static unsigned long long data_size(void)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (!file)
        return 0;
    if (fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
        pages = 0;
    fclose(file);
    return pages * (unsigned long long)sysconf(_SC_PAGESIZE);
}

/* Where the system sets no such limit there is none: want of memory then ends
 * the program as ever. */
void memory_limit(size_t bytes)
{
    struct rlimit data;
    unsigned long long all = data_size();

    limit = bytes;
    if (bytes == 0)
        bytes = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    if (getrlimit(RLIMIT_DATA, &data) != 0)
        return;
    all += bytes;
    if (data.rlim_max == RLIM_INFINITY || all < data.rlim_max) {
        data.rlim_cur = (rlim_t)all;
        setrlimit(RLIMIT_DATA, &data);
    }
}

/* Large blocks are columns, which are touched from begin to end: in huge pages
 * the system has a hundredth of the work with them. Where it does not know
 * these, nothing is lost. */
static void *advised(void *block, size_t bytes)
{
    const size_t large = (size_t)2 << 20, page = (size_t)4 << 10;
    size_t skip = (page - (size_t)(uintptr_t)block % page) % page;

    if (bytes >= large)
        madvise((char *)block + skip, bytes - skip, MADV_HUGEPAGE);
    return block;
}

void *memory_alloc(size_t count, size_t size)
{
    return advised(checked(calloc(count ? count : 1, size ? size : 1)),
                   count * size);
}

void *memory_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return checked(NULL);
    return advised(checked(realloc(old, count && size ? count * size : 1)),
                   count * size);
}

char *memory_text(const char *text)
{
    return checked(strdup(text));
}
