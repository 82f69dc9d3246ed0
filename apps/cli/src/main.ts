import { readEnvFile } from '#runtime';
import { exitCode as exitCodes } from './exit-code.js';
import { lastWords } from './last-words.js';
import { outliveTheReader, printFault } from './operator/print.js';
import { runProgram } from './run-program.js';

outliveTheReader();
// Rejections that nobody waited for come here too.
process.on('uncaughtException', (error) => {
  printFault(lastWords(error));
  process.exit(exitCodes.fault);
});

readEnvFile();
const exitCode = await runProgram(process.argv);
process.exit(exitCode);
