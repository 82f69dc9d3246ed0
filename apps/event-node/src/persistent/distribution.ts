import { createHash } from 'node:crypto';
import type { Consumer } from './consumer.js';
import type { Delivery } from './delivery.js';
import type { Strategy } from './group-config.js';

/** Which consumer gets an event. */
export interface Distribution {
  /** How many waiting events may be looked at when the first has no taker. */
  readonly lookAhead: number;
  /** A consumer with room, undefined if this event has to wait. */
  pick(consumers: readonly Consumer[], delivery: Delivery): Consumer | undefined;
}

const LOOK_AHEAD = 128;

/** The first consumer for as long as it has room. */
const toSingle: Distribution = {
  lookAhead: 1,
  pick: (consumers) => consumers.find(({ hasRoom }) => hasRoom),
};

/** Each in turn. */
const roundRobin = (): Distribution => {
  let turn = 0;
  return {
    lookAhead: 1,
    pick: (consumers) => {
      for (let tried = 0; tried < consumers.length; tried++) {
        const consumer = consumers[turn++ % consumers.length];
        if (consumer?.hasRoom === true) return consumer;
      }
      return undefined;
    },
  };
};

/**
 * All events of a stream to one consumer while the set of consumers stays the same: the one that
 * weighs most for the stream's name, so that a change moves few streams.
 */
const pinned: Distribution = {
  lookAhead: LOOK_AHEAD,
  pick: (consumers, { resolved: { event, link } }) => {
    const streamName = (event ?? link)?.streamName ?? Buffer.alloc(0);
    let chosen: Consumer | undefined;
    let most = -1;
    for (const consumer of consumers) {
      const weight = weightOf(consumer, streamName);
      if (weight > most) [chosen, most] = [consumer, weight];
    }
    return chosen?.hasRoom === true ? chosen : undefined;
  },
};

const weightOf = ({ id }: Consumer, streamName: Buffer): number =>
  createHash('md5').update(id).update(streamName).digest().readUInt32BE();

export const distributionOf = (strategy: Strategy): Distribution => {
  if (strategy === 'Pinned') return pinned;
  return strategy === 'RoundRobin' ? roundRobin() : toSingle;
};
