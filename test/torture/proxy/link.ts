import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Flow, reset, fair, type Cut, type Weather } from './flow.js';
/**
 * The direction in which bytes flow: `request` from client to server, `reply` back to the client.
 */
export type Direction = 'request' | 'reply';

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  readonly flows: Readonly<Record<Direction, Flow>>;
}

/**
 * A TCP proxy between a client and a server, which injects network faults: it can cut, delay, stall
 * or refuse connections.
 */
export class Link {
  private readonly listener: Server;
  private readonly connections = new Set<Connection>();
  private readonly weather: Record<Direction, Weather> = { request: fair, reply: fair };
  private refusing = false;

  private constructor(private readonly target: () => number) {
    this.listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.accept(client);
    });
  }

  /**
   * @param target returns the port of the server on 127.0.0.1; called for each new connection,
   * because a restarted server may have another port
   */
  static async open(target: () => number): Promise<Link> {
    const link = new Link(target);
    await new Promise<void>((resolve) => {
      link.listener.listen(0, '127.0.0.1', resolve);
    });
    return link;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Ends all connections now. */
  cut(how: Cut): void {
    for (const { client, server } of this.connections) {
      if (how === 'reset') reset(client);
      else client.end();
      server.destroy();
    }
  }

  /** Ends each connection once the server has sent `bytes` more bytes. */
  cutInReply(bytes: number, how: Cut): void {
    for (const { flows } of this.connections) flows.reply.cutAfter(bytes, how);
  }

  /** Resets all connections, and every new one as well, until `admit` is called. */
  refuse(): void {
    this.refusing = true;
    this.cut('reset');
  }

  admit(): void {
    this.refusing = false;
  }

  change(direction: Direction, weather: Partial<Weather>): void {
    this.weather[direction] = { ...this.weather[direction], ...weather };
    for (const { flows } of this.connections) flows[direction].pass();
  }

  /** Ends all faults of this link. */
  heal(): void {
    this.admit();
    this.change('request', fair);
    this.change('reply', fair);
  }

  close(): void {
    this.listener.close();
    this.cut('reset');
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.refusing) {
      reset(client);
      return;
    }
    const server = connect({
      port: this.target(),
      host: '127.0.0.1',
      noDelay: true,
      allowHalfOpen: true,
    });
    const connection = { client, server, flows: this.flowsOf(client, server) };
    this.connections.add(connection);
    server.on('error', () => {
      if (!client.writableEnded) reset(client);
    });
    server.on('close', () => {
      if (!client.writableEnded) client.destroy();
    });
    client.on('close', () => {
      this.connections.delete(connection);
      connection.flows.request.end();
      connection.flows.reply.end();
      server.destroy();
    });
  }

  private flowsOf(client: Socket, server: Socket): Connection['flows'] {
    const end = (): void => {
      server.destroy();
    };
    return {
      request: new Flow({ from: client, to: server }, () => this.weather.request, end),
      reply: new Flow({ from: server, to: client }, () => this.weather.reply, end),
    };
  }
}
