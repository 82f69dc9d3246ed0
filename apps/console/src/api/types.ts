import type { components } from './openapi.js';

type Schemas = components['schemas'];

export type Caller = Schemas['CallerResponse'];
export type Scope = Caller['scopes'][number];
export type ListedOrder = Schemas['ListedOrderResponse'];
export type Order = Schemas['OrderResponse'];
export type OrderStatus = Order['status'];
export type OrderRow = Schemas['OrderRowResponse'];
export type Capture = Schemas['CaptureResponse'];
export type HistoryPage = Schemas['HistoryResponse'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type Customer = Schemas['CustomerResponse'];
export type Problem = Schemas['ProblemDetails'];
export type CommandAnswer = Schemas['CommandAnswer'];
export type OrdersPage = Schemas['PageOfListedOrderResponse'];
export type ChainLink = Schemas['ChainLinkResponse'];
export type OrderVerification = Schemas['VerificationResponse'];
export type Settlement = Schemas['SettlementResponse'];
export type SettlementLine = Schemas['LineResponse'];
export type VatShare = Schemas['VatShareResponse'];
export type UnsettledAccount = Schemas['UnsettledAccountResponse'];
export type DailyRow = Schemas['DailyReportRowResponse'];
export type UnsettledCapture = Schemas['UnsettledCaptureResponse'];
export type UnsettledRefund = Schemas['UnsettledRefundResponse'];
export type Seal = Schemas['SealResponse'];
export type Webhook = Schemas['WebhookResponse'];
export type Delivery = Schemas['DeliveryResponse'];
export type Store = Schemas['StoreResponse'];
export type Client = Schemas['ClientResponse'];
export type ClientKey = Schemas['KeyResponse'];
export type VerificationRun = Schemas['VerificationRunResponse'];
export type LogResult = Schemas['LogResultResponse'];
export type Readiness = Schemas['ReadinessDto'];

/** A page of a list. `nextCursor` is null on the last page. */
export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
