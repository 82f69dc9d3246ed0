/** The conditions in one direction of a link. */
export interface Weather {
  /** Nothing passes; bytes are held until the stall ends. */
  readonly stalled: boolean;
  /** The delay of all bytes in milliseconds. */
  readonly delayMs: number;
  /** The limit for each connection. */
  readonly bytesPerSecond: number;
}

export const fair: Weather = { stalled: false, delayMs: 0, bytesPerSecond: Infinity };

/** The way a connection ends: in order, or abruptly as when a machine is lost. */
export type Cut = 'closed' | 'reset';
