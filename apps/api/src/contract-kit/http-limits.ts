/**
 * Limits of the HTTP edge (contracts/README.md, "Rules for all of them"); times in milliseconds.
 */
export const httpLimits = {
  bodyBytes: 1024 * 1024,
  headerValueCharacters: 256,
  /** Connections, also those that say nothing. */
  connections: 4_000,
  /** Places are shared (`FairShares`): one caller alone gets four fifths of each kind. */
  requestsInFlight: 1_250,
  /**
   * Commands among them. Each waits for those before it: more of them would only make every one
   * late.
   */
  commandsInFlight: 400,
  /** Bodies on their way, of clients. */
  bodiesInFlight: 400,
  waitingReads: 250,
  /** Bodies on their way of callers that are not known yet: token requests. */
  anonymousBodiesInFlight: 640,
  anonymousBodyBytes: 64 * 1_024,
  anonymousBodyMs: 10_000,
  pathParameterCharacters: 256,
  /** Time for the head of a request, and for all of it. */
  headMs: 10_000,
  requestMs: 30_000,
  /** Time between two checks of both. */
  lookMs: 1_000,
  /**
   * Listeners of one kind on an answer: a fixed number of ours and of Node.js's own streams, not a
   * leak.
   */
  answerListeners: 20,
  connectionIdleMs: 90_000,
  /** Longer than load balancers keep theirs, which end them first then. */
  keepAliveMs: 75_000,
  /** Time in which the rest of a request is taken off the wire after its answer. */
  lingerMs: 10_000,
  /**
   * Time for which a closing process still accepts connections, to answer that it closes.
   * Connections without a request are closed after as long again.
   */
  announceMs: 200,
  stopMs: 10_000,
} as const;
