import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem.js';

const retriesMax = 2;
const freshMs = 5_000;
const serverFault = 500;

/** Only what may pass by itself is tried again: a lost connection, an overload, a fault. */
const mayPass = (error: Error): boolean =>
  !(error instanceof ApiProblem) || error.status >= serverFault || error.status === 429;

/** The cache of a session. Commands are never repeated by themselves. */
export const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        retry: (failures, error) => failures < retriesMax && mayPass(error),
      },
      mutations: { retry: false },
    },
  });
