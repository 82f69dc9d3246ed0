import { pause } from '../pause.js';

export const idle = Symbol('idle');

/**
 * The items of the source, and `idle` whenever none came for so long. The next item is asked for before one is handed
 * out, so that the source works while its reader does.
 */
export async function* orIdle<Item>(
  source: AsyncIterator<Item, unknown>,
  idleMs: number,
): AsyncGenerator<Item | typeof idle, void> {
  let next = ask(source);
  for (;;) {
    const timer = new AbortController();
    const first = await Promise.race([next, pause(idleMs, timer.signal)]);
    timer.abort();
    if (first === undefined) {
      yield idle;
      continue;
    }
    if ('failure' in first) throw first.failure;
    if (first.result.done === true) return;
    next = ask(source);
    yield first.result.value;
  }
}

type Asked<Item> =
  { readonly result: IteratorResult<Item, unknown> } | { readonly failure: unknown };

/** A failure is kept until somebody looks at it: the reader may be busy, or gone. */
const ask = <Item>(source: AsyncIterator<Item, unknown>): Promise<Asked<Item>> =>
  source.next().then(
    (result) => ({ result }),
    (failure: unknown) => ({ failure }),
  );
