import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Variant {
  readonly body: Buffer;
  /** A strong entity tag (RFC 9110), with its quotes. */
  readonly etag: string;
}

export interface Content {
  readonly contentType: string;
  readonly body: string | Buffer;
  /**
   * Seconds that caches may keep the content. `immutable`: caches may keep it for a year, because
   * changed content gets another address.
   */
  readonly cacheSeconds: number | 'never' | 'immutable';
  /** Headers for this content. A default header of the same name is replaced. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A prepared answer, the same for all callers. A caller who already has the content, as its ETag
 * shows, gets 304 without a body.
 */
export interface Rendered extends Omit<Content, 'body'> {
  readonly plain: Variant;
  readonly compressed: Variant;
}

export const rendered = ({ body: content, ...rest }: Content): Rendered => {
  const body = Buffer.from(content);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    ...rest,
    plain: { body, etag: `"${hash}"` },
    compressed: { body: gzipSync(body), etag: `"${hash}-gzip"` },
  };
};

/** True if an `Accept-Encoding` names gzip or `*` with a weight above 0. */
const takesGzip = (accepted: string | undefined): boolean =>
  /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(
    accepted ?? '',
  );

/**
 * True if `If-None-Match` contains one of the tags. RFC 9110 13.1.2 wants a weak comparison, so a
 * prefix `W/` is ignored.
 */
const isKnown = (header: string | undefined, etags: readonly string[]): boolean =>
  header?.split(',').some((one) => ['*', ...etags].includes(one.trim().replace(/^W\//, ''))) ??
  false;

const yearSeconds = 365 * 24 * 60 * 60;

const cacheControl = (seconds: Content['cacheSeconds']): string => {
  if (seconds === 'never') return 'no-store';
  if (seconds === 'immutable') return `public, max-age=${yearSeconds}, immutable`;
  return `public, max-age=${seconds}`;
};

/**
 * Answers with the rendered content: 200, or 304 if `If-None-Match` says that the caller has it.
 */
export const answerRendered = (
  { headers: asked }: FastifyRequest,
  reply: FastifyReply,
  { contentType, plain, compressed, cacheSeconds, headers }: Rendered,
): FastifyReply => {
  const isCompressed = takesGzip(asked['accept-encoding']);
  const { body, etag } = isCompressed ? compressed : plain;
  reply.headers({
    ...headers,
    ETag: etag,
    'Cache-Control': cacheControl(cacheSeconds),
    Vary: 'Accept-Encoding',
  });
  if (isKnown(asked['if-none-match'], [plain.etag, compressed.etag])) return reply.code(304).send();
  if (isCompressed) reply.header('Content-Encoding', 'gzip');
  return reply.header('Content-Type', contentType).send(body);
};
