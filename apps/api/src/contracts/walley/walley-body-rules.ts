import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** Names in any case, null as absent, unknown fields ignored (walley.md, "Every call"). */
export const walleyBodyRules: BodyRules = {
  names: 'any-case',
  unknown: 'ignored',
  nulls: 'absent',
};

/** A body is optional on cancel (walley.md, "Every call"). */
export const optionalWalleyBody: BodyRules = { ...walleyBodyRules, body: 'optional or empty' };
