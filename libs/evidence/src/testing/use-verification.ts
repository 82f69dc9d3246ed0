import { expect } from '@jest/globals';
import type { StoredEvent } from '#event-log/offline';
import { writeExport } from '../export/write-export.js';
import { currentThread } from '../verification/threads.js';
import { verifyExport } from '../verification/verify-export.js';
import { verifyLog } from '../verification/verify-log.js';
import type { Verification } from '../verification/verification.js';
import { logOf } from './tampered.js';
import { useFolder } from './use-folder.js';

type Verify = (events: readonly StoredEvent[], sealHash?: string) => Promise<Verification>;

/** Verifies by all ways, which have to say the same: in the log itself, in an export made of it, and that in stretches. */
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

/** Where an event stands, as findings say it. */
export const placeOf = ({ streamId, revision, position }: StoredEvent) => ({
  stream: streamId,
  revision: Number(revision),
  position: position!.commit,
});
