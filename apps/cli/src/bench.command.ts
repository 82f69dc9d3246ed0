import type { Command } from 'commander';
import { benchOptions, benchProgram } from '../../bench/src/bench-options.js';
import type { Finish } from './exit-code.js';

/** `npm run bench` from the build; needs the development dependencies. */
export const benchCommand = (finish: Finish): Command =>
  benchProgram().action(async (_options: unknown, command: Command) => {
    const { runBench } = await import('../../bench/src/run-bench.js');
    finish(await runBench(benchOptions(command)));
  });
