import type { LinkName, PartName, Victim } from '../parts/names.js';
import type { Direction } from '../proxy/link.js';
import type { Cut } from '../proxy/flow.js';

/**
 * The way in which requests fail at the gateway. `after-effect`: the gateway executes a request and
 * then fails it.
 */
export type GatewayError =
  '500-after-effect' | '500-before-effect' | 'drop-after-effect' | 'cut' | '429';

/**
 * A fault. `ms` is the time that the fault lasts in milliseconds. A fault that has no `ms` is over
 * at once.
 */
export type Fault =
  | { readonly kind: 'kill'; readonly victim: Victim }
  | { readonly kind: 'freeze'; readonly victim: Victim; readonly ms: number }
  /**
   * A fast shutdown of PostgreSQL: its sessions are ended, and the process that supervises the
   * server starts it again.
   */
  | { readonly kind: 'restart PostgreSQL' }
  | { readonly kind: 'cut'; readonly links: readonly LinkName[]; readonly how: Cut }
  | {
      readonly kind: 'cut in reply';
      readonly links: readonly LinkName[];
      readonly bytes: number;
      readonly how: Cut;
      /** The time during which connections are cut again and again. */
      readonly ms: number;
    }
  | { readonly kind: 'refuse'; readonly links: readonly LinkName[]; readonly ms: number }
  | {
      readonly kind: 'delay';
      readonly links: readonly LinkName[];
      readonly direction: Direction;
      readonly delayMs: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'throttle';
      readonly links: readonly LinkName[];
      readonly direction: Direction;
      readonly bytesPerSecond: number;
      readonly ms: number;
    }
  /** Nothing passes in one direction of the links; the other direction works. */
  | {
      readonly kind: 'stall';
      readonly links: readonly LinkName[];
      readonly direction: Direction;
      readonly ms: number;
    }
  /** The sandbox of the gateway is asked to fail requests (docs/cards.md, "The sandbox"). */
  | {
      readonly kind: 'gateway error';
      readonly how: GatewayError;
      /** A part of a path: requests whose path contains it fail. */
      readonly path: string;
      readonly ms: number;
    }
  | { readonly kind: 'fill disk'; readonly leftBytes: number; readonly ms: number }
  | {
      readonly kind: 'set clocks';
      readonly parts: readonly PartName[];
      readonly shiftMs: number;
      readonly ms: number;
    };

/** A fault that begins `atMs` after the start of its round. */
export interface PlannedFault {
  readonly atMs: number;
  readonly fault: Fault;
}

/** The duration of a fault in milliseconds; 0 if it is over at once. */
export const durationOf = (fault: Fault): number => ('ms' in fault ? fault.ms : 0);

export const describeFault = ({ kind, ...rest }: Fault): string =>
  `${kind} ${JSON.stringify(rest)}`;
