#include "data/field.h"

#include <string.h>

const struct field_info fields[N_FIELDS] = {
    [FIELD_LATENCY] =
        {
            .key = "latency",
            .label = "Latency",
            .kind = KIND_NUMBER,
            .unit = UNIT_SECONDS,
            .better = LESS_IS_BETTER,
            .aliases = "latency e2e_latency end_to_end_latency e2e "
                       "request_latency total_latency latency_total "
                       "total_time wall wall_time wall_clock llm_latency "
                       "response_time elapsed_time elapsed duration "
                       "request_duration http_req_duration latencies runtime "
                       "gen_time generation_time exec_time working_time "
                       "call_duration total_duration round_trip rtt took "
                       "@ time",
        },
    [FIELD_TTFT] =
        {
            .key = "ttft",
            .label = "Time to first token",
            .kind = KIND_NUMBER,
            .unit = UNIT_SECONDS,
            .better = LESS_IS_BETTER,
            .aliases =
                "ttft time_to_first_token first_token_latency "
                "first_token ttfts time_to_first_chunk to_first_chunk "
                "first_chunk_latency first_chunk_time first_action "
                "time_to_first_byte ttfb ttft_first_chunk first_token_delay "
                "first_response_time "
                "@ ttr",
        },
    [FIELD_TPOT] =
        {
            .key = "tpot",
            .label = "Time per output token",
            .kind = KIND_NUMBER,
            .unit = UNIT_SECONDS,
            .better = LESS_IS_BETTER,
            .aliases = "tpot time_per_output_token time_per_token",
        },
    [FIELD_ITL] =
        {
            .key = "itl",
            .label = "Inter-token latency",
            .kind = KIND_NUMBER,
            .unit = UNIT_SECONDS,
            .better = LESS_IS_BETTER,
            .aliases = "itl inter_token_latency mean_itl itl_mean itls "
                       "inter_chunk_latency",
        },
    [FIELD_QUEUE] =
        {
            .key = "queue",
            .label = "Queueing time",
            .kind = KIND_NUMBER,
            .unit = UNIT_SECONDS,
            .better = LESS_IS_BETTER,
            .aliases = "queue queue_time client_queue_time queuing_delay "
                       "queue_times usage.queue_time",
        },
    [FIELD_INPUT_TOKENS] =
        {
            .key = "input_tokens",
            .label = "Input tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases =
                "input_tokens prompt_tokens usage.prompt_tokens "
                "usage.input_tokens number_input_tokens num_input_tokens "
                "tokens_in in_tokens tokens_prompt native_tokens_prompt "
                "tokens.prompt tokens.input input_toks input_lens "
                "input_length in_len prompt_length_tokens input_token_count "
                "prompt_token_count prompt_eval_count prompt_eval_tokens "
                "input_sequence_length num_prefill_tokens ContextTokens "
                "request_tokens req_units gen_ai.usage.input_tokens "
                "usage.input n_input_tokens n_prompt_tokens input_tok "
                "prompt_tok usage.inputTokens tokenUsage.prompt "
                "@ input tokens.in prompt_tokens_approx",
        },
    [FIELD_OUTPUT_TOKENS] =
        {
            .key = "output_tokens",
            .label = "Output tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases =
                "output_tokens completion_tokens usage.completion_tokens "
                "usage.output_tokens number_output_tokens num_output_tokens "
                "tokens_out out_tokens generation_tokens generated_tokens "
                "tokens_completion native_tokens_completion "
                "tokens.completion tokens.output output_toks output_lens "
                "output_length out_len output_token_count "
                "completion_token_count eval_count output_sequence_length "
                "num_decode_tokens GeneratedTokens response_tokens res_units "
                "gen_ai.usage.output_tokens usage.output gen_tokens "
                "n_output_tokens n_completion_tokens output_tok "
                "completion_tok tokens_generated new_tokens "
                "usage.outputTokens tokenUsage.completion "
                "@ output tokens.out num_tokens tokens n_tokens",
        },
    [FIELD_TOTAL_TOKENS] =
        {
            .key = "total_tokens",
            .label = "Total tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases = "total_tokens number_total_tokens usage.total_tokens "
                       "tokens.total total_units num_total_tokens usage.total "
                       "@ tokens_used token_count",
        },
    [FIELD_CACHED_TOKENS] =
        {
            .key = "cached_tokens",
            .label = "Cached input tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases = "cached_tokens cached_input_tokens tokens_in_cached "
                       "tokens_cached input_tokens_cache_read "
                       "cache_read_input_tokens tokens.cached "
                       "usage.prompt_tokens_details.cached_tokens "
                       "prompt_tokens_details.cached_tokens "
                       "usage.cache_read_input_tokens "
                       "gen_ai.usage.cache_read.input_tokens",
        },
    [FIELD_CACHE_WRITE_TOKENS] =
        {
            .key = "cache_write_tokens",
            .label = "Cache write tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases = "cache_write_tokens cache_creation_input_tokens "
                       "input_tokens_cache_write "
                       "usage.cache_creation_input_tokens "
                       "gen_ai.usage.cache_creation.input_tokens",
        },
    [FIELD_REASONING_TOKENS] =
        {
            .key = "reasoning_tokens",
            .label = "Reasoning tokens",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS,
            .aliases = "reasoning_tokens tokens_reasoning "
                       "reasoning_token_count tokens.reasoning "
                       "usage.completion_tokens_details.reasoning_tokens "
                       "completion_tokens_details.reasoning_tokens "
                       "gen_ai.usage.reasoning.output_tokens",
        },
    [FIELD_OUTPUT_RATE] =
        {
            .key = "output_rate",
            .label = "Output rate",
            .kind = KIND_NUMBER,
            .unit = UNIT_TOKENS_PER_SECOND,
            .better = MORE_IS_BETTER,
            .aliases = "output_rate request_output_throughput_token_per_s "
                       "output_tokens_per_second output_tokens_per_sec "
                       "tokens_per_sec tokens_per_second "
                       "output_token_throughput_per_user eval_tokens_per_sec "
                       "tps output_tps decode_tps gen_tps generation_tps "
                       "output_throughput throughput_tok_s tok_per_s "
                       "tok_per_sec toks_per_sec "
                       "@ throughput",
        },
    [FIELD_COST] =
        {
            .key = "cost",
            .label = "Cost",
            .kind = KIND_NUMBER,
            .unit = UNIT_DOLLARS,
            .better = LESS_IS_BETTER,
            .aliases = "cost total_cost cost_total request_cost spend "
                       "response_cost estimated_cost estimated_cost_usd "
                       "cost_dollars price_usd",
        },
    [FIELD_QUALITY] =
        {
            .key = "quality",
            .label = "Quality",
            .kind = KIND_NUMBER,
            .unit = UNIT_NONE,
            .better = MORE_IS_BETTER,
            .aliases = "quality quality_score quality.composite score "
                       "rule_score gen_ai.evaluation.score.value "
                       "@ correct solved passed functional_pass",
        },
    [FIELD_CONCURRENCY] =
        {
            .key = "concurrency",
            .label = "Concurrency",
            .kind = KIND_NUMBER,
            .unit = UNIT_COUNT,
            .aliases = "concurrency max_concurrency num_concurrent_requests "
                       "num_concurrency cell.concurrency allThreads",
        },
    [FIELD_REQUEST_RATE] =
        {
            .key = "request_rate",
            .label = "Request rate",
            .kind = KIND_NUMBER,
            .unit = UNIT_REQUESTS_PER_SECOND,
            .aliases = "request_rate qps target_qps",
        },
    [FIELD_ATTEMPT] =
        {
            .key = "attempt",
            .label = "Attempt",
            .kind = KIND_NUMBER,
            .unit = UNIT_COUNT,
            .aliases = "attempt attempt_number api_attempts retry_count "
                       "retries trial trial_index repetition sample_index "
                       "run_idx",
        },
    [FIELD_START] =
        {
            .key = "start",
            .label = "Start",
            .kind = KIND_TIME,
            .unit = UNIT_TIME,
            .aliases = "start start_time started_at start_ts request_start "
                       "request_start_time timings.request_start "
                       "request_created_at request_time requested_at sent_at "
                       "launch_time launch arrival_time arrival t_start "
                       "time_start begin begin_time startTimeUnixNano "
                       "@ timestamp time_stamp ts time created_at "
                       "created_at_utc created gmt_create datetime "
                       "date_time date logged_at",
        },
    [FIELD_FIRST_TOKEN] =
        {
            .key = "first_token",
            .label = "First token at",
            .kind = KIND_TIME,
            .unit = UNIT_TIME,
            .is_inner = true,
            .aliases = "first_token_time first_token_ts first_token_at "
                       "completion_start_time t_first_token "
                       "first_token_iteration",
        },
    [FIELD_END] =
        {
            .key = "end",
            .label = "End",
            .kind = KIND_TIME,
            .unit = UNIT_TIME,
            .aliases = "end end_time ended_at completed_at finished_at "
                       "finish_time request_end completed_time last_token_ts "
                       "last_token_time response_created_at endTimeUnixNano "
                       "t_end time_end end_ts "
                       "@ completed finished",
        },
    [FIELD_RUN] =
        {
            .key = "run",
            .label = "Run",
            .kind = KIND_TEXT,
            .aliases = "run run_id run_name eval_id",
        },
    [FIELD_REQUEST_ID] =
        {
            .key = "request_id",
            .label = "Request",
            .kind = KIND_TEXT,
            .aliases = "request_id x_request_id uuid call_id generation_id "
                       "response_id span_id event_id cuid "
                       "@ id custom_id answer_id seq",
        },
    [FIELD_ITEM] =
        {
            .key = "item",
            .label = "Item",
            .kind = KIND_TEXT,
            .aliases = "item item_id custom_id task_id prompt_id case_id "
                       "question_id input_id puzzle_id test_idx",
        },
    [FIELD_MODEL] =
        {
            .key = "model",
            .label = "Model",
            .kind = KIND_TEXT,
            .aliases = "model model_id model_name model_used ai_model "
                       "model_permaslug gen_ai.request.model model.name "
                       "response.body.model request.model model_group",
        },
    [FIELD_PROVIDER] =
        {
            .key = "provider",
            .label = "Provider",
            .kind = KIND_TEXT,
            .aliases = "provider provider_name custom_llm_provider ai_org "
                       "gen_ai.provider.name gen_ai.system backend",
        },
    [FIELD_REGION] =
        {
            .key = "region",
            .label = "Region",
            .kind = KIND_TEXT,
            .aliases = "region location zone",
        },
    [FIELD_WORKLOAD] =
        {
            .key = "workload",
            .label = "Workload",
            .kind = KIND_TEXT,
            .aliases = "workload workload_type category scenario call_type "
                       "stage operation task log_type predict_type",
        },
    [FIELD_OUTCOME] =
        {
            .key = "outcome",
            .label = "Outcome",
            .kind = KIND_TEXT,
            .aliases = "outcome",
        },
    [FIELD_HTTP_STATUS] =
        {
            .key = "http_status",
            .label = "HTTP status",
            .kind = KIND_TEXT,
            .aliases = "http_status status_code http_code response_code "
                       "response_status response_status_code "
                       "response.status_code response.status "
                       "@ code",
        },
    [FIELD_ERROR] =
        {
            .key = "error",
            .label = "Error",
            .kind = KIND_TEXT,
            .aliases = "error error_message error_msg error_text error_type "
                       "error.type error.message error_str exception "
                       "exception_type failureMessage failure_message "
                       "status_message",
        },
    [FIELD_PHASE] =
        {
            .key = "phase",
            .label = "Phase",
            .kind = KIND_TEXT,
            .aliases = "phase benchmark_phase is_warmup warmup",
        },
    [FIELD_CACHE_HIT] =
        {
            .key = "cache_hit",
            .label = "Cache hit",
            .kind = KIND_TEXT,
            .aliases = "cache_hit cached from_cache is_cached response.cached",
        },
    [FIELD_STREAM] =
        {
            .key = "stream",
            .label = "Streaming",
            .kind = KIND_TEXT,
            .aliases = "stream streamed streaming is_stream",
        },
    [FIELD_FINISH_REASON] =
        {
            .key = "finish_reason",
            .label = "Finish reason",
            .kind = KIND_TEXT,
            .aliases = "finish_reason stop_reason finish_reason_normalized",
        },
    [FIELD_STATUS] =
        {
            .key = "status",
            .label = "Status",
            .kind = KIND_TEXT,
            .is_inner = true,
            .aliases = "status predict_status result_status request_status "
                       "level state result",
        },
    [FIELD_SUCCESS] =
        {
            .key = "success",
            .label = "Success",
            .kind = KIND_TEXT,
            .is_inner = true,
            .aliases = "success ok is_success succeeded successful is_ok",
        },
    [FIELD_FAILURE] =
        {
            .key = "failure",
            .label = "Failure",
            .kind = KIND_TEXT,
            .is_inner = true,
            .aliases = "is_error failed is_failed has_error returncode "
                       "return_code exit_code exit_status timed_out timeout "
                       "http_req_failed",
        },
    [FIELD_CANCELLED] =
        {
            .key = "cancelled",
            .label = "Cancelled",
            .kind = KIND_TEXT,
            .is_inner = true,
            .aliases = "cancelled was_cancelled is_cancelled canceled aborted",
        },
    [FIELD_ERROR_CODE] =
        {
            .key = "error_code",
            .label = "Error code",
            .kind = KIND_TEXT,
            .is_inner = true,
            .aliases = "error_code error.code err_code "
                       "@ errno",
        },
};

enum field field_find(const char *key)
{
    for (int i = 0; i < N_FIELDS; i++)
        if (!fields[i].is_inner && strcmp(fields[i].key, key) == 0)
            return (enum field)i;
    return FIELD_NONE;
}
