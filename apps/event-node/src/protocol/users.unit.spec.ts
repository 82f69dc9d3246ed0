import { describe, expect, test } from '@jest/globals';
import { InvalidUsers, Users } from './users.js';

const basic = (credentials: string): string =>
  `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('users', () => {
  const users = Users.parse('admin:changeit, ops:p:w');

  test.each(['admin:changeit', 'ops:p:w'])('admit %s', (credentials) => {
    expect(users.admits(basic(credentials))).toBe(true);
  });

  test.each([
    undefined,
    '',
    'Basic',
    'Basic !!!',
    `Bearer ${Buffer.from('admin:changeit').toString('base64')}`,
    basic('admin:other'),
    basic('admin:'),
    basic('admin'),
    basic('ops:p'),
    basic('admin:changeit,ops:p:w'),
  ])('refuse %s', (authorization) => {
    expect(users.admits(authorization)).toBe(false);
  });

  test.each(['', 'admin', 'admin:', ':secret', 'admin:a,', 'ad min:a'])(
    'are not "%s", and the error does not show it',
    (text) => {
      expect(() => Users.parse(text)).toThrow(InvalidUsers);
      expect(() => Users.parse(text)).toThrow(/^Users are name:password, comma separated\.$/);
    },
  );
});
