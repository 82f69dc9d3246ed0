import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A separate disk for the event node, which can be filled and freed. */
export interface SmallDisk {
  readonly kind: 'file system' | 'file size limit';
  /** Leaves at most `leftBytes` that the process `pid` can still write. */
  fill(leftBytes: number, pid: number): void;
  free(pid: number | undefined): void;
  remove(): void;
}

const sparseBytes = 8 * 1024 ** 3;

const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: 'pipe', timeout: 20_000 });
};

/**
 * The shell script that unmounts the disk. `read` ends at a line or at the end of the input, which
 * comes when the run has ended, even by SIGKILL.
 */
const unmounting = `read -r released; umount -l "$1" 2>/dev/null; rm -f "$2"`;

/**
 * A small file system, mounted from a file as a loop device, which needs root. The disk is filled
 * by writing a second file into it.
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
      // No error: fewer blocks were free than counted before, so the disk is full now.
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
 * A limit for the size of the files that the event node writes, for machines on which nothing can
 * be mounted.
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
    // No action is needed: the limit ended with the process.
  }

  private limit(pid: number, bytes: string): void {
    try {
      // Sets the soft limit only, because a hard limit could not be raised again.
      run('prlimit', '--pid', String(pid), `--fsize=${bytes}:`);
    } catch {
      // No error: the process has ended, and the restarted process has no limit.
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
