import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '#runtime';
import type { LedgerSystem } from '../parts/ledger-system.js';
import type { LinkName, Victim } from '../parts/names.js';
import { type Weather, fair } from '../proxy/flow.js';
import type { Fault } from './fault.js';
import { clearFaults, planFault } from './sandbox-faults.js';

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended already, so there is nothing to do.
  }
};

const kill = (system: LedgerSystem, victim: Victim): void => {
  // Only the main process of the PostgreSQL server is killed. The server's session processes must
  // notice that by themselves, as after a real crash.
  for (const pid of system.pidsOf(victim).slice(0, 1)) signal(pid, 'SIGKILL');
};

const freeze = async (system: LedgerSystem, victim: Victim, ms: number): Promise<void> => {
  const frozen = system.pidsOf(victim).map((pid) => ({ pid, identity: processIdentity(pid) }));
  for (const { pid } of frozen) signal(pid, 'SIGSTOP');
  await delay(ms);
  for (const { pid, identity } of frozen) {
    if (processIdentity(pid) === identity) signal(pid, 'SIGCONT');
  }
};

interface BadWeather {
  readonly links: readonly LinkName[];
  readonly direction: 'request' | 'reply';
  readonly ms: number;
}

/**
 * Makes connections slow or stalled for a time, and then repairs them. Only the values changed here
 * are reset, because another fault may have changed others meanwhile.
 */
const spoil = async (
  system: LedgerSystem,
  { links, direction, ms }: BadWeather,
  weather: Partial<Weather>,
): Promise<void> => {
  const changed = Object.keys(weather) as (keyof Weather)[];
  const better = Object.fromEntries(changed.map((name) => [name, fair[name]]));
  for (const link of links) system.link(link).change(direction, weather);
  await delay(ms);
  for (const link of links) system.link(link).change(direction, better);
};

const againMs = 200;

const cutInReply = async (
  system: LedgerSystem,
  { links, bytes, how, ms }: Extract<Fault, { kind: 'cut in reply' }>,
): Promise<void> => {
  const untilMs = performance.now() + ms;
  for (;;) {
    for (const link of links) system.link(link).cutInReply(bytes, how);
    if (performance.now() >= untilMs) return;
    await delay(againMs);
  }
};

const refuse = async (
  system: LedgerSystem,
  links: readonly LinkName[],
  ms: number,
): Promise<void> => {
  for (const link of links) system.link(link).refuse();
  await delay(ms);
  for (const link of links) system.link(link).admit();
};

const fillDisk = async (system: LedgerSystem, leftBytes: number, ms: number): Promise<void> => {
  const pid = system.part('event-node').pid;
  if (pid !== undefined) system.disk.fill(leftBytes, pid);
  await delay(ms);
  system.disk.free(system.part('event-node').pid);
};

const failAtGateway = async (
  system: LedgerSystem,
  { how, path, ms }: Extract<Fault, { kind: 'gateway error' }>,
): Promise<void> => {
  await planFault(system.gatewayUrl, how, path);
  await delay(ms);
  await clearFaults(system.gatewayUrl);
};

/** Inflicts a fault, and resolves when the fault is over. */
export const inflict = async (system: LedgerSystem, fault: Fault): Promise<void> => {
  switch (fault.kind) {
    case 'kill':
      kill(system, fault.victim);
      return;
    case 'freeze':
      return freeze(system, fault.victim, fault.ms);
    case 'restart PostgreSQL':
      for (const pid of system.pidsOf('postgres-server').slice(0, 1)) signal(pid, 'SIGINT');
      return;
    case 'cut':
      for (const link of fault.links) system.link(link).cut(fault.how);
      return;
    case 'cut in reply':
      return cutInReply(system, fault);
    case 'refuse':
      return refuse(system, fault.links, fault.ms);
    case 'delay':
      return spoil(system, fault, { delayMs: fault.delayMs });
    case 'throttle':
      return spoil(system, fault, { bytesPerSecond: fault.bytesPerSecond });
    case 'stall':
      return spoil(system, fault, { stalled: true });
    case 'gateway error':
      return failAtGateway(system, fault);
    case 'fill disk':
      return fillDisk(system, fault.leftBytes, fault.ms);
    case 'set clocks':
      for (const name of fault.parts) system.part(name).shiftClock(fault.shiftMs);
      await delay(fault.ms);
      for (const name of fault.parts) system.part(name).shiftClock(0);
  }
};
