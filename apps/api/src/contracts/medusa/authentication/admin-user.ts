import type { ClientKey } from '#access';
import { userIdOf } from './admin-tokens.js';

/** The user that a key stands for, with the keys of Medusa's `User` but its secrets. */
export interface AdminUser {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: null;
  readonly role: 'admin';
  readonly email: string;
  readonly first_name: null;
  readonly last_name: null;
  readonly metadata: null;
}

export const adminUser = ({ keyId, createdAt, details }: ClientKey): AdminUser => ({
  id: userIdOf(keyId),
  created_at: createdAt.toISOString(),
  updated_at: createdAt.toISOString(),
  deleted_at: null,
  role: 'admin',
  email: details['email'] ?? '',
  first_name: null,
  last_name: null,
  metadata: null,
});
