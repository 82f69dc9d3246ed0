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
