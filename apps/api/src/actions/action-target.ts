import type { FastifyRequest } from 'fastify';
import type { ActionDetail, RecordedAction } from '#event-log';

/** Fields of bodies that say what an action is done to: names of ours, no secret and nothing of a customer. */
const told = new Set([
  ...[
    'store',
    'stores',
    'clientId',
    'scopes',
    'timeZone',
    'salesSegment',
    'settlement',
    'currency',
  ],
  ...['kind', 'events', 'permission', 'paidOn', 'number', 'enabled', 'keepFormerHours'],
]);

const isDetail = (value: unknown): value is ActionDetail =>
  typeof value === 'string' ||
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/** Leaves a byte order mark out, as the reader of bodies does. */
const utf8 = new TextDecoder();

const fieldsOf = (body: unknown): object => {
  if (Buffer.isBuffer(body) || typeof body === 'string') {
    try {
      return fieldsOf(JSON.parse(utf8.decode(Buffer.from(body))));
    } catch {
      return {};
    }
  }
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
};

/** What `:id` stands for, by the beginning of the route: the trail calls a thing the same in every entry. */
const idNames: Readonly<Record<string, string>> = {
  '/v1/webhooks': 'endpointId',
  '/v1/settlements': 'settlementId',
};

const nameIn = (route: string, name: string): string =>
  name === 'id' ? (idNames[route.split('/').slice(0, 3).join('/')] ?? name) : name;

/** The part of a request that says what it is about. */
interface AboutRequest extends Pick<FastifyRequest, 'params' | 'body'> {
  readonly routeOptions: { readonly url?: string | undefined };
}

/** What the request is about, by the names in its path and in its body. A body that is wrong has none. */
export const actionTarget = (request: AboutRequest): RecordedAction['target'] => {
  const { params, body, routeOptions } = request;
  const target: Record<string, ActionDetail> = {};
  for (const [name, value] of Object.entries<unknown>({ ...fieldsOf(body) }))
    if (told.has(name) && isDetail(value)) target[name] = value;
  for (const [name, value] of Object.entries<unknown>({ ...fieldsOf(params) }))
    if (typeof value === 'string') target[nameIn(routeOptions.url ?? '', name)] = value;
  return target;
};
