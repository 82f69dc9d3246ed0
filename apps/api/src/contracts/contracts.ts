import { Contracts } from '../contract-kit/contract.js';
import { akinonContract } from './akinon/akinon-contract.js';
import { ledgerContract } from './ledger/ledger-contract.js';
import { medusaContract } from './medusa/medusa-contract.js';
import { oauthContract } from './oauth/oauth-contract.js';
import { walleyContract } from './walley/walley-contract.js';
import { wooStoreContract } from './woo-store/woo-store-contract.js';
import { woopaymentsContract } from './woopayments/woopayments-contract.js';

/** The wire contracts that this service speaks: the one list to add a contract to. */
export const contracts = new Contracts(
  [
    oauthContract,
    walleyContract,
    woopaymentsContract,
    wooStoreContract,
    akinonContract,
    medusaContract,
    ledgerContract,
  ],
  // A request to a path that belongs to no contract gets its 404 in the format of the ledger's API.
  ledgerContract,
);
