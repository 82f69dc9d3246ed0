import type { Socket } from 'node:net';

/** The conditions in one direction of a link. */
export interface Weather {
  /** True while nothing passes. The bytes are passed on when the stall ends. */
  readonly stalled: boolean;
  readonly delayMs: number;
  /** For each connection. */
  readonly bytesPerSecond: number;
}

export const fair: Weather = { stalled: false, delayMs: 0, bytesPerSecond: Infinity };

/** The end of a connection: in order, or by a reset as when a machine is lost. */
export type Cut = 'closed' | 'reset';

/**
 * Ends a connection by a reset. A socket whose shutdown has begun cannot be reset: Node.js would
 * count it as destroyed and leave it open.
 */
export const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};

/** A chunk that waits to be passed on; without bytes, the end of the stream. */
interface Piece {
  readonly bytes: Buffer | undefined;
  readonly dueAt: number;
}

interface Ends {
  readonly from: Socket;
  readonly to: Socket;
}

/** Bytes that a stalled or throttled flow keeps. Then it reads no more from the sender. */
const keptBytesMax = 1024 * 1024;
const throttleStepMs = 50;

/**
 * One direction of a connection through a link. Passes bytes on in order, as the weather allows.
 */
export class Flow {
  private readonly pieces: Piece[] = [];
  private keptBytes = 0;
  private draining = false;
  private freeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private bytesToCut = Infinity;
  private cut: Cut = 'closed';

  constructor(
    private readonly ends: Ends,
    private readonly weather: () => Weather,
    private readonly onCut: () => void,
  ) {
    ends.from.on('data', (bytes: Buffer) => {
      this.take(bytes);
    });
    ends.from.on('end', () => {
      this.take(undefined);
    });
    ends.to.on('drain', () => {
      this.draining = false;
      this.pass();
    });
  }

  /** Passes `bytes` more bytes and then ends the connection, most likely within a message. */
  cutAfter(bytes: number, cut: Cut): void {
    this.bytesToCut = bytes;
    this.cut = cut;
  }

  /** Passes on the bytes that may pass now. To be called when the weather has changed. */
  pass(): void {
    clearTimeout(this.timer);
    while (!this.draining && !this.weather().stalled) {
      const piece = this.pieces[0];
      if (piece === undefined) break;
      const waitMs = Math.max(piece.dueAt, this.freeAt) - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.pass();
        }, waitMs);
        return;
      }
      this.passFirst(piece);
    }
    if (this.keptBytes < keptBytesMax) this.ends.from.resume();
  }

  end(): void {
    clearTimeout(this.timer);
    this.pieces.length = 0;
  }

  private take(bytes: Buffer | undefined): void {
    this.pieces.push({ bytes, dueAt: performance.now() + this.weather().delayMs });
    this.keptBytes += bytes?.length ?? 0;
    if (this.keptBytes >= keptBytesMax) this.ends.from.pause();
    this.pass();
  }

  private passFirst({ bytes, dueAt }: Piece): void {
    this.pieces.shift();
    if (bytes === undefined) {
      this.ends.to.end();
      return;
    }
    const { bytesPerSecond } = this.weather();
    const most = Math.max(1, Math.floor((bytesPerSecond * throttleStepMs) / 1_000));
    const now = bytes.subarray(0, most);
    const later = bytes.subarray(now.length);
    if (later.length > 0) this.pieces.unshift({ bytes: later, dueAt });
    this.freeAt = performance.now() + (now.length / bytesPerSecond) * 1_000;
    this.keptBytes -= now.length;
    this.write(now);
  }

  private write(bytes: Buffer): void {
    const { from, to } = this.ends;
    this.bytesToCut -= bytes.length;
    if (this.bytesToCut > 0) {
      this.draining = !to.write(bytes);
      return;
    }
    const part = bytes.subarray(0, bytes.length + this.bytesToCut);
    this.bytesToCut = Infinity;
    this.pieces.length = 0;
    if (this.cut === 'reset') {
      to.write(part, () => {
        reset(to);
        this.onCut();
      });
    } else {
      to.end(part, () => {
        from.destroy();
        this.onCut();
      });
    }
  }
}
