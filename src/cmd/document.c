#include "cmd/document.h"

void document_begin(struct doc *doc, const char *command)
{
    struct arena *arena = doc->arena;
    struct value *tool;

    value_set(doc->data, "schema", value_text(arena, "llmstats.results/1"));
    tool = value_set(doc->data, "tool", value_object(arena));
    value_set(tool, "name", value_text(arena, "llmstats"));
    value_set(tool, "version", value_text(arena, PACKAGE_VERSION));
    value_set(doc->data, "command", value_text(arena, command));
}
