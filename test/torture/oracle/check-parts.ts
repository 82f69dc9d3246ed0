import type { Fault } from '../faults/fault.js';
import { unforeseenDeaths } from '../faults/foreseen-deaths.js';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';

/** Only what the faults explain has ended a process, and none has met what nobody foresaw. Forgets what it has seen. */
export const checkParts = (system: LedgerSystem, faults: readonly Fault[]): readonly Finding[] =>
  system.allParts.flatMap((part) => {
    const deaths = unforeseenDeaths(part.deaths.splice(0), faults);
    const alarms = part.log.alarms.splice(0);
    return [
      ...deaths.map((death) => finding('no part ends by itself', death)),
      ...alarms.map((alarm) => finding('nothing unforeseen happens', alarm.part, alarm.line)),
    ];
  });
