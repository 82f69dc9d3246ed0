import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '#runtime';
import { bootstrapSettings } from './bootstrap-settings.js';

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

  test('needs a secret', () => {
    const settings = loadSettings({ BOOTSTRAP_CLIENT_ID: 'shop' });
    expect(() => bootstrapSettings(settings)).toThrow(/BOOTSTRAP_CLIENT_SECRET: found nothing/);
  });
});
