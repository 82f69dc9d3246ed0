import { isInstant } from '#ledger';
import type { Notification, WebhookEvent } from './notification.js';

/** The input for the headers of an attempt. */
export interface MessageSigning {
  /** The current secret; during a rotation also the former one. */
  readonly secrets: readonly [string, ...string[]];
  readonly body: string;
  /** The same at every attempt, so that receivers recognise repeats. */
  readonly eventId: string;
  readonly occurredAt: Date;
  /** The time of the attempt. */
  readonly attemptedAt: Date;
  readonly correlationId: string;
  /** True in a production environment. */
  readonly live: boolean;
}

/** The form in which endpoints of one kind get their messages. */
export interface WebhookFormat {
  /** Lower-case letters, digits and hyphens, at most 32. */
  readonly kind: string;
  /** The name of an event in this form. */
  nameOf(event: WebhookEvent): string;
  /**
   * True if endpoints of this kind get no message about this event, even though they listen to its
   * name.
   */
  omits(notification: Notification): boolean;
  /** A new secret of 256 bits, in visible ASCII. */
  makeSecret(): string;
  body(notification: Notification): string;
  headers(signing: MessageSigning): Readonly<Record<string, string>>;
}

/** The formats that a process knows, by their kinds. */
export class WebhookFormats {
  readonly #byKind: ReadonlyMap<string, WebhookFormat>;

  constructor(formats: readonly WebhookFormat[]) {
    this.#byKind = new Map(formats.map((format) => [format.kind, format]));
  }

  get kinds(): readonly string[] {
    return [...this.#byKind.keys()];
  }

  /** Throws `UnknownWebhookFormat`. */
  of(kind: string): WebhookFormat {
    const format = this.#byKind.get(kind);
    if (format === undefined) throw new UnknownWebhookFormat(kind);
    return format;
  }
}

/** An endpoint of another version has a format that this version does not have. */
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
 * The message about an event, made once; attempts differ only in their headers. `undefined` if no
 * message can be made: an event of a damaged order may hold anything, and must not delay the
 * messages about others.
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
