import type { Fault } from '../faults/fault.js';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { type PartName, targetOf, type Victim } from '../parts/names.js';
import type { Death } from '../parts/part.js';
import { finding, type Finding } from './finding.js';

/**
 * Checks that no process ended or logged an alarming error without a fault that explains it. An end
 * or an error is reported only in the round in which it happened.
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

const kills = (fault: Fault, victims: readonly Victim[]): boolean =>
  fault.kind === 'kill' && victims.includes(fault.victim);

const disturbs = (fault: Fault, target: PartName, client: PartName): boolean => {
  if ('victim' in fault) return [target, `${target}-server`].includes(fault.victim);
  if (fault.kind === 'restart PostgreSQL') return target === 'postgres';
  const links = 'links' in fault ? fault.links : [];
  return links.some((link) => targetOf(link) === target && link.startsWith(client));
};

const mayHaveEnded = (part: PartName, ending: string, faults: readonly Fault[]): boolean => {
  if (ending === 'signal SIGKILL') return faults.some((fault) => kills(fault, [part]));
  if (ending !== 'exit code 1') return false;
  switch (part) {
    case 'event-node': // Survives even a full disk.
    case 'gateway-sandbox':
      return false;
    case 'postgres':
      return faults.some((fault) => disturbs(fault, 'postgres', part));
    case 'api-1':
    case 'api-2':
    case 'worker-1':
    case 'worker-2':
      // An API or worker keeps running when PostgreSQL is lost. A process may exit only if it was
      // killed, and then restarted while PostgreSQL was away.
      return (
        faults.some((fault) => kills(fault, [part])) &&
        faults.some((fault) => disturbs(fault, 'postgres', part))
      );
  }
};

/** The processes that ended although no fault of the round explains it. */
const unforeseenDeaths = (deaths: readonly Death[], faults: readonly Fault[]): readonly Death[] =>
  deaths.filter(({ part, ending }) => !mayHaveEnded(part, ending, faults));
