import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { GatewayMetrics } from '#gateway';
import { processRegistry } from '#runtime';
import { createApi } from '../apps/api/src/create-api.js';
import { makeServices, closeServices } from '../apps/api/src/services/make-services.js';
import { registerNodeMetrics } from '../apps/event-node/src/node-metrics.js';
import { GatewayWorkMetrics } from '../apps/worker/src/gateway/gateway-work-metrics.js';
import { CheckoutMetrics } from '../apps/worker/src/checkouts/begun-checkouts.js';
import { ConsumerMetrics, WorkMetrics } from '../apps/worker/src/metrics/work-metrics.js';
import { StateMetrics } from '../apps/worker/src/metrics/state-metrics.js';
const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'metrics.md'), 'utf8');

/** A metric as the page describes it, or as the program registers it. The two must be equal. */
interface Shown {
  readonly name: string;
  readonly type: string;
  readonly labels: string;
}

const rows = (heading: string): Shown[] => {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]*) \|/gm)].map(
    ([, name = '', type = '', labels = '']) => ({ name, type, labels: labels.replaceAll('`', '') }),
  );
};

interface Registered {
  readonly name: string;
  readonly type: string;
  readonly labelNames?: readonly string[];
}

const registered = (registry: Registry): Shown[] =>
  registry.getMetricsAsArray().map((metric) => {
    const { name, type, labelNames = [] } = metric as unknown as Registered;
    return { name, type, labels: labelNames.join(', ') };
  });

const byName = (metrics: readonly Shown[]): Shown[] =>
  [...metrics].sort((one, other) => (one.name < other.name ? -1 : 1));

/**
 * A stand-in for every dependency. Registering metrics only needs their names, so no dependency is
 * called.
 */
const nothing = {} as never;

let api: NestFastifyApplication;
const parts = makeServices({
  databaseUrl: 'postgres://127.0.0.1:1/none',
  eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
  secretKey: new Uint8Array(32),
  logger: pino({ level: 'silent' }),
});
beforeAll(async () => {
  api = await createApi(parts);
});
afterAll(async () => {
  await api.close();
  await closeServices(parts);
});

const ofWorker = (): Registry => {
  const registry = new Registry();
  new WorkMetrics(registry);
  new ConsumerMetrics(registry);
  new GatewayMetrics(registry);
  new GatewayWorkMetrics(registry, nothing);
  new CheckoutMetrics(registry);
  new StateMetrics(registry, nothing, nothing, nothing, nothing);
  return registry;
};

const ofEventNode = (): Registry => {
  const registry = new Registry();
  registerNodeMetrics(registry, { core: { writer: {} } as never, dataDir: '/', open: nothing });
  return registry;
};

describe('docs/metrics.md', () => {
  test.each([
    ['API', () => parts.metrics],
    ['Worker', ofWorker],
    ['Event node', ofEventNode],
    // Checked on Linux only, because some metrics about the process exist on no other system.
    ...(process.platform === 'linux' ? [['Every process', processRegistry] as const] : []),
  ])('has a row for each metric of: %s', (heading, registry) => {
    expect(rows(heading)).not.toEqual([]);
    expect(byName(rows(heading))).toEqual(byName(registered(registry())));
  });

  test('names follow the conventions of Prometheus', () => {
    const metrics = [parts.metrics, ofWorker(), ofEventNode()].flatMap(registered);
    for (const { name, type } of metrics) {
      expect(name).toMatch(/^(ledger|event_node)_[a-z_]+[a-z]$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });
});
