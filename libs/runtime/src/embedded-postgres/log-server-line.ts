import type { Logger } from 'pino';

const levels = { WARNING: 'warn', ERROR: 'warn', FATAL: 'warn', PANIC: 'error' } as const;

/** Part of every start and stop, when clients of the former or the present server are turned away. */
const expected = /the database system is (starting up|shutting down)|due to administrator command/;

const levelOf = (line: string): 'debug' | 'warn' | 'error' => {
  if (expected.test(line)) return 'debug';
  const [, severity = ''] = /^([A-Z]+):/.exec(line) ?? [];
  return severity in levels ? levels[severity as keyof typeof levels] : 'debug';
};

/** Writes the server's own lines into our log, at our levels. */
export const logServerLine =
  (logger: Logger) =>
  (line: string): void => {
    logger[levelOf(line)](line);
  };
