import { spawn } from 'node:child_process';

export interface Reaper {
  /**
   * Call this when the server has stopped. The reaper process then only removes the server's folder
   * and ends.
   */
  release(): void;
}

/**
 * The shell script of the reaper process. `read` succeeds when a line arrives, which says that the
 * server has stopped. `read` fails when the input is closed, which happens when the test process
 * ends, even by SIGKILL. Only then does the script end the server.
 */
const script = `read -r released || kill -QUIT "$1" 2>/dev/null; rm -rf "$2"`;

/**
 * Starts a small reaper process, which outlives the test process. After the end of the test
 * process, the reaper ends the PostgreSQL server `pid` and removes its folder. Even a killed test
 * thus leaves nothing running.
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
