const charactersMax = 200;

/**
 * Why an attempt failed, for people. The receiver may have a say in it, by the names in its certificate for one: control
 * characters become spaces, because PostgreSQL keeps no U+0000 in a text, and terminals obey the others.
 */
export const attemptReason = (error: unknown): string => {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return reason.slice(0, charactersMax).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
};
