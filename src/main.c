#include <gsl/gsl_errno.h>

#include "cmd/command.h"

/* GSL's own handler aborts; ours is to look at what it returns. */
int main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    return command_main(argc, argv);
}
