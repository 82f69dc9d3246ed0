/** Limits of `POST /v1/captures`; times in milliseconds. */
export const bulkLimits = {
  /** Lines that are not blank. */
  linesMax: 100_000,
  /** Of one line, without what ends it. */
  lineBytesMax: 64 * 1024,
  /** Captures of one bulk that are at work, or answered and not yet taken by the caller. */
  windowLinesMax: 128,
  /** Of the lines of those captures: as much as one other request may hold. */
  windowBytesMax: 1024 * 1024,
  /** Bulks at once in one process; one client alone gets eight of them. */
  atOnce: 10,
  /** After so many lines other requests get a turn, also when all lines are there already. */
  linesPerTurn: 32,
  /** Longest time without a line read or an answer taken. */
  idleMs: 30_000,
  /** How soon a token that was revoked or has expired is noticed. */
  callerCheckedEveryMs: 1_000,
} as const;

export type BulkLimits = { readonly [Limit in keyof typeof bulkLimits]: number };
