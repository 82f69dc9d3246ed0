import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StoreDirectory } from '#access';
import { HttpError } from '../../../contract-kit/http-error.js';
import { OrdersOfIntents } from './orders-of-intents.js';
import { receiptPage } from './receipt-page.js';

const refused = (status: number, detail: string): HttpError =>
  new HttpError({ status, code: 'generate_print_receipt_error', detail });

/** Receipts of card-present payments, for the app to print. */
@Injectable()
export class WooReceipts {
  constructor(
    private readonly orders: OrdersOfIntents,
    private readonly stores: StoreDirectory,
  ) {}

  /** @throws HttpError 404 for an unknown payment, 400 for one that is not captured */
  async receipt(
    request: FastifyRequest,
    intentId: string,
  ): Promise<{ readonly html_content: string }> {
    const found = await this.orders.find(request, intentId);
    if (found === undefined) throw refused(404, 'Payment intent not found');
    if (found.intent.status !== 'succeeded') throw refused(400, 'Invalid payment intent');
    const store = await this.stores.find(found.order.balance.storeId);
    return { html_content: receiptPage(found, store?.name) };
  }
}
