import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import type { RunningPart } from '#runtime';

/** Nest's start-up lines say nothing an operator needs, and a fault is thrown rather than ends the process. */
const quiet = { logger: false, abortOnError: false } as const;

/** Starts a module as a part of its own; its modules' shutdown hooks run when it is stopped. */
export const runModule = async (module: DynamicModule): Promise<RunningPart> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class, but takes and documents plain objects.
  const context = await NestFactory.createApplicationContext(module, quiet);
  let end: (stopped: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping ??= context.close();
    end(stopping);
    return closed;
  };
  return { closed, stop };
};
