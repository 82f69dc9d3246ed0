import { contractPattern, orderActions, type EventMetadata } from './event-metadata.js';
/** Printable ASCII without quote and backslash: texts that JSON writes unescaped. */
const plain = '([ !#-[\\]-~]*)';

/**
 * The metadata of an order's event as it is hashed: canonical JSON without `chain`, its members in
 * the order of their names.
 */
const layout = new RegExp(
  `\\{"action":"([a-z-]+)","causationId":"${plain}","clientId":"${plain}",` +
    `"contract":"(${contractPattern})","correlationId":"${plain}","endpoint":"${plain}",` +
    `"fingerprint":"${plain}",(?:"idempotencyKey":"${plain}",)?` +
    '"recordedAt":"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)","schemaVersion":([1-9]\\d{0,8}),' +
    `"storeId":"${plain}"(?:,"traceparent":"${plain}")?\\}`,
  'y',
);

/** The metadata read from a text, and the index after it. */
export interface ReadMetadata {
  readonly metadata: EventMetadata;
  readonly end: number;
}

/**
 * Reads metadata from its text, with the result of `parseMetadata`. Returns `undefined` for a text
 * in any other form, which has to be parsed. Nearly all events have this form, and parsing and
 * checking takes three times as long.
 *
 * `chain` is the chain value that the metadata gets; it must be valid.
 */
export const readMetadata = (
  text: string,
  { from, chain }: { readonly from: number; readonly chain: string },
): ReadMetadata | undefined => {
  layout.lastIndex = from;
  const found = layout.exec(text);
  if (found === null || !Object.hasOwn(orderActions, found[1] as string)) return undefined;
  const metadata: Record<string, unknown> = {
    schemaVersion: Number(found[10]),
    action: found[1],
    fingerprint: found[7],
    clientId: found[3],
    storeId: found[11],
    contract: found[4],
    endpoint: found[6],
    correlationId: found[5],
    causationId: found[2],
    recordedAt: found[9],
    chain,
  };
  if (found[8] !== undefined) metadata['idempotencyKey'] = found[8];
  if (found[12] !== undefined) metadata['traceparent'] = found[12];
  return { metadata: metadata as unknown as EventMetadata, end: layout.lastIndex };
};
