import { MalformedMessage } from '../model/faults.js';
import { ProtoReader } from './proto-reader.js';
import { ProtoWriter } from './proto-writer.js';

/** UUIDs are 16 bytes inside the node, and one of two forms of the message `UUID` on the wire. */
export type UuidForm = 'text' | 'structured';

const UUID_BYTES = 16;
const TEXT_LENGTH = 36;
const DASH = 0x2d;
const HEX = Buffer.from('0123456789abcdef', 'latin1');
/** Where the dashes of the text form stand. */
const isDash = (at: number): boolean => at === 8 || at === 13 || at === 18 || at === 23;

const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return lower - 0x57;
  throw new MalformedMessage('A UUID has a character that is no hexadecimal digit.');
};

/** Parses the text form from its ASCII bytes. */
export const parseUuid = (text: Buffer): Buffer => {
  if (text.length !== TEXT_LENGTH) throw new MalformedMessage('A UUID is not 36 characters long.');
  const id = Buffer.allocUnsafe(UUID_BYTES);
  let digits = 0;
  let byte = 0;
  for (let at = 0; at < TEXT_LENGTH; at++) {
    const code = text[at] ?? 0;
    if (isDash(at)) {
      if (code !== DASH) throw new MalformedMessage('A UUID has no dash where one belongs.');
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

/** The text form as ASCII bytes. */
export const uuidText = (id: Buffer): Buffer => {
  const text = Buffer.allocUnsafe(TEXT_LENGTH);
  let at = 0;
  for (const byte of id) {
    if (isDash(at)) text[at++] = DASH;
    text[at++] = HEX[byte >> 4] ?? 0;
    text[at++] = HEX[byte & 15] ?? 0;
  }
  return text;
};

const readStructured = (reader: ProtoReader): Buffer => {
  const id = Buffer.alloc(UUID_BYTES);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const value = BigInt.asUintN(64, BigInt(reader.uint64()));
    if (field === 1) id.writeBigUInt64BE(value, 0);
    if (field === 2) id.writeBigUInt64BE(value, 8);
  }
  return id;
};

/** Reads the message `UUID`: all zero if neither form is set. */
export const readUuid = (message: Buffer): Buffer => {
  const reader = new ProtoReader(message);
  let id: Buffer = Buffer.alloc(UUID_BYTES);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readStructured(reader.message());
    else if (field === 2) id = parseUuid(reader.bytes());
    else reader.skip();
  }
  return id;
};

/** The message `UUID` in the asked form. */
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
