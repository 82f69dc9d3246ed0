import type { BootstrapSettings } from '#access';
import { currencies } from '#ledger';
import { InvalidSettings } from '#runtime';
import type { Settings } from '#runtime';

type StoreSettings = Pick<Settings, 'bootstrapStores'>;

/**
 * The shape of BOOTSTRAP_STORES is checked with all settings; which currencies there are, only the ledger knows.
 *
 * @throws InvalidSettings for a currency that does not exist
 */
export const checkBootstrapStores = ({ bootstrapStores }: StoreSettings): void => {
  const complaints = bootstrapStores
    .filter(({ currency }) => !currencies.has(currency))
    .map(
      ({ storeId, salesSegment, currency }) =>
        `BOOTSTRAP_STORES: found "${storeId}:${salesSegment}:${currency}", ` +
        `allowed as currency is a code of ISO 4217, such as SEK; ${currency} is none`,
    );
  if (complaints.length > 0) throw new InvalidSettings(complaints);
};

/**
 * The client to make or update at start, if the settings name one.
 *
 * @throws InvalidSettings
 */
export const bootstrapSettings = (
  settings: StoreSettings & Pick<Settings, 'bootstrapClientId' | 'bootstrapClientSecret'>,
): BootstrapSettings | undefined => {
  const { bootstrapClientId: clientId, bootstrapClientSecret: clientSecret } = settings;
  checkBootstrapStores(settings);
  if (clientId === undefined) return undefined;
  if (clientSecret === undefined) {
    throw new InvalidSettings([
      'BOOTSTRAP_CLIENT_SECRET: found nothing, needed with BOOTSTRAP_CLIENT_ID',
    ]);
  }
  return { clientId, clientSecret, stores: settings.bootstrapStores };
};
