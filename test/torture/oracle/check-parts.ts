import type { Fault } from '../faults/fault.js';
import { unforeseenDeaths } from '../faults/foreseen-deaths.js';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';

/**
 * Checks that only the faults ended processes, and that no process logged an unforeseen error. Each
 * death and error is reported once.
 */
export const checkParts = (system: LedgerSystem, faults: readonly Fault[]): readonly Finding[] =>
  system.allParts.flatMap((part) => {
    const deaths = unforeseenDeaths(part.deaths.splice(0), faults);
    const alarms = part.log.alarms.splice(0);
    return [
      ...deaths.map((death) => finding('no part ends by itself', death)),
      ...alarms.map((alarm) => finding('nothing unforeseen happens', alarm.part, alarm.line)),
    ];
  });
