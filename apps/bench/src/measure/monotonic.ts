/** Milliseconds of the machine's monotonic clock, comparable between its processes (unlike `performance.now`). */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
