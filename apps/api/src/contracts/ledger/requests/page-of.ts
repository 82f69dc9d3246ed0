import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

/** A page of anything (ledger.md, "Reading your own write"). */
export interface PageResponse<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** The page of an item class, as OpenAPI describes it. */
export const pageOf = <Item>(item: Type<Item>): Type<PageResponse<Item>> => {
  class Page {
    @ApiProperty({ type: [item] })
    readonly items!: readonly Item[];

    @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
    readonly nextCursor!: string | null;
  }
  Object.defineProperty(Page, 'name', { value: `PageOf${item.name}` });
  return Page;
};
