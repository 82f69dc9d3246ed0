import type { EndpointKind } from '../endpoints/endpoint.js';
import { standardBody } from './standard-message.js';
import type { ToldEvent } from './told-event.js';
import { walleyBody } from './walley-message.js';

/** The message of each kind of endpoint. It is made once; attempts differ only in their headers. */
export const messageBody: Readonly<Record<EndpointKind, (told: ToldEvent) => string>> = {
  walley: walleyBody,
  standard: standardBody,
};
