import { Contracts } from '../contract-kit/contract.js';
import { oauthEnvelope } from '../oauth/oauth-envelope.js';
import { ledgerEnvelope } from './ledger/ledger-envelope.js';
import { walleyEnvelope } from './walley/walley-envelope.js';

/** How errors look under each base path; anywhere else as in our own API. */
export const contractEnvelopes = new Contracts(
  [walleyEnvelope, oauthEnvelope, ledgerEnvelope],
  ledgerEnvelope,
);
