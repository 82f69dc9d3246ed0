import { actionType, recordedActionOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { MalformedEvent } from '../shapes/assert-shape.js';
import type { StreamFold } from './stream-fold.js';

/** Checks that the trail of administrative actions has entries alone; what they say is checked by their chain. */
export class ActionFold implements StreamFold {
  readonly order = undefined;

  take({ type, data }: StoredEvent): undefined {
    if (type !== actionType || recordedActionOf(data) === undefined) {
      throw new MalformedEvent('the entry of the audit trail');
    }
  }
}
