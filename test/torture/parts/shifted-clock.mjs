import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

// Loaded into a process by `--import`. Shifts the wall clock of the process by the number of
// milliseconds in the file CLOCK_FILE. Timers and `performance.now` are not shifted, as when the
// clock of a machine is set.

const file = process.env.CLOCK_FILE;
const everyMs = 100;
const TrueDate = globalThis.Date;
const trueNow = TrueDate.now.bind(TrueDate);
let shiftMs = 0;

const read = () => {
  try {
    const found = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (Number.isSafeInteger(found)) shiftMs = found;
  } catch {
    shiftMs = 0;
  }
};

if (file !== undefined) {
  const now = () => trueNow() + shiftMs;
  TrueDate.now = now;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, made),
    apply: (target) => new target(now()).toString(),
  });
  read();
  setInterval(read, everyMs).unref();
}
