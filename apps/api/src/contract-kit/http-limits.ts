/**
 * Limits of the HTTP edge (contracts/README.md, "Rules for all of them"); times in milliseconds.
 */
export const httpLimits = {
  bodyBytes: 1024 * 1024,
  /** The limit for each header that `RequestHeadGuard` bounds. */
  headerValueCharacters: 256,
  /** Open connections, idle ones included. */
  connections: 4_000,
  /**
   * Concurrent requests. The places for requests, commands and bodies are each shared fairly
   * (`FairShares`): one caller alone gets four fifths at most.
   */
  requestsInFlight: 1_250,
  /**
   * Commands among the requests. A command waits for earlier commands, so a higher limit would only
   * delay all of them.
   */
  commandsInFlight: 400,
  /** Bodies of known clients that are being received. */
  bodiesInFlight: 400,
  waitingReads: 250,
  /** Bodies of unknown callers that are being received, such as token requests. */
  anonymousBodiesInFlight: 640,
  anonymousBodyBytes: 64 * 1_024,
  anonymousBodyMs: 10_000,
  pathParameterCharacters: 256,
  /** Longest time for the head of a request to arrive. */
  headMs: 10_000,
  requestMs: 30_000,
  /** Interval at which Node checks `headMs` and `requestMs`. */
  lookMs: 1_000,
  /**
   * Listeners for one event of an answer, above which Node warns of a leak. Node's default is 10,
   * but our listeners and the listeners of Node's streams are more than that.
   */
  answerListeners: 20,
  connectionIdleMs: 90_000,
  /**
   * Longer than load balancers keep idle connections, so that the balancer closes a connection
   * first and never sends a request on one that this process has just closed.
   */
  keepAliveMs: 75_000,
  /** Time for which the rest of a request is still read after its answer was sent. */
  lingerMs: 10_000,
  /**
   * Time for which a closing process still accepts connections, to answer that it closes.
   * Connections without a request are closed after twice this time.
   */
  announceMs: 200,
  stopMs: 10_000,
} as const;
