import { Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, ScrollRestoration } from 'react-router';
import mark from '../mark.svg';
import { endSession, useSession } from '../session/session.js';
import { durationText } from '../time/times.js';
import { Loading } from '../ui/answer.js';
import { ThemeChoice } from './theme.js';

const places = [
  { to: '/', name: 'Overview' },
  { to: '/orders', name: 'Orders' },
  { to: '/settlements', name: 'Settlements' },
  { to: '/audit', name: 'Audit' },
  { to: '/webhooks', name: 'Webhooks' },
  { to: '/administration', name: 'Administration' },
];

export const Layout = () => (
  <div className="shell">
    <a className="skip" href="#main">
      To the content
    </a>
    <header className="side">
      <p className="brand">
        <img src={mark} alt="" /> Capture ledger
      </p>
      <nav className="nav" aria-label="Pages">
        <ul>
          {places.map(({ to, name }) => (
            <li key={to}>
              <NavLink to={to} end={to === '/'}>
                {name}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <SignedIn />
    </header>
    <main className="main" id="main" tabIndex={-1}>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </main>
    <ScrollRestoration />
  </div>
);

const lookEveryMs = 30_000;
const msPerSecond = 1_000;

/**
 * Returns the seconds until the session's token expires. When it has expired, the user is signed
 * out, so that no data stays on the screen of an abandoned computer.
 */
const useTimeLeft = (endsAt: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= endsAt) endSession('The session has ended after an hour. Sign in again.');
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
    };
  }, [endsAt]);
  return (endsAt - now) / msPerSecond;
};

/** The signed-in client, the time until its token ends, and the button to sign out. */
const SignedIn = () => {
  const { clientId, endsAt } = useSession();
  const seconds = useTimeLeft(endsAt);
  return (
    <div className="who">
      <div>
        <p className="id">{clientId}</p>
        <p className="soft small until">signed in for {durationText(seconds)}</p>
      </div>
      <div className="row">
        <ThemeChoice />
        <button className="button quiet" type="button" onClick={() => endSession()}>
          Sign out
        </button>
      </div>
    </div>
  );
};
