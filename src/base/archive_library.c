#include "base/archive_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static struct archive_library library;
static char why_not[256]; /* "": it is there */

/* False, and why_not says so, if the library has no such function. */
static bool find(void *handle, const char *name, void *function)
{
    void *found = dlsym(handle, name);

    if (found)
        memcpy(function, &found, sizeof found); /* no cast from data to code */
    else
        snprintf(why_not, sizeof why_not, "it has no %s", name);
    return found != NULL;
}

static void load(void)
{
    void *handle = dlopen(ARCHIVE_NAME, RTLD_NOW | RTLD_LOCAL);
    bool ok = true;

    if (!handle) {
        snprintf(why_not, sizeof why_not, "%s", dlerror());
        return;
    }
#define FIND(name) ok = ok && find(handle, #name, &library.name);
    ARCHIVE_FUNCTIONS(FIND)
#undef FIND
    (void)ok;
}

const struct archive_library *archive_library(const char **reason)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, load);
    *reason = why_not;
    return why_not[0] ? NULL : &library;
}
