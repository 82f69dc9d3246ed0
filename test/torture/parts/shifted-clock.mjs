import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

// Shifts the clock of a process, into which Node.js loads this file by `--import`. The shift is the
// number of milliseconds in the file CLOCK_FILE. Timers and `performance.now` are not shifted, just
// as when an administrator sets the clock of a machine.

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
