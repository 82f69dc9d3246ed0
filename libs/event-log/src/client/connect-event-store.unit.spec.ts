import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { connectEventStore, withoutPassword } from './connect-event-store.js';
test.each([
  ['esdb://admin:changeit@host:2113?tls=true', 'esdb://admin:***@host:2113?tls=true'],
  ['"esdb+discover://a:p%40ss:w@b.c,d.e?x" x', '"esdb+discover://a:***@b.c,d.e?x" x'],
  ['esdb://a:p@ss@host', 'esdb://a:***@host'],
  ['esdb://host:2113?tls=false', 'esdb://host:2113?tls=false'],
  ['postgres://ledger:secret@127.0.0.1:5432/ledger', 'postgres://ledger:***@127.0.0.1:5432/ledger'],
])('%s shows no password', (text, shown) => {
  expect(withoutPassword(text)).toBe(shown);
});

describe('what the client says of a connection string', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);

  afterEach(() => {
    warn.mockClear();
  });

  test.each(['tlsVerifyCert=false', 'unknownKey=1'])('is warned of without it: %s', (parameter) => {
    connectEventStore(`esdb://admin:changeit@localhost:2113?tls=true&${parameter}`);
    const said = warn.mock.calls.flat().join('\n');
    expect(said).toContain('admin:***@localhost');
    expect(said).not.toContain('changeit');
  });

  test.each(['esdb://admin:changeit@localhost:2113?tls=maybe', 'esdb://admin:changeit@a:x?y'])(
    'is refused without it: %s',
    (url) => {
      let refusal: unknown;
      try {
        connectEventStore(url);
      } catch (error) {
        refusal = error;
      }
      expect(String(refusal)).toMatch(/^InvalidConnectionString: .*at position \d+, expected/);
      expect(String(refusal)).not.toContain('changeit');
    },
  );
});
