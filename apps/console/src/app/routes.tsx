import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { consolePath } from '../addresses.js';
import { Layout } from './layout.js';
import { NotFoundPage, PageFault } from './page-fault.js';

/** A page whose script is loaded when it is first opened. */
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
