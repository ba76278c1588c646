#include <gsl/gsl_errno.h>
#include <signal.h>

#include "cmd/command.h"

/* GSL's own handler aborts; ours is to look at what it returns. A closed pipe
 * is a failed write, told like any other. */
int main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    signal(SIGPIPE, SIG_IGN);
    return command_main(argc, argv);
}
