import { DiskFull } from '../storage/disk-full.js';
import type { LogStore } from '../storage/log-store.js';
import { metadataEvent } from './apply-write.js';
import { metadataStreamOf } from './stream-name.js';
import type { WriteOutcome } from './write-request.js';
import type { Writer } from './writer.js';

const SETTINGS = '$settings';
const SETTINGS_METADATA = Buffer.from(
  JSON.stringify({
    $acl: { $r: '$all', $w: '$admins', $d: '$admins', $mr: '$all', $mw: '$admins' },
  }),
);

/**
 * A new log begins with the metadata of `$settings`, as clients expect (event-node.md, section 5).
 */
export const prepareNewLog = async (store: LogStore, writer: Writer): Promise<void> => {
  if (store.lastPosition > 0) return;
  const written = new Promise<WriteOutcome>((settle) => {
    writer.submit({
      kind: 'append',
      streamName: metadataStreamOf(SETTINGS),
      expected: 'no_stream',
      events: [metadataEvent(SETTINGS_METADATA)],
      bytes: SETTINGS_METADATA.length,
      settle,
    });
  });
  const { kind } = await Promise.race([written, writer.failed]);
  if (kind !== 'written') throw new DiskFull('A new log cannot be begun.');
};
