import { Command } from 'commander';
import { counted, Sealer, sealOf, sealStream } from '#evidence';
import type { NumberedSeal } from '#evidence';
import { loadSettings } from '#runtime';
import { exitCode, type Finish } from '../exit-code.js';
import { printJson, printList } from './print.js';
import { withEventStore } from './with-database.js';

interface Options {
  readonly json?: boolean;
}

const readAtOnce = 1_000;
/**
 * Each seal (a hash over the events since the previous seal) covers up to 10,000 events, as in a
 * worker. Unlike a worker, `ledger seal` does not wait between seals.
 */
const pace = { sealEvents: 10_000, sealMs: 0 };

const line = ({ number, sealedAt, position, events, eventsTotal, hash }: NumberedSeal): string =>
  `no. ${number}  ${sealedAt}  ${counted(events, 'event')} up to position ${position}, ${eventsTotal} in all  ${hash}`;

/**
 * `ledger seals`: lists the seals, which are hashes over all events of the log up to a position. An
 * auditor keeps the hashes outside of the ledger, to compare them later.
 */
export const sealsCommand = (): Command =>
  new Command('seals')
    .description('List the seals of the log, the oldest first')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: Options) => {
      const seals: NumberedSeal[] = [];
      await withEventStore(loadSettings(), async (log) => {
        for (let fromRevision = 0; ; fromRevision += readAtOnce) {
          const page = { streamId: sealStream, fromRevision, eventsMax: readAtOnce };
          const read = await log.read(page);
          for (const { data, revision } of read) {
            const seal = sealOf(data);
            if (seal !== undefined) seals.push({ ...seal, number: Number(revision) });
          }
          if (read.length < readAtOnce) return;
        }
      });
      if (json) printJson({ items: seals });
      else printList(seals.map(line), 'There is no seal yet.');
    });

/**
 * `ledger seal`: writes a seal, a hash over the events that no earlier seal covers. A worker may do
 * the same at the same time. If the worker's seal is appended first, the event store refuses the
 * seal of this command.
 */
export const sealCommand = (finish: Finish): Command =>
  new Command('seal')
    .description('Seal the newest events of the log now, and print the hash')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: Options) => {
      const set = await withEventStore(loadSettings(), async (log) => new Sealer(log, pace).seal());
      if (json) printJson({ items: set });
      else printList(set.map(line), 'Everything is already sealed.');
      finish(exitCode.done);
    });
