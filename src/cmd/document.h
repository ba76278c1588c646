#ifndef CMD_DOCUMENT_H
#define CMD_DOCUMENT_H

#include "doc/doc.h"

/* Begins the data: "schema", "tool", "command". */
void document_begin(struct doc *doc, const char *command);

#endif
