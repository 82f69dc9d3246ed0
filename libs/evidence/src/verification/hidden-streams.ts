import type { StoredEvent } from '#event-log/offline';
import type { Finding } from '../findings/finding.js';
import { isLedgerStream } from '../lines/ledger-streams.js';

/** What the event store writes a stream's metadata to, before the stream's own name. */
const metadataPrefix = '$$';
/** By these it leaves out events when the stream is read, and removes them when it is scavenged. */
const limits = ['$maxCount', '$maxAge', '$tb'];

/**
 * Finds the streams of the ledger of which the event store was told to hide events. The log as a whole still shows them,
 * as long as it was not scavenged; whoever reads the stream, as every command does, does not get them. The ledger itself
 * gives no stream any metadata.
 */
export class HiddenStreams {
  readonly #found = new Map<string, Finding>();

  /** Told the store's own events in the order of the log: of a stream's metadata the last count. */
  add({ streamId, data, position }: StoredEvent): void {
    const stream = streamId.slice(metadataPrefix.length);
    if (!streamId.startsWith(metadataPrefix) || !isLedgerStream(stream)) return;
    const set =
      typeof data === 'object' && data !== null ? limits.filter((limit) => limit in data) : [];
    if (set.length === 0) {
      this.#found.delete(stream);
      return;
    }
    const detail = `the event store was told by ${set.join(', ')} to leave out events of the stream`;
    const place = position && { position: position.commit };
    this.#found.set(stream, { kind: 'hidden', stream, ...place, detail });
  }

  findings(): Iterable<Finding> {
    return this.#found.values();
  }
}
