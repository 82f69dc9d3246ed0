import { expect, test } from '@jest/globals';
import { describeFatalError } from './exit-code.js';

test('a process ends with where it failed, without what PostgreSQL tells of a row', () => {
  const refused = Object.assign(new Error('a row was refused'), {
    detail: 'Failing row contains (Anna)',
    where: 'Anna',
  });
  expect(describeFatalError(refused)).toMatch(/^Error: a row was refused\n\s+at /);
  expect(describeFatalError(refused)).not.toContain('Anna');
  expect(describeFatalError('Anna')).toBe('string');
});
