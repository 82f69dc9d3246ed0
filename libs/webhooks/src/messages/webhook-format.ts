import { isInstant } from '#ledger';
import type { Notification, WebhookEvent } from './notification.js';

/** The data from which the headers of an attempt are made. */
export interface MessageSigning {
  /** The present secret first; during a rotation, the earlier secrets that still sign follow. */
  readonly secrets: readonly [string, ...string[]];
  readonly body: string;
  /** The same at each attempt, so that the receiver recognises a repeated message. */
  readonly eventId: string;
  readonly occurredAt: Date;
  /** The time of the attempt. */
  readonly attemptedAt: Date;
  readonly correlationId: string;
  /** True in a production environment. */
  readonly live: boolean;
}

/** A format of messages: its names of events, its bodies, headers and secrets. */
export interface WebhookFormat {
  /** Lower-case letters, digits and hyphens, at most 32. */
  readonly kind: string;
  /** The name of an event in this format. */
  nameOf(event: WebhookEvent): string;
  /**
   * True if no message in this format is sent about this event, even to an endpoint that listens to
   * events of this type. For example, another message already says the same.
   */
  omits(notification: Notification): boolean;
  /** A new secret of 256 bits, in visible ASCII. */
  makeSecret(): string;
  body(notification: Notification): string;
  headers(signing: MessageSigning): Readonly<Record<string, string>>;
}

/** The formats that this process knows, by name. */
export class WebhookFormats {
  readonly #byKind: ReadonlyMap<string, WebhookFormat>;

  constructor(formats: readonly WebhookFormat[]) {
    this.#byKind = new Map(formats.map((format) => [format.kind, format]));
  }

  get kinds(): readonly string[] {
    return [...this.#byKind.keys()];
  }

  /** Returns the format with this name. Throws `UnknownWebhookFormat`. */
  of(kind: string): WebhookFormat {
    const format = this.#byKind.get(kind);
    if (format === undefined) throw new UnknownWebhookFormat(kind);
    return format;
  }
}

/**
 * The endpoint was made by a newer version of the ledger, with a format that this version does not
 * know.
 */
export class UnknownWebhookFormat extends Error {
  override readonly name = 'UnknownWebhookFormat';

  constructor(kind: string) {
    super(`This version has no webhook format "${kind}"`);
  }
}

export interface PreparedMessage {
  readonly body: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly correlationId: string;
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\0');

/**
 * Makes the message about an event; all attempts send the same body. Returns `undefined` if the
 * event is damaged and no message can be made of it. Then no message is sent, so that the messages
 * about other orders do not have to wait.
 */
export const preparedMessage = (
  format: WebhookFormat,
  notification: Notification,
): PreparedMessage | undefined => {
  const { streamId, metadata } = notification.logged;
  const { recordedAt } = metadata;
  const correlationId = metadata['correlationId'] ?? '';
  if (typeof recordedAt !== 'string' || !isInstant(recordedAt)) return undefined;
  if (!isText(correlationId) || !isText(streamId)) return undefined;
  try {
    return { body: format.body(notification), occurredAt: recordedAt, correlationId };
  } catch {
    return undefined;
  }
};
