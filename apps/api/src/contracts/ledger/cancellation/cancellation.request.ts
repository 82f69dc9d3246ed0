import { Text } from '../fields/text.js';

/** The body of `POST /v1/orders/{id}/cancellation`, which may be left out. */
export class CancellationRequest {
  @Text({ optional: true, most: 128, description: 'Kept in the history' })
  readonly reference?: string;
}
