import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectEventStore, ledgerStreams } from '#event-log';
import type { Settings } from '#runtime';
import { eventStoreUrlOf } from '../../connections.js';
import { eventNodeDir } from '../../process/start-event-node.js';
import { WrongUsage } from '../../exit-code.js';
import { places, type BackedUpLog } from './backup-manifest.js';
type LogFiles = Extract<BackedUpLog, { kind: 'files' }>;

/**
 * The log to use with the restored database: the log of the backup, or the one that is already in
 * the installation.
 */
export interface RestoredLog {
  readonly end: bigint;
  /** True if the log contains events from after the backup. */
  readonly isNewer: boolean;
  readonly putInPlace: () => Promise<void>;
}

interface LogOptions {
  readonly settings: Settings;
  readonly directory: string;
  /** True if only the database was lost and the installation's log is to be kept. */
  readonly keepLog: boolean;
}

/**
 * Finds and checks the log for a restore without changing anything. Throws `WrongUsage` if the log
 * does not belong to the backup.
 */
export const restoredLog = async (log: BackedUpLog, options: LogOptions): Promise<RestoredLog> =>
  log.kind === 'elsewhere' ? inEventStore(log, options) : ofFiles(log, options);

const inEventStore = async (
  { position }: { readonly position: string },
  { settings }: LogOptions,
): Promise<RestoredLog> => {
  if (settings.eventStoreUrl === undefined) {
    throw new WrongUsage(
      'The log of this backup is in an external EventStoreDB: restore that EventStoreDB first, and set EVENTSTORE_URL',
    );
  }
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  try {
    const end = (await eventStore.lastPosition(ledgerStreams)) ?? -1n;
    if (end < 0n && BigInt(position) >= 0n) {
      throw new WrongUsage(
        'The event store has no events of a ledger: restore the backup of EventStoreDB first',
      );
    }
    return { end, isNewer: end > BigInt(position), putInPlace: () => Promise.resolve() };
  } finally {
    await eventStore.dispose();
  }
};

const ofFiles = async (
  log: LogFiles,
  { settings, directory, keepLog }: LogOptions,
): Promise<RestoredLog> => {
  if (settings.eventStoreUrl !== undefined) {
    throw new WrongUsage(
      'The log of this backup belongs to the embedded event node: leave EVENTSTORE_URL unset',
    );
  }
  const tools = await import('../../../../event-node/src/storage/tools/log-tools.js');
  const target = tools.logDirectoryOf(eventNodeDir(settings));
  if (isEmpty(target)) {
    if (keepLog) throw new WrongUsage(`There is no event log in ${target} to keep`);
    refuseOtherFiles(log, places(directory).log);
    const putInPlace = async (): Promise<void> => {
      await tools.restoreLog(places(directory).log, target);
    };
    return { end: BigInt(log.end), isNewer: false, putInPlace };
  }
  const found = await tools.describeLog(target);
  // True if the log in the installation equals the log of the backup. The log may never have been
  // lost, or an interrupted restore has already copied it.
  const isSame = found.logId === log.logId && found.end === log.end;
  if (!isSame) refuseOther(found, log, { target, keepLog });
  const end = BigInt(found.end);
  return { end, isNewer: found.end > log.end, putInPlace: () => Promise.resolve() };
};

/**
 * Returns true if the folder contains no log. If a restore was killed before it copied the log, the
 * folder exists but is empty.
 */
const isEmpty = (target: string): boolean =>
  !existsSync(target) || readdirSync(target).length === 0;

/**
 * Throws `WrongUsage` if the folder contains the log files of another backup. Only the manifest is
 * compared here. The contents are checked when they are copied.
 */
const refuseOtherFiles = (log: LogFiles, source: string): void => {
  const file = join(source, 'manifest.json');
  if (!existsSync(file)) throw new WrongUsage(`The backup is incomplete: ${file} is missing`);
  const { logId, end } = parsed(readFileSync(file, 'utf8'));
  if (logId !== log.logId || end !== log.end)
    throw new WrongUsage(`${source} is not the event log of this backup`);
};

/** Returns the members of a JSON object, or no members if the text is not a JSON object. */
const parsed = (text: string): Partial<LogFiles> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const refuseOther = (
  found: { readonly logId: string; readonly end: number },
  log: LogFiles,
  { target, keepLog }: { readonly target: string; readonly keepLog: boolean },
): void => {
  if (!keepLog) {
    throw new WrongUsage(
      `There is an event log in ${target} already. If this log is complete and only the database was lost, ` +
        'keep it with --keep-log. Otherwise move it away',
    );
  }
  if (found.logId !== log.logId) {
    throw new WrongUsage(`The event log in ${target} is not the one that was backed up`);
  }
  if (found.end < log.end) {
    throw new WrongUsage(
      `The event log in ${target} ends at position ${found.end}, before position ${log.end} of the backup: ` +
        'move it away and restore without --keep-log',
    );
  }
};
