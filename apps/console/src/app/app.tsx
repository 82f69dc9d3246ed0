import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router';
import { MoneyProvider } from '../money/currencies.js';
import { useSessionState } from '../session/session.js';
import { SignInPage } from '../session/sign-in-page.js';
import { makeQueries } from './queries.js';
import { makeRouter } from './routes.js';

/** The sign-in, or the pages for the client that is signed in. */
export const App = () => {
  const state = useSessionState();
  return state.session === undefined ? (
    <SignInPage {...(state.reason !== undefined && { reason: state.reason })} />
  ) : (
    <Pages />
  );
};

/** Everything that was read is forgotten with the session, since it belongs to its client. */
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
