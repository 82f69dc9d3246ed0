import { readEnvFile } from '#runtime';
import { runProgram } from './run-program.js';

// Whoever read our output may go away before us, as a closed terminal does; that must not end us half-way.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

readEnvFile();
const exitCode = await runProgram(process.argv);
process.exit(exitCode);
