/** What was thrown, as the `Error` it nearly always is. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
