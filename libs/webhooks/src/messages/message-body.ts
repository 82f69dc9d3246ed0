import type { EndpointKind } from '../endpoints/endpoint.js';
import { standardBody } from './standard-message.js';
import type { Notification } from './told-event.js';
import { walleyBody } from './walley-message.js';

/** The message of each kind of endpoint. It is made once; attempts differ only in their headers. */
export const messageBody: Readonly<Record<EndpointKind, (told: Notification) => string>> = {
  walley: walleyBody,
  standard: standardBody,
};
