import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The disk of the event store (`event-node`). The test can fill it up, to see that the ledger
 * survives a full disk.
 */
export interface SmallDisk {
  readonly kind: 'file system' | 'file size limit';
  /**
   * Fills the disk until at most `leftBytes` are free. `pid` is the process that writes to the
   * disk; a file size limit is set for that process.
   */
  fill(leftBytes: number, pid: number): void;
  free(pid: number | undefined): void;
  remove(): void;
}

const sparseBytes = 8 * 1024 ** 3;

const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: 'pipe', timeout: 20_000 });
};

/**
 * The shell script that unmounts the disk. `read` returns when a line arrives or the input is
 * closed. The input is closed when the test process ends, even by SIGKILL, so the disk never stays
 * mounted.
 */
const unmounting = `read -r released; umount -l "$1" 2>/dev/null; rm -f "$2"`;

/**
 * A small file system in a file, mounted as a loop device. Mounting needs root. To fill the disk, a
 * second file takes up the free space.
 */
class LoopDisk implements SmallDisk {
  readonly kind = 'file system';
  private readonly ballast: string;
  private readonly reaper: ChildProcess;

  constructor(
    private readonly folder: string,
    image: string,
  ) {
    this.ballast = join(folder, '.ballast');
    writeFileSync(image, '');
    truncateSync(image, sparseBytes);
    run('mkfs.ext4', '-q', '-F', '-m', '0', image);
    run('mount', '-o', 'loop', image, folder);
    this.reaper = spawn('/bin/sh', ['-c', unmounting, 'reaper', folder, image], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.reaper.stdin?.on('error', () => undefined);
    this.reaper.unref();
  }

  fill(leftBytes: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const bytes = Math.max(0, bavail * bsize - leftBytes);
    try {
      run('fallocate', '-l', String(bytes), this.ballast);
    } catch {
      // A little less space was free than counted, so the disk is as full as it can be.
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  remove(): void {
    run('umount', '-l', this.folder);
    this.reaper.stdin?.end('released\n');
  }
}

/**
 * Simulates a full disk by limiting the size of the files that the event store writes. Used on
 * machines where the test may not mount a file system.
 */
class FileSizeLimit implements SmallDisk {
  readonly kind = 'file size limit';

  fill(leftBytes: number, pid: number): void {
    this.limit(pid, String(leftBytes));
  }

  free(pid: number | undefined): void {
    if (pid !== undefined) this.limit(pid, 'unlimited');
  }

  remove(): void {
    // Nothing has to be removed. The file size limit was set for the process, and ended with the
    // process.
  }

  private limit(pid: number, bytes: string): void {
    try {
      // The soft limit can be raised again later. A hard limit could not.
      run('prlimit', '--pid', String(pid), `--fsize=${bytes}:`);
    } catch {
      // The process has ended, and its replacement starts without a limit.
    }
  }
}

export const smallDisk = (folder: string): SmallDisk => {
  mkdirSync(folder, { recursive: true });
  try {
    return new LoopDisk(folder, `${folder}.img`);
  } catch {
    rmSync(`${folder}.img`, { force: true });
    return new FileSizeLimit();
  }
};
