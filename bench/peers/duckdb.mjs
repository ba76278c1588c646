// DuckDB: duckdb.mjs FILE FORMAT THREADS. bench/README.md says what is asked.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, format, threads] = process.argv.slice(2);
const metrics = { latency: 'latency_s', ttft: 'ttft_s' };
const source = format.startsWith('csv')
  ? `read_csv('${file}', header = true, quote = '"', escape = '"')`
  : `read_json('${file}', format = 'newline_delimited')`;
const figures = Object.values(metrics).map((x) =>
  `count(${x}), avg(${x}), stddev_samp(${x}),
   quantile_cont(${x}, [0.5, 0.9, 0.95, 0.99])`);

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const start = performance.now();
const result = await connection.runAndReadAll(
  `SELECT workload, ${figures} FROM ${source}
   WHERE status = 200 GROUP BY workload`);
console.error(`seconds ${(performance.now() - start) / 1000}`);

for (const [workload, ...cells] of result.getRowsJS())
  Object.keys(metrics).forEach((metric, i) => {
    const [n, mean, sd, quantiles] = cells.slice(4 * i, 4 * i + 4);
    const list = quantiles.items ?? quantiles;
    console.log([workload, metric, n, mean, sd, ...list].join('\t'));
  });
