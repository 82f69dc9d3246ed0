import { expect, test } from '@jest/globals';
import { lastWords } from './last-words.js';

test('a process ends with where it failed, without what PostgreSQL tells of a row', () => {
  const refused = Object.assign(new Error('a row was refused'), {
    detail: 'Failing row contains (Anna)',
    where: 'Anna',
  });
  expect(lastWords(refused)).toMatch(/^Error: a row was refused\n\s+at /);
  expect(lastWords(refused)).not.toContain('Anna');
  expect(lastWords('Anna')).toBe('string');
});
