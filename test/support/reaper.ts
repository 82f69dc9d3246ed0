import { spawn } from 'node:child_process';

export interface Reaper {
  /** Removes only the folder, after the server was stopped in order. */
  release(): void;
}

/** Reads a line or the end of its input; the input ends when this process does, however it ends. */
const script = `read -r released || kill -QUIT "$1" 2>/dev/null; rm -rf "$2"`;

/** Ends a server and removes its folder when the test process ends, even by SIGKILL. */
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
