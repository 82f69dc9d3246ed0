import { expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { Revocations, type Revocation } from './revocations.js';

const disabled: Revocation = { kind: 'client', id: 'shop', disabled: true, revokedAt: 1_000 };

test('a slow read that ends after a later one does not bring a disabled client back', async () => {
  const answers: ((rows: readonly Revocation[]) => void)[] = [];
  const query = () =>
    new Promise((resolve) => {
      answers.push((rows) => {
        resolve({ rows });
      });
    });
  const revocations = new Revocations({ query } as unknown as Pool);
  const slow = revocations.refresh();
  const later = revocations.refresh();
  answers[1]!([disabled]);
  await later;
  expect(revocations.current.refuses('shop', 2_000)).toBe(true);
  answers[0]!([]);
  await slow;
  expect(revocations.current.refuses('shop', 2_000)).toBe(true);
});
