import { Suspense } from 'react';
import { NavLink, Outlet, ScrollRestoration } from 'react-router';
import mark from '../mark.svg';
import { Loading } from '../ui/loading.js';
import { SignedIn } from './signed-in.js';

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
