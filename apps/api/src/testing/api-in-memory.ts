import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { TokenIssuer, scopes } from '#access';
import type { ApiClient } from '#access';
import type { ActionLog, OrderRepository } from '#event-log';
import type { EdgeOptions } from '../api-options.js';
import { createApi } from '../create-api.js';
import type { ApiServices } from '../services/api-services.js';
import { makeServices, closeServices } from '../services/make-services.js';
import { knownIdentity } from './stand-ins.js';
import { OrdersInMemory } from './orders-in-memory.js';

const secretKey = new Uint8Array(32).fill(7);

/**
 * An audit trail that accepts every entry. Without it, the API would refuse the requests of
 * administrators, because each is recorded before it is carried out.
 */
const actions = { record: () => Promise.resolve() } as unknown as ActionLog;

/**
 * The HTTP application for specs. Orders are kept in memory, PostgreSQL and the event store cannot
 * be reached, and the log lines can be read in `log`.
 */
export class ApiInMemory {
  readonly log: Record<string, unknown>[] = [];
  readonly orders = new OrdersInMemory();
  private readonly away = makeServices({
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
    secretKey,
    logger: pino(
      { level: 'warn' },
      { write: (line: string) => this.log.push(JSON.parse(line) as Record<string, unknown>) },
    ),
  });
  readonly departure = this.away.departure;
  private app: NestFastifyApplication | undefined;
  private readonly others: NestFastifyApplication[] = [];
  /** The address at which the application listens. */
  url = '';

  /** The metrics of the application. */
  get metrics(): Registry {
    return this.away.metrics;
  }

  async start(): Promise<void> {
    this.app = await createApi(this.parts());
    await this.app.listen(0, '127.0.0.1');
    this.url = await this.app.getUrl();
  }

  /** Starts another application with the same services, and returns its address. */
  async another(edge: EdgeOptions): Promise<string> {
    const app = await createApi({ ...this.parts(), metrics: new Registry() }, edge);
    this.others.push(app);
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  async stop(): Promise<void> {
    for (const app of this.others) await app.close();
    await this.app?.close();
    await closeServices(this.away);
  }

  /** The `Authorization` header of a client. */
  async bearer(client: Partial<ApiClient> = {}): Promise<string> {
    const whole = { clientId: 'demo', stores: ['demo-se'], scopes, ...client };
    const { accessToken } = await new TokenIssuer(secretKey).issue(whole);
    return `Bearer ${accessToken}`;
  }

  private parts(): ApiServices {
    const orders = this.orders as unknown as OrderRepository;
    return { ...this.away, orders, actions, identity: knownIdentity };
  }
}
