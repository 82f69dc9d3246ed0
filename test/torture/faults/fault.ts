import type { LinkName, PartName, Victim } from '../parts/names.js';
import type { Direction } from '../proxy/link.js';
import type { Cut } from '../proxy/flow.js';

/**
 * The way in which a request fails at the gateway. With `after-effect` the gateway has executed the
 * request before it fails, and with `before-effect` it has not.
 */
export type GatewayError =
  '500-after-effect' | '500-before-effect' | 'drop-after-effect' | 'cut' | '429';

/**
 * A fault to inflict. `ms` is its duration in milliseconds. A fault without `ms` happens at one
 * instant, such as a kill.
 */
export type Fault =
  | { readonly kind: 'kill'; readonly victim: Victim }
  | { readonly kind: 'freeze'; readonly victim: Victim; readonly ms: number }
  /**
   * PostgreSQL shuts down and ends all its sessions. The process that supervises the server then
   * starts it again.
   */
  | { readonly kind: 'restart PostgreSQL' }
  | { readonly kind: 'cut'; readonly links: readonly LinkName[]; readonly how: Cut }
  | {
      readonly kind: 'cut in reply';
      readonly links: readonly LinkName[];
      readonly bytes: number;
      readonly how: Cut;
      /**
       * For this time in milliseconds, every new connection is cut again in the same way. With 0,
       * only the connections that exist now are cut.
       */
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
  /** Bytes in one direction are held back until the fault is over. The other direction works. */
  | {
      readonly kind: 'stall';
      readonly links: readonly LinkName[];
      readonly direction: Direction;
      readonly ms: number;
    }
  /** The gateway's sandbox is instructed to fail requests (docs/cards.md, "The sandbox"). */
  | {
      readonly kind: 'gateway error';
      readonly how: GatewayError;
      /** Requests whose path contains this text fail. */
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

/** A fault with the time at which it begins, in milliseconds after the start of the round. */
export interface PlannedFault {
  readonly atMs: number;
  readonly fault: Fault;
}

/** The duration of a fault in milliseconds; 0 for a fault that happens at one instant. */
export const durationOf = (fault: Fault): number => ('ms' in fault ? fault.ms : 0);

export const describeFault = ({ kind, ...rest }: Fault): string =>
  `${kind} ${JSON.stringify(rest)}`;
