import { spawn } from 'node:child_process';

export interface Reaper {
  /**
   * Ends the reaper process when the server has stopped. The reaper then only removes the folder.
   */
  release(): void;
}

/**
 * The shell script of the reaper. `read` ends at a line, which means that the server has stopped,
 * or at the end of the input, which means that the test process has ended, even by SIGKILL.
 */
const script = `read -r released || kill -QUIT "$1" 2>/dev/null; rm -rf "$2"`;

/**
 * Starts a process that waits for the end of the test process, then ends the server and removes the
 * server's folder.
 */
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
