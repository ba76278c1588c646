#include <gsl/gsl_errno.h>
#include <malloc.h>

#include "cmd/command.h"

/* GSL's own handler aborts; ours is to look at what it returns. */
int main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    /* Columns come and go: their pages are kept for the next one. */
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    return command_main(argc, argv);
}
