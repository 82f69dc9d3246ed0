/** Limits of the HTTP edge (contracts/README.md, "Limits"); times in milliseconds. */
export const httpLimits = {
  bodyBytes: 1024 * 1024,
  headerValueCharacters: 256,
  requestsInFlight: 1000,
  /** Of them commands. Each waits for those before it: more of them would only make every one late. */
  commandsInFlight: 320,
  waitingReads: 200,
  pathParameterCharacters: 256,
  requestMs: 30_000,
  connectionIdleMs: 60_000,
  keepAliveMs: 30_000,
  /** How long what a caller still sends is taken off the wire when it was answered before. */
  lingerMs: 10_000,
  stopMs: 10_000,
} as const;
