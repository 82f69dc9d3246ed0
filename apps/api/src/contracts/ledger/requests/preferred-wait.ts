const secondsDefault = 2;
const secondsMax = 30;

export interface PreferredWait {
  readonly seconds: number;
  /** Whether the caller asked; then the answer says what was applied. */
  readonly given: boolean;
}

/**
 * How long a read may wait: `Prefer: wait=N` (RFC 7240), 2 seconds by default, 30 at most. A preference that cannot be
 * read is ignored, as that RFC wants it.
 */
export const preferredWait = (header: string | string[] | undefined): PreferredWait => {
  const preferences = [header ?? []].flat().join(',').split(',');
  for (const preference of preferences) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference) ?? [];
    if (seconds !== undefined) {
      return { seconds: Math.min(Number(seconds), secondsMax), given: true };
    }
  }
  return { seconds: secondsDefault, given: false };
};
