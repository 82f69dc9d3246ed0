import { LedgerModule } from './ledger/ledger.module.js';
import { WalleyModule } from './walley/walley.module.js';

/** The wire contracts this service speaks. */
export const contractModules = [WalleyModule, LedgerModule];
