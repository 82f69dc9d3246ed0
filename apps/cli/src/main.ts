import { readEnvFile } from '#runtime';
import { exitCode as exitCodes, describeFatalError } from './exit-code.js';
import { outliveTheReader, printFault } from './operator/print.js';
import { runProgram } from './run-program.js';

outliveTheReader();
// Node also reports a rejected promise that nobody handles as an uncaught exception.
process.on('uncaughtException', (error) => {
  printFault(describeFatalError(error));
  process.exit(exitCodes.fault);
});

readEnvFile();
const exitCode = await runProgram(process.argv);
process.exit(exitCode);
