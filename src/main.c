#include <gsl/gsl_errno.h>
#include <malloc.h>

#include "cmd/command.h"

/* GSL's own handler aborts; ours is to look at what it returns. */
int main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    /* Memory is kept when it is freed: to have new pages zeroed takes longer
     * than the work on most of what stands in them. All threads have it from
     * one place: what one gives back, another can take. */
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    return command_main(argc, argv);
}
