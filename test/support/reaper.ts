import { spawn } from 'node:child_process';

export interface Reaper {
  /** Ends the reaper after the server was stopped. The reaper removes the folder. */
  release(): void;
}

/**
 * Waits for a line or the end of its input. The input ends with this process, even after SIGKILL.
 */
const script = `read -r released || kill -QUIT "$1" 2>/dev/null; rm -rf "$2"`;

/** Starts a process that ends the server and removes its folder when the test process has ended. */
export const reapWithUs = (pid: number, folder: string): Reaper => {
  const child = spawn('/bin/sh', ['-c', script, 'reaper', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  child.unref();
  return {
    release: () => {
      child.stdin.end('released\n');
    },
  };
};
