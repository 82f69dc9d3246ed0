import type { JSONEventData } from '@eventstore/db-client';
import { eventIdOf } from '../order/event-id-of.js';
import { linkOf, type Chained, type Link } from './chain-of.js';

/** An event ready to be appended behind the one whose chain value it was linked to. */
export interface LinkedEvent {
  readonly event: JSONEventData;
  /** Hex SHA-256; the next event links to it. */
  readonly chain: string;
  /** What the store counts of it, at most (event-node.md, "Append"). */
  readonly bytes: number;
}

/** `,"chain":""` beside the canonical text, whose own frame more than makes up for the rest. */
const chainFieldBytes = 11;

/** The event with its id and its link to the one before; `metadata` is all of it but `chain`. */
export const linkedEvent = (
  previous: string,
  { type, data, metadata }: Chained & { readonly data: JSONEventData['data'] },
): LinkedEvent => {
  const link = linkOf(previous, { type, data, metadata });
  const { chain } = link;
  return {
    event: {
      id: eventIdOf(chain),
      contentType: 'application/json',
      type,
      data,
      metadata: metadataBytes(link),
    },
    chain,
    bytes: link.bytes + chain.length + chainFieldBytes + 2 * type.length,
  };
};

const utf8 = new TextEncoder();

/**
 * As bytes the client sends metadata as it is; an object it would turn into JSON, that into base64, and that back into
 * bytes, twice (event-store-client.md, "Cost per event"). The client tells bytes by their very class.
 */
const metadataBytes = ({ metadata, chain }: Link): Uint8Array =>
  utf8.encode(`${metadata.slice(0, -1)},"chain":"${chain}"}`);
