import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addressGroup } from '../../contract-kit/request.js';
import { HttpError } from '../../contract-kit/http-error.js';
import type { RateLimit, StoreApi } from '../../services/store-api.js';
import { storeApiToken } from '../../services/service-tokens.js';

/**
 * The maximum number of addresses that are counted at a time, to limit the memory. If one more
 * calls, the address with the oldest call is dropped.
 */
const addressesMax = 50_000;

/**
 * The number of requests from one address in the current period. A period begins with the first
 * request.
 */
interface Counted {
  requests: number;
  /** The time at which the period ends, in milliseconds since 1970. */
  readonly until: number;
}

const exceeded = ({ requests }: RateLimit, secondsLeft: number): HttpError => {
  const seconds = String(secondsLeft);
  return new HttpError({
    status: 429,
    code: 'rate_limit_exceeded',
    detail: `Too many requests. Please wait ${seconds} seconds before trying again.`,
    headers: {
      'RateLimit-Limit': String(requests),
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': seconds,
      'Retry-After': seconds,
    },
  });
};

/** Limits the number of checkouts from one address, if the operator has set a limit. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  readonly #counted = new LRUCache<string, Counted>({ max: addressesMax });

  constructor(@Inject(storeApiToken) private readonly storeApi: Pick<StoreApi, 'rateLimit'>) {}

  canActivate(context: ExecutionContext): boolean {
    const { rateLimit } = this.storeApi;
    if (rateLimit === undefined) return true;
    const { ip } = context.switchToHttp().getRequest<FastifyRequest>();
    this.count(rateLimit, addressGroup(ip), Date.now());
    return true;
  }

  /**
   * Counts one request. `now` is in milliseconds since 1970.
   *
   * @throws HttpError 429 if the address has made too many requests
   */
  count(limit: RateLimit, address: string, now: number): void {
    const known = this.#counted.get(address);
    const counted =
      known !== undefined && now < known.until
        ? known
        : { requests: 0, until: now + limit.seconds * 1_000 };
    this.#counted.set(address, counted);
    if (counted.requests >= limit.requests)
      throw exceeded(limit, Math.max(1, Math.ceil((counted.until - now) / 1_000)));
    counted.requests += 1;
  }
}
