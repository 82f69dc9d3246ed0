import type { FastifyRequest } from 'fastify';
import { HttpError } from '../http-error.js';

/** A compressed body says nothing of the size that it would have. @throws HttpError 415 */
export const assertPlainEncoding = ({ headers }: Pick<FastifyRequest, 'headers'>): void => {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'Compressed bodies are not read.',
    headers: { 'Accept-Encoding': 'identity' },
  });
};
