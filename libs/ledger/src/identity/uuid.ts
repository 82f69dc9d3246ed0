import { hash } from 'node:crypto';

/** A namespace of UUIDs of version 5, as its 16 bytes. */
export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/**
 * The UUID of version 5 (RFC 9562, 5.5) of a name in a namespace. Every capture needs it; the
 * package `uuid`, which the specs compare it with, takes four times as long.
 */
export const uuidV5 = (name: string, namespace: Buffer): string => {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(18, 20)}-${digest.slice(20, 32)}`;
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a UUID of any version, in small or capital letters. */
export const isUuid = (text: string): boolean => uuid.test(text);
