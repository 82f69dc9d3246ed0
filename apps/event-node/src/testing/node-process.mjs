/**
 * Runs the compiled node, which can kill itself in the middle of a write to the disk. `CRASH_STEP`
 * names a step of a write (`crashSteps` in crashing-node.ts), and `CRASH_AFTER` is the number of
 * the write. The process kills itself with SIGKILL, so that it writes nothing more.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setImmediate } from 'node:timers';
import { URL } from 'node:url';

const { CRASH_STEP: step, CRASH_AFTER, DATA_DIR, BUILT_NODE } = process.env;
const built = (path) => import(new URL(path, BUILT_NODE).href);
let roundsLeft = Number(CRASH_AFTER);

const die = () => {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};

/** Counts the writes to the disk. Returns true for the write at which the process has to crash. */
const isTheOne = () => --roundsLeft === 0;

const write = fs.write;
const AHEAD_BYTES = 1024 * 1024; // Only zeros in advance are written in this size.

const dyingWrite = (...call) => {
  const [file, bytes, offset, length, at] = call;
  if (length === AHEAD_BYTES || !isTheOne()) return write(...call);
  if (step === 'after-write') return write(file, bytes, offset, length, at, die);
  if (step === 'within-write') fs.writeSync(file, bytes, offset, Math.floor(length / 2), at);
  return die();
};

if (['before-write', 'within-write', 'after-write'].includes(step)) {
  Object.defineProperties(dyingWrite, Object.getOwnPropertyDescriptors(write));
  fs.write = dyingWrite;
  syncBuiltinESMExports();
}

const { LogStore } = await built('storage/log-store.js');
const { show } = LogStore.prototype;

LogStore.prototype.show = function showAndDie(round) {
  const isNow = ['before-answer', 'within-index'].includes(step) && isTheOne();
  show.call(this, round);
  if (isNow && step === 'before-answer') die();
  // The process kills itself two turns of the event loop later. By then the index has begun a
  // transaction, which a different thread writes.
  if (isNow) setImmediate(() => setImmediate(die));
};

const { runEventNode } = await built('main.js');
const limits = step === undefined ? {} : { indexedAtOnce: 8, segmentBytes: 20_000 };
const node = await runEventNode({ host: '127.0.0.1', port: 0, dataDir: DATA_DIR, limits });
process.stdout.write(`${JSON.stringify({ url: node.url })}\n`);
await node.closed.catch(() => process.exit(1));
