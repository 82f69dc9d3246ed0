import type { BootstrapSettings } from '#access';
import { InvalidSettings } from '#runtime';
import type { Settings } from '#runtime';

/** The client to make or update at start, if the settings name one. */
export const bootstrapSettings = (
  settings: Pick<Settings, 'bootstrapClientId' | 'bootstrapClientSecret' | 'bootstrapStores'>,
): BootstrapSettings | undefined => {
  const { bootstrapClientId: clientId, bootstrapClientSecret: clientSecret } = settings;
  if (clientId === undefined) return undefined;
  if (clientSecret === undefined) {
    throw new InvalidSettings([
      'BOOTSTRAP_CLIENT_SECRET: found nothing, needed with BOOTSTRAP_CLIENT_ID',
    ]);
  }
  return { clientId, clientSecret, stores: settings.bootstrapStores };
};
