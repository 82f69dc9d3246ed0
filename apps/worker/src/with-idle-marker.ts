export const idleMarker = Symbol('idle');

/**
 * The items of the source, and `idle` whenever none came for so long. An item is asked for only when the reader wants
 * one: a source that gathers has then gathered for as long as the reader was busy.
 */
export async function* withIdleMarker<Item>(
  source: AsyncIterator<Item, unknown>,
  idleMs: number,
): AsyncGenerator<Item | typeof idleMarker, void> {
  let next: Promise<NextItem<Item>> | undefined;
  for (;;) {
    next ??= ask(source);
    const first = await within(idleMs, next);
    if (first === undefined) {
      yield idleMarker;
      continue;
    }
    if ('failure' in first) throw first.failure;
    if (first.result.done === true) return;
    next = undefined;
    yield first.result.value;
  }
}

/** What was asked for, or `undefined` if it did not come in time. */
const within = async <Value>(ms: number, asked: Promise<Value>): Promise<Value | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

type NextItem<Item> =
  { readonly result: IteratorResult<Item, unknown> } | { readonly failure: unknown };

/** A failure is kept until somebody looks at it: the reader may be busy, or gone. */
const ask = <Item>(source: AsyncIterator<Item, unknown>): Promise<NextItem<Item>> =>
  source.next().then(
    (result) => ({ result }),
    (failure: unknown) => ({ failure }),
  );
