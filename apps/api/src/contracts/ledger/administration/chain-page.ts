import { ApiProperty } from '@nestjs/swagger';
import { actsFor, type Caller } from '#access';
import { chainStart, linkOf, type StoredEvent } from '#event-log';
import { isObject } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { afterCursor } from '../orders/history-page.js';
import { problems } from '../problems/problems.js';
import type { PageResponse } from '../requests/pages.js';

/** A link of an order's hash chain (docs/audit.md, "An export"). */
export class ChainLinkResponse {
  @ApiProperty({ example: '3' })
  revision!: string;

  @ApiProperty({ description: 'Place in the log', example: '40961' })
  position!: string;

  @ApiProperty({ example: 'OrderPartCaptured' })
  type!: string;

  @ApiProperty({
    description: 'Data, metadata and type of the event as canonical JSON (RFC 8785): as hashed',
    example: '{"data":{},"metadata":{},"type":"OrderPartCaptured"}',
  })
  content!: string;

  @ApiProperty({ description: 'Hex SHA-256, as stored in the log' })
  chain!: string;
}

const linkResponse = ({
  revision,
  position,
  type,
  data,
  metadata,
}: StoredEvent): Plain<ChainLinkResponse> => {
  const { chain, ...hashed } = isObject(metadata) ? metadata : {};
  const texts = linkOf(chainStart, { type, data, metadata: hashed });
  return {
    revision: String(revision),
    position: String(position?.commit ?? ''),
    type,
    content: `{"data":${texts.data},"metadata":${texts.metadata},"type":${JSON.stringify(type)}}`,
    chain: typeof chain === 'string' ? chain : '',
  };
};

const storeOf = ({ data }: StoredEvent): string | undefined => {
  const storeId = isObject(data) ? data['storeId'] : undefined;
  return typeof storeId === 'string' ? storeId : undefined;
};

/**
 * Yields the links of an order's hash chain from the stored events. No event is interpreted, so
 * events of an unknown type are included too. The first event names the order's store, which the
 * caller must act for.
 *
 * @throws HttpError 404 if the caller does not act for the order's store
 */
export async function* chainLinks(
  events: AsyncIterable<StoredEvent>,
  caller: Caller,
): AsyncGenerator<Plain<ChainLinkResponse>, void> {
  let isOwn = false;
  for await (const event of events) {
    if (!isOwn) {
      const storeId = storeOf(event);
      if (storeId === undefined || !actsFor(caller, storeId)) throw problems.orderNotFound();
      isOwn = true;
    }
    yield linkResponse(event);
  }
  if (!isOwn) throw problems.orderNotFound();
}

/** A page of the links of an order's chain. @throws HttpError 400 for a cursor of another list */
export const chainPage = async (
  links: AsyncIterable<Plain<ChainLinkResponse>>,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<PageResponse<Plain<ChainLinkResponse>>> => {
  const after = afterCursor(cursor);
  const items: Plain<ChainLinkResponse>[] = [];
  for await (const link of links) {
    if (Number(link.revision) <= after) continue;
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) {
      const next = Buffer.from(`after ${last.revision}`, 'latin1').toString('base64url');
      return { items, nextCursor: next };
    }
    items.push(link);
  }
  return { items, nextCursor: null };
};
