import { expect, test } from '@jest/globals';
import { WrongUsage } from '../exit-code.js';
import { settlementPaidOut } from './settlement-change.js';

const id = '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

test.each(['', '  ', 'BG 1\nBG 2', 'BG\u00001', 'BG \u202e1', 'x'.repeat(129)])(
  'the reference %j is none, as it is over HTTP',
  async (reference) => {
    await expect(settlementPaidOut({ name: id }, { reference })).rejects.toThrow(WrongUsage);
  },
);
