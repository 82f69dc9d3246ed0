/** What one direction of a link does to what passes. */
export interface Weather {
  /** Nothing passes; it is kept and goes on when the stall ends. */
  readonly stalled: boolean;
  /** How much later everything arrives, milliseconds. */
  readonly delayMs: number;
  /** At most so much passes on each connection. */
  readonly bytesPerSecond: number;
}

export const fair: Weather = { stalled: false, delayMs: 0, bytesPerSecond: Infinity };

/** How a connection ends: in order, or as when a machine went away. */
export type Cut = 'closed' | 'reset';
