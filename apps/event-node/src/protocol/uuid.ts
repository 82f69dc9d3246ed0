import { MalformedMessage } from '../model/faults.js';
import { ProtoReader } from './proto-reader.js';
import { ProtoWriter } from './proto-writer.js';

/**
 * The two forms in which the protobuf message `UUID` carries an id: 36 characters, or two 64-bit
 * integers. Inside the node a UUID is a buffer of 16 bytes.
 */
export type UuidForm = 'text' | 'structured';

const uuidBytes = 16;
const textLength = 36;
const dash = 0x2d;
const hexDigits = Buffer.from('0123456789abcdef', 'latin1');
/** True for the indexes of the dashes in the text form. */
const isDash = (at: number): boolean => at === 8 || at === 13 || at === 18 || at === 23;

const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return lower - 0x57;
  throw new MalformedMessage('A UUID has a character that is no hexadecimal digit.');
};

/** Parses the ASCII text of a UUID, in either case. Throws `MalformedMessage`. */
export const parseUuid = (text: Buffer): Buffer => {
  if (text.length !== textLength) throw new MalformedMessage('A UUID is not 36 characters long.');
  const id = Buffer.allocUnsafe(uuidBytes);
  let digits = 0;
  let byte = 0;
  for (let at = 0; at < textLength; at++) {
    const code = text[at] ?? 0;
    if (isDash(at)) {
      if (code !== dash) throw new MalformedMessage('A UUID has no dash where one belongs.');
      continue;
    }
    byte = byte * 16 + digitOf(code);
    if (++digits % 2 === 0) {
      id[digits / 2 - 1] = byte;
      byte = 0;
    }
  }
  return id;
};

/** The text of a UUID as ASCII bytes, in lower case. */
export const uuidText = (id: Buffer): Buffer => {
  const text = Buffer.allocUnsafe(textLength);
  let at = 0;
  for (const byte of id) {
    if (isDash(at)) text[at++] = dash;
    text[at++] = hexDigits[byte >> 4] ?? 0;
    text[at++] = hexDigits[byte & 15] ?? 0;
  }
  return text;
};

const readStructured = (reader: ProtoReader): Buffer => {
  const id = Buffer.alloc(uuidBytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const value = BigInt.asUintN(64, BigInt(reader.uint64()));
    if (field === 1) id.writeBigUInt64BE(value, 0);
    if (field === 2) id.writeBigUInt64BE(value, 8);
  }
  return id;
};

/**
 * Reads the protobuf message `UUID`. If the message has neither the string nor the structured form,
 * all bytes of the result are zero.
 */
export const readUuid = (message: Buffer): Buffer => {
  const reader = new ProtoReader(message);
  let id: Buffer = Buffer.alloc(uuidBytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readStructured(reader.message());
    else if (field === 2) id = parseUuid(reader.bytes());
    else reader.skip();
  }
  return id;
};

/** The protobuf message `UUID` in the form that the client asked for. */
export const uuidMessage = (id: Buffer, form: UuidForm): Buffer => {
  const writer = new ProtoWriter(48);
  if (form === 'text') return writer.bytes(2, uuidText(id)).finish();
  return writer
    .message(1, (structured) => {
      structured.uint64(1, id.readBigUInt64BE(0)).uint64(2, id.readBigUInt64BE(8));
    })
    .finish();
};

export const isZeroUuid = (id: Buffer): boolean => id.every((byte) => byte === 0);
