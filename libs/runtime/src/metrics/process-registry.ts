import { collectDefaultMetrics, Registry } from 'prom-client';

/** The one registry of a process, with what any Node process tells of itself: CPU, memory, event loop, collections. */
export const processRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};
