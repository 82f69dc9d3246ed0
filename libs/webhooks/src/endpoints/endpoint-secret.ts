import { randomBytes } from 'node:crypto';
import { standardSecretPrefix } from '../messages/standard-message.js';
import type { EndpointKind } from './endpoint.js';

const secretBytes = 32;

/** A new secret in the form in which receivers of that kind expect it: visible ASCII, 256 bits. */
export const makeEndpointSecret = (kind: EndpointKind): string =>
  kind === 'standard'
    ? standardSecretPrefix + randomBytes(secretBytes).toString('base64')
    : randomBytes(secretBytes).toString('hex');
