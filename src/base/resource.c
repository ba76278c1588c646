#include "base/resource.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Appends FOLDER/NAME if there is such a file. */
static bool try_folder(struct text *path, const char *folder, const char *name)
{
    size_t length = path->length;

    text_format(path, "%s/%s", folder, name);
    if (access(path->data + length, R_OK) == 0)
        return true;
    path->length = length;
    path->data[length] = '\0';
    return false;
}

/* The folder that the running program is in; "" if nobody knows. */
static void program_folder(char folder[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", folder, PATH_MAX - 1);

    folder[n > 0 ? n : 0] = '\0';
    if (strrchr(folder, '/'))
        *strrchr(folder, '/') = '\0';
}

static bool is_within(const char *folder, const char *tree)
{
    size_t n = strlen(tree);

    return strncmp(folder, tree, n) == 0 &&
           (folder[n] == '\0' || folder[n] == '/');
}

bool resource_find(struct text *path, const char *name, struct error *error)
{
    const char *override = getenv("LLMSTATS_DATADIR");
    char folder[PATH_MAX];
    struct text beside;
    bool found;

    if (override && *override && try_folder(path, override, name))
        return true;
    program_folder(folder);
    if (is_within(folder, BUILD_DIR) && try_folder(path, SOURCE_DIR, name))
        return true;
    text_init(&beside);
    text_format(&beside, "%s/../share/llmstats", folder);
    found = (*folder && try_folder(path, beside.data, name)) ||
            try_folder(path, PKGDATADIR, name);
    text_release(&beside);
    if (found)
        return true;
    return error_set(error, NULL,
                     "'%s' is not installed: set LLMSTATS_DATADIR to the "
                     "folder that has it",
                     name);
}

bool resource_read(struct text *bytes, const char *name, struct error *error)
{
    struct text path;
    char block[4096];
    FILE *in = NULL;
    size_t n;
    bool ok;

    text_init(&path);
    ok = resource_find(&path, name, error);
    if (ok) {
        in = fopen(path.data, "r");
        while (in && (n = fread(block, 1, sizeof block, in)) > 0)
            text_add_n(bytes, block, n);
        if (!in || ferror(in))
            ok = error_set(error, &(struct place){.name = path.data}, "%s",
                           strerror(errno));
        if (in)
            fclose(in);
    }
    text_release(&path);
    return ok;
}
