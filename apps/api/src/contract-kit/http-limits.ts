/**
 * Limits for HTTP requests and connections (contracts/README.md, "Rules for all of them"). Times
 * are in milliseconds.
 */
export const httpLimits = {
  bodyBytes: 1024 * 1024,
  /** The longest value of a header. `RequestHeadGuard` lists the headers that may be longer. */
  headerValueCharacters: 256,
  /** The most open connections, idle ones included. */
  connections: 4_000,
  /**
   * The most concurrent requests. One caller alone gets at most four fifths of them, so that other
   * callers are still served (`FairShares`). The same share applies to commands and bodies.
   */
  requestsInFlight: 1_250,
  /**
   * The most concurrent commands. A command waits for earlier commands to be written, so a higher
   * limit would only delay all of them.
   */
  commandsInFlight: 400,
  /** The most bodies of authenticated clients that are received at the same time. */
  bodiesInFlight: 400,
  waitingReads: 250,
  /**
   * The most bodies of callers not yet authenticated, such as token requests, that are received at
   * the same time.
   */
  anonymousBodiesInFlight: 640,
  anonymousBodyBytes: 64 * 1_024,
  anonymousBodyMs: 10_000,
  pathParameterCharacters: 256,
  /** The longest time for the headers of a request to arrive. */
  headMs: 10_000,
  requestMs: 30_000,
  /** Interval at which Node checks `headMs` and `requestMs`. */
  lookMs: 1_000,
  /**
   * Node warns of a leak when an answer has more listeners than this for one event. Node's own
   * default of 10 is too low, because our listeners and those of Node's streams exceed it without a
   * leak.
   */
  answerListeners: 20,
  connectionIdleMs: 90_000,
  /**
   * Idle connections are kept for longer than load balancers keep them. So the balancer is first to
   * close a connection, and never sends a request on one that this process has just closed.
   */
  keepAliveMs: 75_000,
  /**
   * If an answer is sent before the request has fully arrived, the rest of the request is read for
   * this time. Otherwise the connection is reset, and the caller may lose the answer.
   */
  lingerMs: 10_000,
  /**
   * A process that shuts down still accepts connections for this time, and answers each request
   * that it is shutting down. After twice this time, connections without a request are closed.
   */
  announceMs: 200,
  stopMs: 10_000,
} as const;
