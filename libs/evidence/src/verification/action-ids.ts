import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { RecordedEvent } from '#event-log/offline';
import { Findings, type FindingsSummary } from '../findings/findings.js';
import { type LineHead, isBefore } from '../lines/event-line.js';
import { lineBuffers, SharedFiles, sharedFile } from '../lines/shared-files.js';

/**
 * The folder with the ids of captures, refunds and reauthorisations. The ids are divided among this
 * number of files, because only one file at a time is read into memory.
 */
export interface ActionIdsPlace {
  readonly directory: string;
  readonly files: number;
}

interface IdOrigin {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

/** Each worker thread loads this module itself, so no two threads share these buffers. */
const lines = lineBuffers();

/**
 * Stores the ids of captures, refunds and reauthorisations while the orders are checked. An id may
 * be used only once in the whole log (invariant I4 of domain.md). The check is possible only after
 * all orders were read.
 */
export class ActionIds {
  readonly #files: SharedFiles;

  constructor(private readonly place: ActionIdsPlace) {
    this.#files = new SharedFiles(place.directory, lines);
  }

  add({ stream, revision, position }: LineHead, event: RecordedEvent): void {
    const id = createdId(event);
    if (id === undefined) return;
    // The last digits of an id choose its file, so that all files have about the same size. The
    // first digits may be a time and would be uneven.
    const file = Number.parseInt(id.slice(-8), 16) % this.place.files;
    this.#files.add(file, `${id}\t${position}\t${revision}\t${stream}\n`);
  }

  end(): void {
    this.#files.end();
  }
}

const createdId = ({ type, data }: RecordedEvent): string | undefined => {
  if (type === 'OrderRefunded') return data.refundId;
  if (type === 'OrderReauthorized') return data.reauthorizationId;
  const isCapture =
    type === 'OrderCaptured' || type === 'OrderPartCaptured' || type === 'OrderItemsReplaced';
  return isCapture ? data.captureId : undefined;
};

/** Reports each event whose action id was already used by another order. */
export const checkActionIds = ({ directory, files }: ActionIdsPlace): FindingsSummary => {
  const findings = new Findings();
  for (let file = 0; file < files; file += 1) {
    for (const { id, first, again } of repeatedIdsIn(sharedFile(directory, file))) {
      const { stream, revision } = again;
      const detail = `I4 violated: the id ${id} was already used in ${first.stream}, at position ${first.position}`;
      const place = { stream, revision, position: BigInt(again.position) };
      findings.add({ kind: 'invariant', ...place, detail });
    }
  }
  return findings.summary();
};

interface RepeatedId {
  readonly id: string;
  readonly first: IdOrigin;
  readonly again: IdOrigin;
}

const repeatedIdsIn = (path: string): RepeatedId[] => {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'latin1');
  rmSync(path);
  const makers = new Map<string, IdOrigin>();
  const repeated: RepeatedId[] = [];
  for (const line of text.split('\n')) {
    const [id = '', position = '', revision, stream = ''] = line.split('\t');
    const made = { stream, revision: Number(revision), position };
    const other = makers.get(id);
    if (line === '' || other?.stream === stream) continue;
    const isFirst = other === undefined || isBefore(position, other.position);
    if (isFirst) makers.set(id, made);
    if (other === undefined) continue;
    repeated.push(isFirst ? { id, first: made, again: other } : { id, first: other, again: made });
  }
  return repeated;
};
