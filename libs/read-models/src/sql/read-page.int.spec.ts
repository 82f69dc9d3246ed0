import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readPage } from './query.js';

const postgres = usePostgres();

test('a page longer than was asked for is a fault, not an answer', async () => {
  const query = { text: 'SELECT * FROM generate_series(1, $1::int) AS number', values: [3] };
  await expect(readPage(postgres.pool, query, 3)).resolves.toHaveLength(3);
  await expect(readPage(postgres.pool, query, 2)).rejects.toThrow('at most 2 rows has 3');
});
