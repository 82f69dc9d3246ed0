import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router';
import { ApiProblem, TimedOut } from '../api/problem.js';
import { MoneyProvider } from '../money/currencies.js';
import { useSessionState } from '../session/session.js';
import { SignInPage } from '../session/sign-in-page.js';
import { makeRouter } from './routes.js';

/** Shows the sign-in, or the pages to a signed-in client. */
export const App = () => {
  const state = useSessionState();
  return state.session === undefined ? (
    <SignInPage {...(state.reason !== undefined && { reason: state.reason })} />
  ) : (
    <Pages />
  );
};

/**
 * The pages of one session. When the session ends, the cache with the data that it read is emptied.
 */
const Pages = () => {
  const [queries] = useState(makeQueries);
  const [router] = useState(makeRouter);
  useEffect(
    () => () => {
      queries.clear();
      router.dispose();
    },
    [queries, router],
  );
  return (
    <QueryClientProvider client={queries}>
      <MoneyProvider>
        <RouterProvider router={router} />
      </MoneyProvider>
    </QueryClientProvider>
  );
};

const retriesMax = 2;
const freshMs = 5_000;
const serverFault = 500;

/**
 * True if a failed read is worth a retry: a lost connection, an overload, or a fault of the server.
 * A time-out is not retried automatically. The user has already waited half a minute, and should
 * decide whether to wait again.
 */
const mayPass = (error: Error): boolean =>
  error instanceof ApiProblem
    ? error.status >= serverFault || error.status === 429
    : !(error instanceof TimedOut);

/**
 * Makes the cache of all that a session has read. Commands are never repeated automatically. With
 * the network mode `always`, a command that is given while the browser is offline fails at once.
 * Other modes would send it when the browser is online again, although the user may have sent it
 * from another computer meanwhile.
 */
const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: freshMs,
        retry: (failures, error) => failures < retriesMax && mayPass(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
