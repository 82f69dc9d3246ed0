import type { StreamDamage } from './stream-damage.js';

/** Whether an event comes after the one that damaged its stream, in this page or before it. */
export const isDamaged = (
  { streamId, position }: { readonly streamId: string; readonly position: bigint },
  found: readonly StreamDamage[],
  before: ReadonlySet<string>,
): boolean =>
  before.has(streamId) ||
  found.some((damage) => damage.streamId === streamId && damage.position < position);
