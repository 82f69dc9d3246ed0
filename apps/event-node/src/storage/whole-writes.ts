import { LogScan } from './log-scan.js';
import type { Segments } from './segments.js';

/** How many records are looked at before others have their turn. */
const TURN_EVENTS = 1_000;

/** Where the whole writes of a log end, and how many events they are; every record is checked. Throws `LogDamaged`. */
export const wholeWritesOf = async (
  segments: Segments,
): Promise<{ end: number; events: number }> => {
  const scan = new LogScan(segments, segments.start);
  let events = 0;
  for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
    events += write.length;
    if (events % TURN_EVENTS < write.length) await nextTurn();
  }
  const damage = scan.damage();
  if (damage !== undefined) throw damage;
  return { end: scan.end, events };
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
