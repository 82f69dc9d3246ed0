export { actsFor, isScope, scopeMeanings, scopes, type Caller, type Scope } from './caller.js';
export { clientStoresMax, type ApiClient, type ClientCreated } from './clients/api-client.js';
export { ClientAuthenticator, type Credentials } from './clients/client-authenticator.js';
export { ClientDirectory } from './clients/client-directory.js';
export { TooManyWrongSecrets } from './clients/secret-attempts.js';
export { type ClientKey, KeySecretBox, rewrapKeySecrets } from './keys/client-key.js';
export { KeyAuthenticator, KeySecretUnreadable, type KnownKey } from './keys/key-authenticator.js';
export { clientKeysMax, KeyDirectory, type KeyCreated } from './keys/key-directory.js';
export { KeyNonces, TooManyNonces } from './keys/key-nonces.js';
export {
  type KeyKind,
  type KeyParameter,
  type KeyParameters,
  keyKindOf,
  keyKinds,
  keyParameters,
} from './keys/key-kinds.js';
export { KeySessions } from './keys/key-sessions.js';
export { type KeyedRequest, RequestKeys } from './keys/request-keys.js';
export { InvalidCursor, isIdentifier, type Page, type PageRequest } from './page.js';
export { accessMigrations, bootstrapClient, type BootstrapSettings } from './set-up.js';
export {
  isStoreName,
  storeNameCharactersMax,
  type MisnamedZone,
  type SettlementRuleOfStore,
  type Store,
  type StoreAddress,
  type StoreChanged,
  type StoreCreated,
  type StoreDetails,
} from './stores/store.js';
export { StoreDirectory } from './stores/store-directory.js';
export { isTimeZone } from './stores/time-zones.js';
export { codeMinutes, OneTimeCodes } from './tokens/one-time-codes.js';
export { Revocations } from './tokens/revocations.js';
export { InvalidToken, TokenIssuer } from './tokens/token-issuer.js';
export { type SignedTokens, SigningKeys } from './tokens/signing-keys.js';
export { TokenVerifier } from './tokens/token-verifier.js';
