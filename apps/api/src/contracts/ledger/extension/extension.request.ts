import { Instant } from '../fields/instant.js';

/** The body of `POST /v1/orders/{id}/extension`, which may be left out. */
export class ExtensionRequest {
  @Instant({
    optional: true,
    description: 'Default: 90 days from now, or as it is if that is later',
  })
  readonly expiresAt?: string;
}
