// Polars: polars.cjs FILE FORMAT THREADS. bench/README.md says what is asked.
const [file, format, threads] = process.argv.slice(2);
process.env.POLARS_MAX_THREADS = threads; // read when the library is loaded
const polars = require('nodejs-polars');

const metrics = { latency: 'latency_s', ttft: 'ttft_s' };
const levels = [0.5, 0.9, 0.95, 0.99];
const figures = Object.entries(metrics).flatMap(([metric, name]) => {
  const column = polars.col(name);
  return [
    column.count().alias(`${metric} n`),
    column.mean().alias(`${metric} mean`),
    column.std().alias(`${metric} sd`),
    ...levels.map((p) =>
      column.quantile(p, 'linear').alias(`${metric} ${p}`)),
  ];
});

const start = performance.now();
const source = format.startsWith('csv') ? polars.scanCSV : polars.scanJson;
const result = source(file)
  .filter(polars.col('status').eq(200))
  .groupBy('workload')
  .agg(...figures)
  .collectSync();
console.error(`seconds ${(performance.now() - start) / 1000}`);

for (const row of result.toRecords())
  for (const metric of Object.keys(metrics))
    console.log([row.workload, metric,
      ...['n', 'mean', 'sd', ...levels].map((f) => row[`${metric} ${f}`]),
    ].join('\t'));
