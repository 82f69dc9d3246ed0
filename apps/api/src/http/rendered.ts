import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer that is the same for everybody, made once: a caller that has it already is told so in a few bytes. */
export interface Rendered {
  readonly contentType: string;
  readonly body: Buffer;
  /** Strong, with its quotes. */
  readonly etag: string;
  readonly cacheSeconds: number;
  /** Headers of its own, in place of those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Content = Omit<Rendered, 'etag' | 'body'> & { readonly body: string | Buffer };

export const rendered = (content: Content): Rendered => {
  const body = Buffer.from(content.body);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { ...content, body, etag: `"${hash}"` };
};

/** `If-None-Match` compares weakly (RFC 9110 13.1.2). */
const isKnown = (etag: string, header: string | undefined): boolean =>
  header?.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, ''))) ?? false;

/** Answers a request with it: 200, or 304 if the caller has it. */
export const answerRendered = (
  request: FastifyRequest,
  reply: FastifyReply,
  { contentType, body, etag, cacheSeconds, headers }: Rendered,
): FastifyReply => {
  reply.headers({ ...headers, ETag: etag, 'Cache-Control': `public, max-age=${cacheSeconds}` });
  if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send();
  return reply.header('Content-Type', contentType).send(body);
};
