import { readFileSync, statSync } from 'node:fs';
import { isIdentifier } from '#access';
import { isUuid } from '#ledger';
import type { Erasure } from '#personal-data';
import { WrongUsage } from '../wrong-usage.js';

/** Some 1.5 million erasures. */
const bytesMax = 256 * 1024 * 1024;

/** What `erase --list --json` wrote. Throws `WrongUsage` for anything else, before any of it is used. */
export const readErasures = (file: string): readonly Erasure[] => {
  const erasures = parsed(read(file));
  if (!Array.isArray(erasures) || !erasures.every(isErasure)) throw notAList(file);
  return erasures;
};

const read = (file: string): string => {
  try {
    if (statSync(file).size <= bytesMax) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
  throw new WrongUsage(`${file} is larger than ${bytesMax} bytes`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isErasure = (value: unknown): value is Erasure => {
  if (typeof value !== 'object' || value === null) return false;
  const { keyId, storeId, erasedAt, erasedBy } = value as Partial<Record<string, unknown>>;
  const isNamed = typeof keyId === 'string' && typeof storeId === 'string';
  const isTold = typeof erasedAt === 'string' && typeof erasedBy === 'string';
  return (
    isNamed &&
    isTold &&
    isUuid(keyId) &&
    isIdentifier(storeId) &&
    !Number.isNaN(Date.parse(erasedAt))
  );
};

const notAList = (file: string): WrongUsage =>
  new WrongUsage(`${file} is not what \`ledger erase --list --json\` writes`);
