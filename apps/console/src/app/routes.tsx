import type { ComponentType } from 'react';
import { createBrowserRouter, Link, type RouteObject, useRouteError } from 'react-router';
import { consolePath } from '../addresses.js';
import { Fault, Notice } from '../ui/notice.js';
import { PageHead } from '../ui/page-head.js';
import { Layout } from './layout.js';

const NotFoundPage = () => (
  <>
    <PageHead title="There is no such page" />
    <Notice>
      <p>
        <Link to="/">Begin at the start</Link>
      </p>
    </Notice>
  </>
);

/** Shows an error in place of the page that failed. The other pages still work. */
const PageFault = () => {
  const error = useRouteError();
  return (
    <>
      <PageHead title="This page could not be shown" />
      <Fault error={error instanceof Error ? error : new Error(String(error))} />
      <p>
        <button className="button" type="button" onClick={() => location.reload()}>
          Load the console again
        </button>{' '}
        <span className="soft">Then sign in again: the token is kept in memory only.</span>
      </p>
    </>
  );
};

/** A route to a page whose script is loaded when the page is first opened. */
const page = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  ...(path === '' ? { index: true as const } : { path }),
  lazy: async () => ({ Component: await load() }),
});

const pages: RouteObject[] = [
  page('', async () => (await import('../pages/overview/overview-page.js')).OverviewPage),
  page('orders', async () => (await import('../pages/orders/orders-page.js')).OrdersPage),
  page('orders/:orderId', async () => (await import('../pages/order/order-page.js')).OrderPage),
  page(
    'settlements',
    async () => (await import('../pages/settlements/settlements-page.js')).SettlementsPage,
  ),
  page(
    'settlements/:settlementId',
    async () => (await import('../pages/settlement/settlement-page.js')).SettlementPage,
  ),
  page('audit', async () => (await import('../pages/audit/audit-page.js')).AuditPage),
  page('webhooks', async () => (await import('../pages/webhooks/webhooks-page.js')).WebhooksPage),
  page(
    'webhooks/:webhookId',
    async () => (await import('../pages/webhooks/webhook-page.js')).WebhookPage,
  ),
  page(
    'administration',
    async () => (await import('../pages/administration/administration-page.js')).AdministrationPage,
  ),
  { path: '*', element: <NotFoundPage /> },
];

export const makeRouter = () =>
  createBrowserRouter(
    [
      {
        element: <Layout />,
        HydrateFallback: () => null,
        children: [{ errorElement: <PageFault />, children: pages }],
      },
    ],
    { basename: consolePath === '' ? '/' : consolePath },
  );
