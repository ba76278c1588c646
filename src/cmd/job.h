#ifndef CMD_JOB_H
#define CMD_JOB_H

#include "cmd/command.h"
#include "doc/doc.h"
#include "log/intake.h"
#include "study/frame.h"

/* What a command that studies logs holds while it works: filled by the work,
 * released by job_run. */
struct job {
    struct doc *doc;
    struct intake intake;
    struct frame frame;
};

/* The work of a command, on its operands; `own` is the command's: its flags,
 * and what else it holds. */
typedef bool job_work(struct job *job, void *own, int argc, char **argv,
                      struct error *error);

/* Parses the flags into the targets, does the work on a new document of this
 * title and returns the exit status that the document tells; an error is
 * printed. What `own` holds is for the caller to release, but for what lives in
 * the arena of the document, which is gone by then. */
enum status job_run(const struct command *command, void *const *targets,
                    const char *title, job_work *work, void *own, int argc,
                    char **argv);

#endif
