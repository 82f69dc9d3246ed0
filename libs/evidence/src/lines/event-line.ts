import type { StoredEvent } from '#event-log/offline';
import { canonicalJson } from '#ledger';

/**
 * An event of the log as one line of an export. The members have this order, and the last three stand as the chain
 * covers them (RFC 8785): the chain value is SHA-256 over the chain value before it followed by `{` and the line from
 * `"data":` on (docs/decisions/0017). Of the metadata only `chain` stands outside, before them.
 *
 * Not for events of which JSON cannot tell the content; see `tellable`.
 */
export const eventLine = (event: StoredEvent): string => {
  const { chain, ...metadata } = fieldsOf(event.metadata);
  const head = headText(event, isChain(chain) ? chain : '');
  return `${head},"data":${jsonText(event.data)},"metadata":${jsonText(metadata)},"type":${canonicalJson(event.type)}}\n`;
};

const headText = ({ position, streamId, revision, id }: StoredEvent, chain: string): string =>
  `{"position":"${position?.commit ?? ''}","stream":${JSON.stringify(streamId)},"revision":${revision},` +
  `"id":${JSON.stringify(id)},"chain":"${chain}"`;

const fieldsOf = (metadata: unknown): Readonly<Record<string, unknown>> =>
  typeof metadata === 'object' && metadata !== null && !(metadata instanceof Uint8Array)
    ? (metadata as Readonly<Record<string, unknown>>)
    : {};

const isChain = (chain: unknown): chain is string =>
  typeof chain === 'string' && /^[0-9a-f]{64}$/.test(chain);

/** What is no JSON was not written by us: it is shown, and its chain value cannot hold. */
const jsonText = (value: unknown): string => {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  try {
    return canonicalJson(value ?? null);
  } catch {
    return '"no JSON"';
  }
};
