import { CommanderError } from 'commander';
import { benchOptions, benchProgram } from './bench-options.js';
import { runBench } from './run-bench.js';

const exitCode = { done: 0, fault: 1, usedWrongly: 2 } as const;

const run = async (argv: readonly string[]): Promise<number> => {
  try {
    return await runBench(benchOptions(benchProgram().exitOverride().parse(argv)));
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.done : exitCode.usedWrongly;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitCode.fault;
  }
};

process.exitCode = await run(process.argv);
