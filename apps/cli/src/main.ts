import { readEnvFile } from '#runtime';
import { exitCode as exitCodes } from './exit-code.js';
import { lastWords } from './last-words.js';
import { runProgram } from './run-program.js';

// Whoever read our output may go away before us, as a closed terminal does; that must not end us half-way.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
// Rejections that nobody waited for come here too.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${lastWords(error)}\n`);
  process.exit(exitCodes.fault);
});

readEnvFile();
const exitCode = await runProgram(process.argv);
process.exit(exitCode);
