/** Any number, but the same everywhere: it names the lock of the one rebuild. */
export const rebuildLock = 7_223_003;
