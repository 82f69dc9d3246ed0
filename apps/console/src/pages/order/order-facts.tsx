import { Link } from 'react-router';
import type { Customer, Order } from '../../api/types.js';
import { Failure, Money, Said, Time } from '../../ui/values.js';
type Payment = NonNullable<Order['payment']>;

export const OrderFacts = ({ order }: { order: Order }) => (
  <dl className="facts">
    <dt>Store</dt>
    <dd>{order.store}</dd>
    <dt>Paid by</dt>
    <dd>
      {order.paymentMethod}, {order.salesSegment}
    </dd>
    {order.payment !== undefined && <PaymentFacts payment={order.payment} order={order} />}
    <dt>Placed</dt>
    <dd>
      <Time at={order.placedAt} />
    </dd>
    <dt>Expires</dt>
    <dd>
      <Time at={order.expiresAt} />
    </dd>
    <dt>Order id</dt>
    <dd className="mono">{order.orderId}</dd>
    <dt>Revision</dt>
    <dd>
      {order.revision}, position {order.position}
    </dd>
    <dt>Settlements</dt>
    <dd>
      <Settlements order={order} />
    </dd>
  </dl>
);

const payments: Readonly<Record<Payment['status'], string>> = {
  pending: 'not paid yet',
  authorized: 'authorised at the gateway',
  lapsed: 'lapsed: the authorisation expired at the gateway',
  released: 'the uncaptured rest was released',
};

interface PaymentFactsProps {
  readonly payment: Payment;
  readonly order: Order;
}

/**
 * Facts about the order's payment at the card gateway, such as its status and the authorised
 * amount.
 */
const PaymentFacts = ({ payment, order: { currency } }: PaymentFactsProps) => (
  <>
    <dt>Card</dt>
    <dd>
      {payment.authorized !== undefined && (
        <>
          <Money minor={payment.authorized} currency={currency} />,{' '}
        </>
      )}
      {payments[payment.status]}
      <Failure failure={payment.failure} />
    </dd>
    {payment.paymentIntent !== undefined && (
      <>
        <dt>Payment intent</dt>
        <dd>
          <Said text={payment.paymentIntent} mono />
        </dd>
      </>
    )}
  </>
);

const Settlements = ({ order: { settlements = [] } }: { order: Order }) =>
  settlements.length === 0 ? (
    <span className="soft">none yet</span>
  ) : (
    <ul>
      {settlements.map(({ settlementId, number, payoutReference, paidOn }) => (
        <li key={settlementId}>
          <Link to={`/settlements/${settlementId}`}>no. {number}</Link>
          {payoutReference !== undefined && (
            <span className="soft">
              {' '}
              paid out {paidOn} as <Said text={payoutReference} mono />
            </span>
          )}
        </li>
      ))}
    </ul>
  );

const nameOf = ({ firstName, lastName, company }: Customer): string =>
  [[firstName, lastName].filter((name) => name !== undefined).join(' '), company]
    .filter((name) => name !== undefined && name !== '')
    .join(', ');

const facts = (customer: Customer): readonly (readonly [string, string | undefined])[] => [
  ['Name', nameOf(customer)],
  ['Reference', customer.reference],
  ['E-mail', customer.email],
  ['Telephone', customer.phone],
];

export const CustomerFacts = ({ customer }: { customer: Customer }) =>
  customer.erased === true ? (
    <p className="soft">The customer’s data was erased.</p>
  ) : (
    <dl className="facts">
      {facts(customer)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>
              <Said text={value} />
            </dd>
          </div>
        ))}
    </dl>
  );
