import { setFlagsFromString } from 'node:v8';

/** How far the old generation may grow over what was alive at its last collection before it is collected again. */
const growthPercent = 30;

/**
 * V8 lets the old generation grow to up to four times what is alive before it collects it again, the more the more
 * memory the machine has. Collected earlier, a part takes about half the memory and a few per cent more CPU
 * (docs/performance.md).
 */
export const boundHeapGrowth = (): void => {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
};
