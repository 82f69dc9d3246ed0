import { availableParallelism } from 'node:os';
import { logPartsMax } from '#event-log';
import { loadPartInThread } from './load-part-in-thread.js';
import { loadPart } from './load-part.js';
import type { LoadPart, PartLoading, PartProgress, PartToLoad } from './load-part.js';

/** With more, PostgreSQL and the event store are what takes the time. */
const defaultPartsMax = 4;
/** A log that is shorter is loaded before threads have started; positions count its bytes. */
const dividedBytesMin = 16n * 1_024n * 1_024n;
/** Of all parts together; some 300 MB. */
const heldRowsMax = 500_000;

/** Into how many parts a log is divided, and what loads one. */
export interface Division {
  readonly parts: number;
  readonly load: LoadPart;
}

/** `wanted` is a number of parts that somebody asked for, 1 to `logPartsMax`. */
export const divisionOf = (end: bigint, wanted?: number): Division => {
  const parts =
    wanted ?? (end < dividedBytesMin ? 1 : Math.min(defaultPartsMax, availableParallelism()));
  if (!Number.isInteger(parts) || parts < 1 || parts > logPartsMax)
    throw new RangeError(`A log is loaded in 1 to ${logPartsMax} parts, not ${parts}`);
  return { parts, load: parts === 1 ? loadPart : loadPartInThread };
};

type LogToLoad = Omit<PartToLoad, 'part' | 'parts' | 'heldRowsMax'>;

/** Loads all parts side by side. When one fails the others are ended, and its failure is thrown. */
export const loadParts = async (
  log: LogToLoad,
  { parts, load }: Division,
  { signal, onProgress }: PartLoading,
): Promise<PartProgress> => {
  const ended = new AbortController();
  const progress = Array.from({ length: parts }, (): PartProgress => ({
    events: 0,
    position: -1n,
  }));
  const tell = (part: number, told: PartProgress): void => {
    progress[part] = told;
    onProgress(together(progress));
  };
  const all = Array.from({ length: parts }, async (_, part) => {
    try {
      await load(
        { ...log, part, parts, heldRowsMax: Math.ceil(heldRowsMax / parts) },
        {
          signal: AbortSignal.any([signal, ended.signal]),
          onProgress: (told) => {
            tell(part, told);
          },
        },
      );
      tell(part, { events: progress[part]?.events ?? 0, position: log.end });
    } catch (error) {
      ended.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(all);
  signal.throwIfAborted();
  ended.signal.throwIfAborted();
  return together(progress);
};

/** The log is read as far as the part is that is least far. */
const together = (parts: readonly PartProgress[]): PartProgress =>
  parts.reduce((all, part) => ({
    events: all.events + part.events,
    position: part.position < all.position ? part.position : all.position,
  }));
