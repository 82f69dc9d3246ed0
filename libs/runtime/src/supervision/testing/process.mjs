// A child process for specs of the supervisor. The process listens on a port and reports its
// address. The first argument decides how it behaves, such as `dying` or `refuse`.
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers';

const [behaviour, port] = process.argv.slice(2);

if (behaviour === 'refuse') {
  console.error('refused to start');
  process.exit(3);
}

if (behaviour === 'dying') setTimeout(() => process.exit(4), 20);

process.once('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  if (behaviour !== 'stubborn') process.exit(0);
});

const server = createServer().listen(Number(port), '127.0.0.1', () => {
  console.log(`listening as ${behaviour}`);
  process.send({ ready: true, url: `tcp://127.0.0.1:${server.address().port}` });
});
