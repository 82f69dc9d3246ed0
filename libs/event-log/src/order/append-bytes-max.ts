/** The store's limit is 1 MiB (event-node.md, "Limits"); we stay below it. */
export const appendBytesMax = 1_048_576 - 1;
