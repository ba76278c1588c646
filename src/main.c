#include <gsl/gsl_errno.h>
#include <malloc.h>

#include "cmd/command.h"

/* GSL's own handler aborts; ours is to look at what it returns. */
int main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    /* Columns come from the system, zeroed and in huge pages (base/memory.c);
     * what is smaller is kept when it is freed. */
    mallopt(M_MMAP_THRESHOLD, 2 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    return command_main(argc, argv);
}
