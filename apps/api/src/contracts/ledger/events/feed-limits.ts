/** Limits of `GET /v1/events`; times in milliseconds. */
export const feedLimits = {
  /** Feeds open at once in one process, and of them those of one client. */
  atOnce: 32,
  ofOneClient: 4,
  /** Largest `limit`. */
  eventsMax: 100_000,
  /** Events taken from the log before the caller has taken those before them. */
  pageEvents: 32,
  /** Text that waits for the caller before no more is taken from the log. */
  bufferedBytes: 64 * 1024,
  /** An open feed that said nothing for so long says that it is still there: in twice that time at the latest. */
  heartbeatMs: 7_500,
  /** A caller that takes nothing for so long is cut off, and so is a feed to the log's end to which nothing comes. */
  stalledMs: 30_000,
  /** How soon a token that was revoked or has expired is noticed. */
  callerCheckedEveryMs: 1_000,
} as const;

export type FeedLimits = { readonly [Limit in keyof typeof feedLimits]: number };
