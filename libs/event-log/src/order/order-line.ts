import { TooManyWaiting } from '../faults/too-many-waiting.js';

/** A command in line, and how its caller learns what became of it; the first word counts. */
export interface QueuedCommand<Command, Answer> {
  readonly command: Command;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

interface QueueEntry<Command, Answer> extends QueuedCommand<Command, Answer> {
  /** Ends the wait for the turn; undefined once the turn has come. */
  timer: NodeJS.Timeout | undefined;
}

/** The commands on one order, first come first served. */
export class CommandQueue<Command, Answer> {
  #places: QueueEntry<Command, Answer>[] = [];
  #calledUp = 0;

  constructor(
    private readonly orderId: string,
    private readonly limits: { readonly waitMsMax: number },
  ) {}

  /** Commands in line, those whose turn has come included until they are dismissed. */
  get length(): number {
    return this.#places.length;
  }

  /** Commands whose turn has not come. */
  get waiting(): number {
    return this.#places.length - this.#calledUp;
  }

  /** Puts the command at the end of the line; `leave` is called once, when its caller is told. */
  add(command: Command, leave: () => void): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      let told = false;
      const once = (tell: () => void): void => {
        if (told) return;
        told = true;
        leave();
        tell();
      };
      const place: QueueEntry<Command, Answer> = {
        command,
        answer: (answer) => {
          once(() => {
            resolve(answer);
          });
        },
        fail: (error) => {
          once(() => {
            reject(error);
          });
        },
        timer: undefined,
      };
      // Whoever finds the line empty is called up at once.
      if (this.#places.length > 0) place.timer = this.#endOfWait(place);
      this.#places.push(place);
    });
  }

  /** The first commands of the line, at most so many: their turn has come and they wait no longer. */
  takeNext(most: number): readonly QueuedCommand<Command, Answer>[] {
    const first = this.#places.slice(0, most);
    for (const place of first) {
      clearTimeout(place.timer);
      place.timer = undefined;
    }
    this.#calledUp = first.length;
    return first;
  }

  /** The first so many have been told and leave the line. */
  complete(count: number): void {
    this.#places = this.#places.slice(count);
    this.#calledUp = 0;
  }

  #endOfWait(place: QueueEntry<Command, Answer>): NodeJS.Timeout {
    return setTimeout(() => {
      this.#places = this.#places.filter((other) => other !== place);
      place.fail(new TooManyWaiting(`commands on order ${this.orderId}`));
    }, this.limits.waitMsMax);
  }
}
