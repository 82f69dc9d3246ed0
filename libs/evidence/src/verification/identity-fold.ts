import { identityType, ledgerFoundedOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { BrokenRule } from './broken-rule.js';
import type { StreamFold } from './stream-fold.js';

/** Checks that the ledger says once who it is: a second identity would give orders other ids (docs/decisions/0029). */
export class IdentityFold implements StreamFold {
  readonly order = undefined;

  take({ revision, type, data }: StoredEvent): undefined {
    if (revision > 0n) throw new BrokenRule('I5', 'the ledger has an identity already');
    if (type !== identityType || ledgerFoundedOf(data) === undefined) {
      throw new BrokenRule('I5', 'it does not say how order ids are made');
    }
  }
}
