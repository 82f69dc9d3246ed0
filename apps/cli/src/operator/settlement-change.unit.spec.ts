import { expect, jest, test } from '@jest/globals';
import type { SettlementView } from '#read-models';
import { WrongUsage } from '../exit-code.js';
import { printChanged, settlementPaidOut } from './settlement-change.js';

const id = '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

test.each(['', '  ', 'BG 1\nBG 2', 'BG\u00001', 'BG \u202e1', 'x'.repeat(129)])(
  'the reference %j is none, as it is over HTTP',
  async (reference) => {
    await expect(settlementPaidOut({ name: id }, { reference })).rejects.toThrow(WrongUsage);
  },
);

test.each([
  ['shows it', true, ''],
  ['does not show it yet', false, expect.stringContaining('is recorded in the log')],
])('a change is printed where the read model %s', (_, isShown, warning) => {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  const before = { settlementId: id, number: 7 } as unknown as SettlementView;
  printChanged(isShown ? { ...before, number: 8 } : undefined, before, true);
  for (const spy of spies) spy.mockRestore();
  expect(JSON.parse(said.stdout)).toMatchObject({ number: isShown ? 8 : 7 });
  expect(said.stderr).toEqual(warning);
});
