#include "cmd/job.h"

enum status job_run(const struct command *command, void *const *targets,
                    const char *title, job_work *work, void *own, int argc,
                    char **argv)
{
    struct job job = {0};
    struct error error = {0};
    enum status status = STATUS_ERROR;

    if (command_parse(command, targets, &argc, argv)) {
        job.doc = doc_create(title);
        status = work(&job, own, argc, argv, &error)
                     ? (enum status)job.doc->exit_status
                     : command_fail(&error);
        frame_release(&job.frame);
        intake_release(&job.intake);
        doc_destroy(job.doc);
    }
    command_release(command, targets);
    return status;
}
