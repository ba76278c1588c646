# R's data.table: Rscript datatable.R FILE FORMAT THREADS. bench/README.md says
# what is asked.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(data.table))
setDTthreads(as.integer(arguments[3]))

figures <- function(metric, x) {
    x <- x[!is.na(x)]
    list(metric = metric, n = length(x), mean = mean(x), sd = sd(x),
         p50 = quantile(x, 0.5, names = FALSE),
         p90 = quantile(x, 0.9, names = FALSE),
         p95 = quantile(x, 0.95, names = FALSE),
         p99 = quantile(x, 0.99, names = FALSE))
}

start <- proc.time()[["elapsed"]]
log <- fread(arguments[1], showProgress = FALSE,
             select = c("workload", "status", "latency_s", "ttft_s"))
log <- log[status == 200]
result <- rbind(log[, figures("latency", latency_s), by = workload],
                log[, figures("ttft", ttft_s), by = workload])
message("seconds ", proc.time()[["elapsed"]] - start)

cat(sprintf("%s\t%s\t%d\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\n",
            result$workload, result$metric, result$n, result$mean, result$sd,
            result$p50, result$p90, result$p95, result$p99), sep = "")
