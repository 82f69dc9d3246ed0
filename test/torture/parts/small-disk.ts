import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A separate disk for the event node, which can be filled and freed. */
export interface SmallDisk {
  readonly kind: 'file system' | 'file size limit';
  /** Leaves at most `leftBytes` free for the process that writes. */
  fill(leftBytes: number, pid: number): void;
  free(pid: number | undefined): void;
  remove(): void;
}

const sparseBytes = 8 * 1024 ** 3;

const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: 'pipe', timeout: 20_000 });
};

/** Waits for a line or the end of its input. The input ends with the run, even after SIGKILL. */
const unmounting = `read -r released; umount -l "$1" 2>/dev/null; rm -f "$2"`;

/** A loop-mounted file system. A second file fills it. Needs root. */
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
      // No error: there were fewer free blocks than counted, so the disk is full now.
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

/** A limit of the file size for the event node, for machines where nothing can be mounted. */
class FileSizeLimit implements SmallDisk {
  readonly kind = 'file size limit';

  fill(leftBytes: number, pid: number): void {
    this.limit(pid, String(leftBytes));
  }

  free(pid: number | undefined): void {
    if (pid !== undefined) this.limit(pid, 'unlimited');
  }

  remove(): void {
    // Nothing to do: the limit ended with the process.
  }

  private limit(pid: number, bytes: string): void {
    try {
      // Sets only the soft limit, which can be raised again.
      run('prlimit', '--pid', String(pid), `--fsize=${bytes}:`);
    } catch {
      // No error: the process has ended, and its successor has no limit.
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
