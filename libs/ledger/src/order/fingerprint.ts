import { hash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';

/**
 * SHA-256, hex, of a request's meaning: two requests with one meaning have one fingerprint, however
 * they were spelled.
 */
export const fingerprint = (meaning: unknown): string => hash('sha256', canonicalJson(meaning));
