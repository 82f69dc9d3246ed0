import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/** Counts the appends that found their order changed by another process. */
export const countConflicts = (registry: Registry): (() => void) => {
  const conflicts = new Counter({
    name: 'ledger_append_conflicts_total',
    help: 'Appends that found their order changed by another process, and were decided again',
    registers: [registry],
  });
  return () => {
    conflicts.inc();
  };
};
