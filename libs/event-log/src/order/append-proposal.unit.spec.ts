import { Deadline } from '#runtime/async';
import { describe, expect, test } from '@jest/globals';
import type { Append, Appended } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import {
  EventStoreRefused,
  EventStoreUnavailable,
  OutcomeUnknown,
  TooManyWaiting,
} from '../faults.js';
import { storedEvent } from '../testing/stored-events.js';
import { appendProposal, type AppendsAndReads } from './append-proposal.js';

const ours = storedEvent({ id: 'ours', revision: 4n, position: { commit: 70n } });
const theirs = storedEvent({ id: 'theirs', revision: 4n, position: { commit: 71n } });

const proposal = {
  streamId: 'order-1',
  events: [{ id: 'ours' }],
  firstRevision: 4,
} as unknown as Append;

const written: Appended = { kind: 'written', revision: 4, position: 70n };
const wrongRevision: Appended = { kind: 'wrong revision' };
const lost = new OutcomeUnknown('lost');

/**
 * An event store that answers each call with the next step of a script. A call beyond the script is
 * a mistake of the test.
 */
const scripted = (
  script: ({ append: Appended | Error } | { read: StoredEvent[] | Error })[],
): AppendsAndReads & { readonly left: number } => {
  const answer = <T>(call: 'append' | 'read'): Promise<T> => {
    const step = script.shift() as Record<string, T | Error> | undefined;
    const scriptedAnswer = step?.[call];
    if (scriptedAnswer === undefined) throw new Error(`unexpected ${call}`);
    return scriptedAnswer instanceof Error
      ? Promise.reject(scriptedAnswer)
      : Promise.resolve(scriptedAnswer);
  };
  return {
    append: () => answer('append'),
    read: () => answer('read'),
    get left() {
      return script.length;
    },
  };
};

const soon = (): Deadline => new Deadline(5_000);
const over = (): Deadline => new Deadline(0);

describe('an append', () => {
  test('that is acknowledged is written', async () => {
    const store = scripted([{ append: written }]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });

  test('on a revision that has passed is a conflict', async () => {
    const store = scripted([{ append: wrongRevision }]);
    expect(await appendProposal(store, proposal, soon())).toEqual({ kind: 'conflict' });
  });

  test('whose answer was lost is looked for, and found written', async () => {
    const store = scripted([{ append: lost }, { read: [ours] }]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
    expect(store.left).toBe(0);
  });

  test('whose answer was lost and that is not there is sent again', async () => {
    const store = scripted([{ append: lost }, { read: [] }, { append: written }]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });

  test('whose answer was lost and whose place another took is a conflict', async () => {
    const store = scripted([{ append: lost }, { read: [theirs] }]);
    expect(await appendProposal(store, proposal, soon())).toEqual({ kind: 'conflict' });
  });

  test('that meets a wrong revision after a lost answer may be its own: it looks', async () => {
    const store = scripted([
      { append: lost },
      { read: [] },
      { append: wrongRevision },
      { read: [ours] },
    ]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });

  test('that meets a wrong revision after a lost answer and is not there is a conflict', async () => {
    const store = scripted([
      { append: lost },
      { read: [] },
      { append: wrongRevision },
      { read: [] },
    ]);
    expect(await appendProposal(store, proposal, soon())).toEqual({ kind: 'conflict' });
  });

  test('goes on while neither appending nor reading is answered', async () => {
    const away = { read: new EventStoreUnavailable('away') };
    const store = scripted([{ append: lost }, away, { append: lost }, away, { append: written }]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });

  test('without an answer until the time is over has an unknown outcome', async () => {
    const store = scripted([{ append: lost }, { read: [] }]);
    await expect(appendProposal(store, proposal, over())).rejects.toBe(lost);
  });

  test('that cannot be repeated after a lost answer has an unknown outcome, not a refused one', async () => {
    const refusals = [new TooManyWaiting('appends'), new EventStoreRefused('denied')];
    for (const append of refusals) {
      const store = scripted([{ append: lost }, { read: [] }, { append }]);
      await expect(appendProposal(store, proposal, soon())).rejects.toBe(lost);
    }
  });

  test('that finds the store away after a lost answer goes on finding out', async () => {
    const away = { append: new EventStoreUnavailable('away') };
    const store = scripted([{ append: lost }, { read: [] }, away, { read: [ours] }]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });

  test('that finds the store away at once was not sent', async () => {
    const away = new EventStoreUnavailable('away');
    await expect(appendProposal(scripted([{ append: away }]), proposal, soon())).rejects.toBe(away);
  });

  test('that was refused at once is refused', async () => {
    const refused = new EventStoreRefused('too large');
    const store = scripted([{ append: refused }]);
    await expect(appendProposal(store, proposal, soon())).rejects.toBe(refused);
  });

  test('acknowledged without a position is looked up for it', async () => {
    const store = scripted([
      { append: { kind: 'written', revision: 4, position: undefined } },
      { read: [ours] },
    ]);
    expect(await appendProposal(store, proposal, soon())).toEqual(written);
  });
});
