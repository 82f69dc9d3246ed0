import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { TokenVerifier } from '#access';
import { addressGroup } from './address-group.js';
import type { Callers } from './admission.js';

type Trust = (address: string, hop: number) => boolean;

/** Whether an address is a proxy whose `X-Forwarded-For` is believed. */
export const trustOf = (trustedProxies: readonly string[]): Trust =>
  trustedProxies.length === 0 ? () => false : proxyAddress.compile([...trustedProxies]);

const bearer = /^bearer +/i;

/** Tells callers apart by their token, if it is known, and by the address they or their proxy come from. */
export const callersOf = (tokens: Pick<TokenVerifier, 'clientOf'>, trust: Trust): Callers => ({
  addressOf: (request: IncomingMessage) => addressGroup(proxyAddress(request, trust)),
  clientOf: ({ headers: { authorization } }: IncomingMessage) =>
    authorization === undefined ? undefined : tokens.clientOf(authorization.replace(bearer, '')),
});
