import { isUtf8 } from 'node:buffer';
import { MalformedMessage } from '../model/faults.js';

const varintType = 0;
const fixed64Type = 1;
const lengthDelimitedType = 2;
const fixed32Type = 5;
const varintBytesMax = 10;

/**
 * Reads the fields of one protobuf message in the order in which they were sent. The method `bytes`
 * returns views of the message, and each view keeps the whole message in memory.
 */
export class ProtoReader {
  readonly #bytes: Buffer;
  #at = 0;
  #wireType = varintType;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * Returns the number of the next field, or 0 at the end of the message. The value of the field
   * must be read or skipped before the next call.
   */
  next(): number {
    if (this.#at >= this.#bytes.length) return 0;
    const tag = Number(this.#varint());
    const field = Math.floor(tag / 8);
    if (field === 0) throw new MalformedMessage('A field has the number 0.');
    this.#wireType = tag & 7;
    return field;
  }

  /**
   * Reads an unsigned 64-bit integer. A value up to 2^53 - 1 is returned as a number, a larger one
   * as a bigint.
   */
  uint64(): number | bigint {
    this.#expect(varintType);
    return this.#varint();
  }

  /** Reads an unsigned 64-bit integer, and returns 2^53 - 1 for any larger value. */
  uint53(): number {
    const value = this.uint64();
    return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER;
  }

  bool(): boolean {
    return this.uint64() !== 0;
  }

  bytes(): Buffer {
    this.#expect(lengthDelimitedType);
    const length = Number(this.#varint());
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MalformedMessage('A field is longer than its message.');
    const view = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return view;
  }

  text(): string {
    const bytes = this.bytes();
    if (!isUtf8(bytes)) throw new MalformedMessage('A text is not UTF-8.');
    return bytes.toString('utf8');
  }

  message(): ProtoReader {
    return new ProtoReader(this.bytes());
  }

  skip(): void {
    if (this.#wireType === varintType) this.#varint();
    else if (this.#wireType === lengthDelimitedType) this.bytes();
    else if (this.#wireType === fixed64Type) this.#at += 8;
    else if (this.#wireType === fixed32Type) this.#at += 4;
    else throw new MalformedMessage(`Unknown wire type ${this.#wireType}.`);
    if (this.#at > this.#bytes.length) throw new MalformedMessage('The message ends in a field.');
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw new MalformedMessage('A field has another type.');
  }

  #varint(): number | bigint {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < varintBytesMax; count++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new MalformedMessage('The message ends in a number.');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? value : this.#large(count + 1);
      scale *= 128;
    }
    throw new MalformedMessage('A number is longer than ten bytes.');
  }

  /**
   * Decodes a varint above 2^53 - 1 as a bigint. A JavaScript number cannot hold this value
   * exactly, so the `length` bytes before the cursor, which were read as a number, are read again.
   */
  #large(length: number): bigint {
    let value = 0n;
    for (let back = 1; back <= length; back++) {
      value = (value << 7n) | BigInt((this.#bytes[this.#at - back] ?? 0) & 0x7f);
    }
    return BigInt.asUintN(64, value);
  }
}
