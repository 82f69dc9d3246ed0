import { createRequire } from 'node:module';

/** `node:fs` by `require`: its functions can be replaced, and those of an `import` cannot. */
const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

type Callback = (error: Error) => void;

const noSpace = (): Error => Object.assign(new Error('No space left.'), { code: 'ENOSPC' });

/**
 * Simulates a disk that can be full. A write then writes its first half, as on a file system that
 * runs out of blocks, and fails with ENOSPC. Construct it before any module is imported that
 * writes.
 */
export class FullDisk {
  isFull = false;
  readonly #write = fs.write;
  readonly #writeSync = fs.writeSync;

  constructor() {
    this.#replace('write', (...call: unknown[]) => {
      if (!this.isFull) return Reflect.apply(this.#write, fs, call) as unknown;
      this.#writeHalf(call);
      return setImmediate(call.at(-1) as Callback, noSpace());
    });
    this.#replace('writeSync', (...call: unknown[]) => {
      if (!this.isFull) return Reflect.apply(this.#writeSync, fs, call) as unknown;
      this.#writeHalf(call);
      throw noSpace();
    });
  }

  remove(): void {
    this.#replace('write', this.#write);
    this.#replace('writeSync', this.#writeSync);
  }

  #writeHalf([file, bytes, offset = 0, length, at]: unknown[]): void {
    const buffer = bytes as Buffer;
    const half = Math.floor(((length as number | undefined) ?? buffer.length) / 2);
    this.#writeSync(file as number, buffer, offset as number, half, at as number);
  }

  /**
   * Replaces a function and keeps its properties, by which `util.promisify` finds its promise form.
   */
  #replace(name: 'write' | 'writeSync', replacement: unknown): void {
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(fs[name]));
    Object.assign(fs, { [name]: replacement });
  }
}
