import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { chainStart, eventIdOf, linkOf, type StoredEvent } from '#event-log/offline';
import { writeExport } from '../export/write-export.js';
import { currentThread } from '../verification/jobs.js';
import type { Verification } from '../verification/verification.js';
import { verifyExport } from '../verification/verify-export.js';
import { verifyLog } from '../verification/verify-log.js';

type Events = readonly StoredEvent[];

/** The event with some data changed, but with its old hash (chain value). */
export const withData = (event: StoredEvent, data: object): StoredEvent => ({
  ...event,
  data: { ...(event.data as object), ...data },
});

export const withMetadata = (event: StoredEvent, metadata: object): StoredEvent => ({
  ...event,
  metadata: { ...(event.metadata as object), ...metadata },
});

/** The event moved to the position of another event. */
export const at = (event: StoredEvent, place: StoredEvent): StoredEvent => ({
  ...event,
  position: place.position,
});

/** Computes the hashes (chain values) and ids of a stream's events again, as an attacker can. */
export const relinked = (events: Events, stream: string): StoredEvent[] => {
  let chain = chainStart;
  let revision = -1n;
  return events.map((event) => {
    if (event.streamId !== stream) return event;
    // The old chain value (hash) is left out: canonical JSON skips members that are undefined.
    const metadata = { ...(event.metadata as object), chain: undefined };
    ({ chain } = linkOf(chain, { type: event.type, data: event.data, metadata }));
    revision += 1n;
    return { ...event, revision, id: eventIdOf(chain), metadata: { ...metadata, chain } };
  });
};

/** A log that consists of these events. */
export const logOf = (events: Events) => ({
  readLog: ({ after, eventsMax }: { after: bigint; eventsMax: number }) =>
    Promise.resolve(
      events
        .filter(({ position }) => position !== undefined && position.commit > after)
        .slice(0, eventsMax),
    ),
});

type Verify = (events: readonly StoredEvent[], sealHash?: string) => Promise<Verification>;

/**
 * Verifies the log itself, an export of the log, and the export in ranges on several threads. All
 * three results must be equal.
 */
export const useVerification = (): Verify => {
  const folder = useFolder();
  return async (events, sealHash) => {
    const [log, end] = [logOf(events), events.at(-1)!.position!.commit];
    const inLog = await verifyLog({ log, end, sealHash });
    const directory = folder.make();
    await writeExport({ log, directory, end, segmentBytes: 8_000 });
    expect(await verifyExport({ directory, sealHash })).toEqual(inLog);
    const inStretches = { threads: { ...currentThread, count: 3 }, stretchBytes: 1 };
    expect(await verifyExport({ directory, sealHash, ...inStretches })).toEqual(inLog);
    return inLog;
  };
};

/** Stream, revision and position of an event, as a finding states them. */
export const placeOf = ({ streamId, revision, position }: StoredEvent) => ({
  stream: streamId,
  revision: Number(revision),
  position: position!.commit,
});

/** Makes temporary folders and removes them after the specs. */
export const useFolder = (): { readonly make: () => string } => {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'ledger-evidence-'));
      made.push(folder);
      return folder;
    },
  };
};
