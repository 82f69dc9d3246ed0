import type { PartName, Victim } from '../parts/names.js';
import { targetOf } from '../parts/names.js';
import type { Death } from '../parts/part.js';
import type { Fault } from './fault.js';

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
    case 'event-node': // Not even a full disk ends it.
    case 'gateway-sandbox':
      return false;
    case 'postgres':
      return faults.some((fault) => disturbs(fault, 'postgres', part));
    case 'api-1':
    case 'api-2':
    case 'worker-1':
    case 'worker-2':
      // While they run they survive the loss of PostgreSQL, but they do not start without it.
      return (
        faults.some((fault) => kills(fault, [part])) &&
        faults.some((fault) => disturbs(fault, 'postgres', part))
      );
  }
};

/** Deaths that a round's faults do not explain. */
export const unforeseenDeaths = (
  deaths: readonly Death[],
  faults: readonly Fault[],
): readonly Death[] => deaths.filter(({ part, ending }) => !mayHaveEnded(part, ending, faults));
