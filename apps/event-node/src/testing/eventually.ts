/** Waits until a condition holds, looking at it again and again for a bounded time. */
export const eventually = async (condition: () => boolean, msMax = 10_000): Promise<void> => {
  const end = Date.now() + msMax;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not so after ${msMax} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
