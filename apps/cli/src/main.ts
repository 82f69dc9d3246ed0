import { readEnvFile } from '#runtime';
import { exitCode as exitCodes, describeFatalError } from './exit-code.js';
import { outliveTheReader, printFault } from './operator/print.js';
import { runProgram } from './run-program.js';

outliveTheReader();
// This handler also receives the errors of promises that reject without a handler.
process.on('uncaughtException', (error) => {
  printFault(describeFatalError(error));
  process.exit(exitCodes.fault);
});

readEnvFile();
const exitCode = await runProgram(process.argv);
process.exit(exitCode);
