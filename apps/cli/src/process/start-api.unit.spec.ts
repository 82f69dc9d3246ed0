import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '#runtime';
import { bootstrapSettings } from './start-api.js';

describe('the bootstrap client', () => {
  test('is nobody unless it is named', () => {
    expect(bootstrapSettings(loadSettings({}))).toBeUndefined();
  });

  test('acts for the stores that are listed', () => {
    const settings = loadSettings({
      BOOTSTRAP_CLIENT_ID: 'shop',
      BOOTSTRAP_CLIENT_SECRET: 'a-secret',
      BOOTSTRAP_STORES: 'a:B2C:SEK',
    });
    expect(bootstrapSettings(settings)).toEqual({
      clientId: 'shop',
      clientSecret: 'a-secret',
      stores: [{ storeId: 'a', salesSegment: 'B2C', currency: 'SEK' }],
    });
  });

  test.each([{}, { BOOTSTRAP_CLIENT_ID: 'shop', BOOTSTRAP_CLIENT_SECRET: 'a-secret' }])(
    'has no store in a currency that does not exist, with %j',
    (client) => {
      const stores = 'a:B2C:SEK,b:B2B:XXY,c:B2C:XAU';
      const settings = loadSettings({ ...client, BOOTSTRAP_STORES: stores });
      const allowed = 'allowed as currency is an ISO 4217 code, such as SEK';
      expect(() => bootstrapSettings(settings)).toThrow(
        expect.objectContaining({
          name: 'InvalidSettings',
          complaints: [
            `BOOTSTRAP_STORES: found "b:B2B:XXY", ${allowed}; XXY is not one`,
            `BOOTSTRAP_STORES: found "c:B2C:XAU", ${allowed}; XAU is not one`,
          ],
        }),
      );
    },
  );

  test('needs a secret', () => {
    const settings = loadSettings({ BOOTSTRAP_CLIENT_ID: 'shop' });
    expect(() => bootstrapSettings(settings)).toThrow(/BOOTSTRAP_CLIENT_SECRET: found nothing/);
  });
});
