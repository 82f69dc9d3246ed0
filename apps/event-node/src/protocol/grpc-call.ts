import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { LogDamaged, MalformedMessage } from '../model/faults.js';
import type { FrameDecoder } from './frame-decoder.js';
import { GrpcFailure, GrpcStatusCode, logDamagedFailure, stoppingFailure } from './grpc-failure.js';

/**
 * Receives the messages of one call. If a method of the handler throws, the call ends with that
 * failure.
 */
export interface CallHandler {
  onMessage(message: Buffer): void;
  onHalfClose(): void;
  /** Called once when the call is over, no matter whether the client or the node ended the call. */
  onClose?(): void;
}

const responseHeaders: OutgoingHttpHeaders = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
};

/**
 * One gRPC call on an HTTP/2 stream: receives messages, sends framed messages, and ends with one
 * status.
 */
export class GrpcCall {
  /**
   * The deadline of the caller in milliseconds since the Unix epoch; undefined if the caller set
   * none.
   */
  readonly deadline: number | undefined;
  /**
   * Returns the error with which this call ends when the node stops. The error is CANCELLED, unless
   * the handler of the call replaces this function.
   */
  failureAtStop: () => GrpcFailure = stoppingFailure;
  readonly #stream: ServerHttp2Stream;
  readonly #decoder: FrameDecoder;
  #handler: CallHandler | undefined;
  #finished = false;
  #closed = false;
  #waiting: (() => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, decoder: FrameDecoder) {
    const timeout = headers['grpc-timeout'];
    this.deadline = deadlineOf(typeof timeout === 'string' ? timeout : undefined, Date.now());
    this.#stream = stream;
    this.#decoder = decoder;
  }

  /**
   * False once a status was sent or the caller has gone. Messages sent afterwards are dropped.
   */
  get open(): boolean {
    return !this.#finished && !this.#closed && !this.#stream.destroyed && !this.#stream.closed;
  }

  /**
   * True while the caller does not read what was sent. The handler awaits `drained` before it sends
   * more.
   */
  get saturated(): boolean {
    return this.open && this.#stream.writableNeedDrain;
  }

  /** Resolves when the caller has read what was sent, or the call is over. */
  async drained(): Promise<void> {
    if (!this.saturated) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Registers a listener that is called once when the call is over. */
  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  handle(handler: CallHandler): void {
    this.#handler = handler;
    this.#stream.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    this.#stream.on('end', () => {
      this.#guard(() => {
        handler.onHalfClose();
      });
    });
    this.#stream.on('drain', () => {
      this.#releaseWaiting();
    });
    this.#stream.on('error', () => undefined); // The event 'close' follows and is handled.
    this.#stream.on('close', () => {
      this.#close();
    });
  }

  /**
   * Stops reading messages until `resumeMessages` is called. HTTP/2 flow control then makes the
   * caller wait.
   */
  pauseMessages(): void {
    this.#stream.pause();
  }

  resumeMessages(): void {
    this.#stream.resume();
  }

  /** Sends one or several framed messages in one write. */
  send(frames: Buffer): void {
    if (!this.open) return;
    this.#respond();
    this.#stream.write(frames);
  }

  /** Sends a final message, if one is given, and ends the call with the status OK. */
  complete(frames?: Buffer): void {
    if (frames !== undefined) this.send(frames);
    this.#finish({ 'grpc-status': GrpcStatusCode.Ok });
  }

  fail(failure: GrpcFailure): void {
    const trailers: OutgoingHttpHeaders = {
      'grpc-status': failure.status,
      'grpc-message': encodeURI(failure.message),
    };
    for (const [name, value] of Object.entries(failure.trailers)) trailers[name] = encodeURI(value);
    this.#finish(trailers);
  }

  #respond(): void {
    if (!this.#stream.headersSent) this.#stream.respond(responseHeaders, { waitForTrailers: true });
  }

  #finish(trailers: OutgoingHttpHeaders): void {
    if (!this.open) {
      this.#close();
      return;
    }
    this.#finished = true;
    if (this.#stream.headersSent) {
      this.#stream.once('wantTrailers', () => {
        if (!this.#stream.destroyed && !this.#stream.closed) this.#stream.sendTrailers(trailers);
      });
      this.#stream.end();
    } else {
      this.#stream.respond({ ...responseHeaders, ...trailers }, { endStream: true });
    }
    this.#stream.resume(); // Drops the messages that still arrive.
    this.#close();
  }

  #receive(chunk: Buffer): void {
    this.#guard(() => {
      for (const message of this.#decoder.push(chunk)) {
        if (this.open) this.#handler?.onMessage(message);
      }
    });
  }

  #guard(action: () => void): void {
    if (!this.open) return;
    try {
      action();
    } catch (error) {
      this.fail(asFailure(error));
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder.release();
    this.#releaseWaiting();
    this.#handler?.onClose?.();
    for (const listener of this.#closeListeners) listener();
  }

  #releaseWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const release of waiting) release();
  }
}

/**
 * Returns the failure with which a call ends after an exception. An unexpected exception becomes
 * INTERNAL.
 */
export const asFailure = (error: unknown): GrpcFailure => {
  if (error instanceof GrpcFailure) return error;
  if (error instanceof LogDamaged) return logDamagedFailure(error.message);
  if (error instanceof MalformedMessage) {
    return new GrpcFailure(GrpcStatusCode.InvalidArgument, error.message);
  }
  return new GrpcFailure(
    GrpcStatusCode.Internal,
    error instanceof Error ? error.message : 'Unknown',
  );
};

const msByUnit: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/**
 * Returns the deadline (ms since the Unix epoch) for a `grpc-timeout` header such as `10S`;
 * undefined without a valid header.
 */
export const deadlineOf = (header: string | undefined, now: number): number | undefined => {
  const parts = header === undefined ? null : /^(\d{1,8})([HMSmun])$/.exec(header);
  const msPerUnit = msByUnit[parts?.[2] ?? ''];
  return msPerUnit === undefined ? undefined : now + Number(parts?.[1]) * msPerUnit;
};
