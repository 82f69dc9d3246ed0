import type { SeededRandom } from '../../faults/support/seeded-random.js';
import {
  linkNames,
  partNames,
  targetOf,
  type LinkName,
  type PartName,
  type Victim,
} from '../parts/names.js';
import type { Direction } from '../proxy/link.js';
import type { Cut } from '../proxy/flow.js';
import type { Fault, GatewayError } from './fault.js';

const victims: readonly Victim[] = [...partNames, 'postgres-server'];
const cuts: readonly Cut[] = ['closed', 'reset'];
const directions: readonly Direction[] = ['request', 'reply'];
const secondsMs = 1_000;
const dayMs = 86_400 * secondsMs;
const shiftsMs = [2 * secondsMs, 20 * secondsMs, 400 * secondsMs, 7_200 * secondsMs, 3 * dayMs];
/**
 * The processes whose clock a fault can set wrong. PostgreSQL always uses the clock of the machine.
 */
const clocked: readonly PartName[] = ['event-node', 'api-1', 'api-2', 'worker-1', 'worker-2'];

/**
 * The ways to fail a request at the gateway, of which one is drawn at random. A 500 for a request
 * that the gateway has executed is the hardest to handle, so it is listed three times.
 */
const gatewayErrors: readonly GatewayError[] = [
  ...(['500-after-effect', '500-after-effect', '500-after-effect', '500-before-effect'] as const),
  ...(['drop-after-effect', 'cut', '429'] as const),
];
/**
 * Requests whose path contains the drawn text fail at the gateway: captures, refunds, releases, or
 * all requests.
 */
const gatewayPaths = ['/capture', '/capture', '/refunds', '/cancel', '/v1/'];

const lasting = (random: SeededRandom): number => random.between(200, 8_000);

/**
 * The connections over which the APIs write events to the log. A fault of these connections does
 * the most harm, so they are drawn more often.
 */
const writing = ['api-1 to event-node', 'api-2 to event-node'] as const;

/**
 * Draws the connections that a fault affects: a single one, or all connections to one process, as
 * when a network switch breaks.
 */
const drawLinks = (random: SeededRandom): readonly LinkName[] => {
  const link = random.next() < 0.4 ? random.pick(writing) : random.pick(linkNames);
  return random.next() < 0.5
    ? [link]
    : linkNames.filter((other) => targetOf(other) === targetOf(link));
};

type Draw = (random: SeededRandom) => Fault;

const draws: Readonly<Record<Fault['kind'], { readonly weight: number; readonly draw: Draw }>> = {
  kill: { weight: 6, draw: (random) => ({ kind: 'kill', victim: random.pick(victims) }) },
  freeze: {
    weight: 5,
    draw: (random) => ({ kind: 'freeze', victim: random.pick(victims), ms: lasting(random) }),
  },
  'restart PostgreSQL': { weight: 2, draw: () => ({ kind: 'restart PostgreSQL' }) },
  cut: {
    weight: 3,
    draw: (random) => ({ kind: 'cut', links: drawLinks(random), how: random.pick(cuts) }),
  },
  'cut in reply': {
    weight: 4,
    draw: (random) => ({
      kind: 'cut in reply',
      links: drawLinks(random),
      bytes: random.between(1, 2_000),
      how: random.pick(cuts),
      ms: random.pick([0, 0, random.between(500, 3_000)]),
    }),
  },
  refuse: {
    weight: 2,
    draw: (random) => ({ kind: 'refuse', links: drawLinks(random), ms: lasting(random) }),
  },
  delay: {
    weight: 2,
    draw: (random) => ({
      kind: 'delay',
      links: drawLinks(random),
      direction: random.pick(directions),
      delayMs: random.between(5, 1_500),
      ms: lasting(random),
    }),
  },
  throttle: {
    weight: 2,
    draw: (random) => ({
      kind: 'throttle',
      links: drawLinks(random),
      direction: random.pick(directions),
      bytesPerSecond: random.between(500, 100_000),
      ms: lasting(random),
    }),
  },
  stall: {
    weight: 4,
    draw: (random) => ({
      kind: 'stall',
      links: drawLinks(random),
      direction: random.pick(directions),
      ms: lasting(random),
    }),
  },
  'gateway error': {
    weight: 5,
    draw: (random) => ({
      kind: 'gateway error',
      how: random.pick(gatewayErrors),
      path: random.pick(gatewayPaths),
      ms: lasting(random),
    }),
  },
  'fill disk': {
    weight: 2,
    draw: (random) => ({
      kind: 'fill disk',
      leftBytes: random.pick([0, 4_096, 65_536]),
      ms: lasting(random),
    }),
  },
  'set clocks': {
    weight: 4,
    draw: (random) => ({
      kind: 'set clocks',
      parts: random.next() < 0.3 ? clocked : [random.pick(clocked)],
      shiftMs: random.pick([-1, 1]) * random.pick(shiftsMs),
      ms: lasting(random),
    }),
  },
};

const weights = Object.values(draws).reduce((sum, { weight }) => sum + weight, 0);

export const drawFault = (random: SeededRandom): Fault => {
  let place = random.next() * weights;
  for (const { weight, draw } of Object.values(draws)) {
    place -= weight;
    if (place < 0) return draw(random);
  }
  return draws.kill.draw(random);
};
