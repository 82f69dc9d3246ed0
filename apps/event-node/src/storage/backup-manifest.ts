/** What a backup consists of. It is written last: without it a copy is no backup. */
export interface BackupManifest {
  readonly format: 1;
  readonly logId: string;
  /** The position where the log ends. */
  readonly end: number;
  readonly events: number;
  /** When the copy was complete, ISO 8601. */
  readonly createdAt: string;
  readonly files: readonly CopiedFile[];
}

export interface CopiedFile {
  readonly name: string;
  readonly bytes: number;
  /** Of its content, in hexadecimal digits. */
  readonly sha256: string;
}

export const MANIFEST = 'manifest.json';

/** The copy is not what its manifest says. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}
