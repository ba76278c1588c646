#include "study/tokens.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"

const char *const token_rule_names[] = {"look", "within", "beside", NULL};

bool tokens_decide(const struct token_evidence *evidence, enum token_rule rule,
                   bool *is_assumed)
{
    if (rule != TOKENS_LOOK)
        return rule == TOKENS_BESIDE;
    /* One row in a hundred may be a slip of the logger. */
    if (evidence->n_beyond * 100 > evidence->n_parts)
        return true;
    if (evidence->n_within != evidence->n_beside)
        return evidence->n_beside > evidence->n_within;
    if (evidence->is_named_beside)
        return true;
    if (evidence->n_parts)
        *is_assumed = true;
    return false;
}

static double at(const double *column, size_t row)
{
    return column && isfinite(column[row]) ? column[row] : 0;
}

static double cached_part(const struct tokens *tokens, size_t row)
{
    return at(tokens->cached, row) + at(tokens->cache_write, row);
}

static bool is_known(const struct tokens *tokens, size_t row)
{
    return tokens->input && tokens->output && isfinite(tokens->input[row]) &&
           isfinite(tokens->output[row]);
}

/* The total that the log states; NAN. */
static double total_of(const struct tokens *tokens, size_t row)
{
    bool is_stated = tokens->total && tokens->beside[row] & TOKENS_TOTAL_STATED;

    return is_stated ? tokens->total[row] : (double)NAN;
}

static void count_row(struct token_evidence evidence[2],
                      const struct tokens *tokens, size_t row)
{
    double parts[2] = {cached_part(tokens, row), at(tokens->reasoning, row)};
    double wholes[2] = {tokens->input[row], tokens->output[row]};
    double rest = total_of(tokens, row) - wholes[0] - wholes[1];

    for (int i = 0; i < 2; i++) {
        double other = parts[1 - i];

        if (!(parts[i] > 0))
            continue;
        evidence[i].n_parts++;
        evidence[i].n_beyond += parts[i] > wholes[i];
        evidence[i].n_within += rest == 0 || (other > 0 && rest == other);
        evidence[i].n_beside += rest == parts[i] || rest == parts[i] + other;
    }
}

/* Anthropic's names, which count beside; OpenTelemetry's sound alike and count
 * within. */
static bool is_named_beside(const struct input *input)
{
    for (size_t i = 0; i < input->n_mappings; i++) {
        const char *source = input->mappings[i].source;

        if (!strstr(source, "gen_ai") &&
            (strstr(source, "cache_read_input") ||
             strstr(source, "cache_creation_input")))
            return true;
    }
    return false;
}

/* A total that llmstats added up itself says nothing. */
static bool states_total(const struct input *input)
{
    bool states = false;

    for (size_t i = 0; i < input->n_mappings; i++) {
        if (strcmp(input->mappings[i].field, "total_tokens") != 0)
            continue;
        if (strcmp(input->mappings[i].decided_by, "derived") == 0)
            return false;
        states = true;
    }
    return states;
}

struct evidence_rows {
    const struct tokens *tokens;
    size_t first;                         /* row */
    struct token_evidence (*evidence)[2]; /* [blocks] */
};

static void count_rows(void *context, size_t from, size_t to)
{
    const struct evidence_rows *rows = context;

    for (size_t i = rows->first + from; i < rows->first + to; i++)
        if (is_known(rows->tokens, i))
            count_row(rows->evidence[from / THREADS_BLOCK], rows->tokens, i);
}

static void find_evidence(struct token_evidence evidence[2],
                          const struct tokens *tokens,
                          const struct input *input)
{
    size_t n_blocks = threads_n_blocks(input->n_rows);
    struct evidence_rows rows = {tokens, input->first_row,
                                 memory_alloc(n_blocks, sizeof *rows.evidence)};

    threads_run_rows(input->n_rows, count_rows, &rows);
    for (size_t b = 0; b < n_blocks; b++)
        for (int i = 0; i < 2; i++) {
            evidence[i].n_parts += rows.evidence[b][i].n_parts;
            evidence[i].n_beyond += rows.evidence[b][i].n_beyond;
            evidence[i].n_within += rows.evidence[b][i].n_within;
            evidence[i].n_beside += rows.evidence[b][i].n_beside;
        }
    free(rows.evidence);
}

static void decide_input(struct tokens *tokens, const struct input *input,
                         const enum token_rule rules[2])
{
    struct token_evidence evidence[2] = {{0}, {0}};
    uint8_t beside =
        tokens->total && states_total(input) ? TOKENS_TOTAL_STATED : 0;

    memset(tokens->beside + input->first_row, beside, input->n_rows);
    evidence[0].is_named_beside = is_named_beside(input);
    find_evidence(evidence, tokens, input);
    if (tokens_decide(&evidence[0], rules[0], &tokens->is_assumed))
        beside |= TOKENS_CACHED_BESIDE;
    if (tokens_decide(&evidence[1], rules[1], &tokens->is_assumed))
        beside |= TOKENS_REASONING_BESIDE;
    memset(tokens->beside + input->first_row, beside, input->n_rows);
    tokens->has_cached |= evidence[0].n_parts > 0;
    tokens->has_reasoning |= evidence[1].n_parts > 0;
}

bool tokens_of(const struct tokens *tokens, size_t row,
               double classes[N_TOKEN_CLASSES])
{
    uint8_t beside = tokens->beside[row];
    double cached = cached_part(tokens, row), input, output;
    double reasoning = at(tokens->reasoning, row);

    if (!is_known(tokens, row))
        return false;
    input = tokens->input[row];
    output = tokens->output[row];
    if (!(beside & TOKENS_CACHED_BESIDE))
        input = fmax(input - cached, 0);
    if (!(beside & TOKENS_REASONING_BESIDE))
        output = fmax(output - reasoning, 0);
    classes[TOKENS_INPUT] = input;
    classes[TOKENS_CACHED] = at(tokens->cached, row);
    classes[TOKENS_CACHE_WRITE] = at(tokens->cache_write, row);
    classes[TOKENS_OUTPUT] = output;
    classes[TOKENS_REASONING] = reasoning;
    return true;
}

struct checks {
    size_t n_known, n_with_total, n_different, n_beyond;
};

static void check_row(struct checks *checks, const struct tokens *tokens,
                      size_t row)
{
    double classes[N_TOKEN_CLASSES], sum = 0;

    if (!tokens_of(tokens, row, classes))
        return;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        sum += classes[c];
    checks->n_known++;
    if (isfinite(total_of(tokens, row))) {
        checks->n_with_total++;
        checks->n_different += total_of(tokens, row) != sum;
    }
    if ((!(tokens->beside[row] & TOKENS_CACHED_BESIDE) &&
         cached_part(tokens, row) > tokens->input[row]) ||
        (!(tokens->beside[row] & TOKENS_REASONING_BESIDE) &&
         classes[TOKENS_REASONING] > tokens->output[row]))
        checks->n_beyond++;
}

struct checking {
    const struct tokens *tokens;
    const uint8_t *kept;
    struct checks *checks; /* [blocks] */
};

static void check_rows(void *context, size_t from, size_t to)
{
    const struct checking *checking = context;
    struct checks checks = {0};

    for (size_t i = from; i < to; i++)
        if (checking->kept[i])
            check_row(&checks, checking->tokens, i);
    checking->checks[from / THREADS_BLOCK] = checks;
}

static void check_all(struct tokens *tokens, const struct frame *frame)
{
    size_t n_blocks = threads_n_blocks(frame->table->n_rows);
    struct checking checking = {
        tokens, frame->kept, memory_alloc(n_blocks, sizeof *checking.checks)};

    threads_run_rows(frame->table->n_rows, check_rows, &checking);
    for (size_t b = 0; b < n_blocks; b++) {
        tokens->n_known += checking.checks[b].n_known;
        tokens->n_with_total += checking.checks[b].n_with_total;
        tokens->n_different += checking.checks[b].n_different;
        tokens->n_beyond += checking.checks[b].n_beyond;
    }
    free(checking.checks);
}

static const double *number_of(const struct frame *frame, enum field field)
{
    const struct column *column = frame->table->field[field];

    return column ? column->number : NULL;
}

void tokens_init(struct tokens *tokens, const struct frame *frame,
                 enum token_rule cached, enum token_rule reasoning)
{
    const enum token_rule rules[2] = {cached, reasoning};

    *tokens = (struct tokens){
        .input = number_of(frame, FIELD_INPUT_TOKENS),
        .output = number_of(frame, FIELD_OUTPUT_TOKENS),
        .total = number_of(frame, FIELD_TOTAL_TOKENS),
        .cached = number_of(frame, FIELD_CACHED_TOKENS),
        .cache_write = number_of(frame, FIELD_CACHE_WRITE_TOKENS),
        .reasoning = number_of(frame, FIELD_REASONING_TOKENS),
        .beside = arena_alloc(frame->arena, frame->table->n_rows, 1),
    };
    for (size_t i = 0; i < frame->intake->n_inputs; i++)
        decide_input(tokens, &frame->intake->inputs[i], rules);
    check_all(tokens, frame);
}
