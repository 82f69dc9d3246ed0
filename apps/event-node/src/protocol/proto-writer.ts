const nothing = Buffer.alloc(0);
const varintType = 0;
const lengthDelimitedType = 2;

/** The size of a number in bytes when it is written as a varint. */
export const varintSize = (value: number): number => {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
};

/** Writes protobuf fields and gRPC frames into one buffer that grows. */
export class ProtoWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Writes an unsigned 64-bit integer. A number may be at most 2^53 - 1, a bigint may have any
   * value.
   */
  uint64(field: number, value: number | bigint): this {
    this.#tag(field, varintType);
    if (typeof value === 'number') this.varint(value);
    else this.#varint64(value);
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.uint64(field, value ? 1 : 0);
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  bytes(field: number, value: Buffer): this {
    this.lengthDelimited(field, value.length);
    return this.raw(value);
  }

  /** Writes a field whose value is an empty message: only the presence of the field matters. */
  empty(field: number): this {
    return this.lengthDelimited(field, 0);
  }

  message(field: number, build: (nested: ProtoWriter) => void): this {
    const nested = new ProtoWriter(64);
    build(nested);
    return this.bytes(field, nested.finish());
  }

  /**
   * Writes the tag and the length of a field. The caller writes the `length` bytes of its value
   * next.
   */
  lengthDelimited(field: number, length: number): this {
    this.#tag(field, lengthDelimitedType);
    return this.varint(length);
  }

  /**
   * Writes the head of an uncompressed gRPC message. The caller writes the `length` bytes of the
   * message next.
   */
  frameHead(length: number): this {
    const at = this.#claim(5);
    this.#bytes[at] = 0;
    this.#bytes.writeUInt32BE(length, at + 1);
    return this;
  }

  /** Writes one whole gRPC message. The length of the message need not be known in advance. */
  frame(build: (message: ProtoWriter) => void): this {
    const at = this.#claim(5);
    const start = this.#length;
    build(this);
    this.#bytes[at] = 0;
    this.#bytes.writeUInt32BE(this.#length - start, at + 1);
    return this;
  }

  raw(value: Buffer): this {
    const at = this.#claim(value.length);
    value.copy(this.#bytes, at);
    return this;
  }

  ascii(value: string): this {
    const at = this.#claim(value.length);
    this.#bytes.write(value, at, 'latin1');
    return this;
  }

  varint(value: number): this {
    let at = this.#claim(varintSize(value));
    let rest = value;
    while (rest >= 128) {
      this.#bytes[at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[at] = rest;
    return this;
  }

  /** Returns the written bytes. The writer is empty afterwards and can be used again. */
  finish(): Buffer {
    const written = this.#bytes.subarray(0, this.#length);
    this.#bytes = nothing;
    this.#length = 0;
    return written;
  }

  #tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  #varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest >= 128n) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  #byte(byte: number): void {
    this.#bytes[this.#claim(1)] = byte;
  }

  #claim(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#length = needed;
    return at;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
