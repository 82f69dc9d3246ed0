import type { EndpointKind } from '../endpoints/endpoint.js';
import type { Notification } from './notification.js';
import { standardBody } from './standard-message.js';
import { walleyBody } from './walley-message.js';

/** The message of each kind of endpoint. It is made once; attempts differ only in their headers. */
export const messageBody: Readonly<Record<EndpointKind, (told: Notification) => string>> = {
  walley: walleyBody,
  standard: standardBody,
};

export interface PreparedMessage {
  readonly body: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly correlationId: string;
}

/** What PostgreSQL takes for a time as well. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\0');

/**
 * The message about an event, made once; attempts differ only in their headers. `undefined` if none can be made of it: an
 * event of a damaged order may hold anything, and must not keep the others from being told.
 */
export const preparedMessage = (
  kind: EndpointKind,
  told: Notification,
): PreparedMessage | undefined => {
  const { recordedAt } = told.logged.metadata;
  const correlationId = told.logged.metadata['correlationId'] ?? '';
  if (!isText(recordedAt) || !time.test(recordedAt) || Number.isNaN(Date.parse(recordedAt)))
    return undefined;
  if (!isText(correlationId) || !isText(told.logged.streamId)) return undefined;
  try {
    return { body: messageBody[kind](told), occurredAt: recordedAt, correlationId };
  } catch {
    return undefined;
  }
};
