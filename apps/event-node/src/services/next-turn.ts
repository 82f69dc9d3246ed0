/** Lets other calls have their turn before the next page. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
