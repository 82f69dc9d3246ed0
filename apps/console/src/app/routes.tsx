import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { consolePath } from '../addresses.js';
import { Layout } from './layout.js';
import { NotFoundPage, PageFault } from './page-fault.js';

/** A page whose script is loaded when it is first opened. */
const page = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  path,
  lazy: async () => ({ Component: await load() }),
});

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/orders" replace /> },
  page('orders', async () => (await import('../pages/orders/orders-page.js')).OrdersPage),
  page('orders/:orderId', async () => (await import('../pages/order/order-page.js')).OrderPage),
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
