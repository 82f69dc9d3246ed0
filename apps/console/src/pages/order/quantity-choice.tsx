import type { Order, OrderRow } from '../../api/types.js';
import { Money, Said } from '../../ui/values.js';
import { usePart } from '../../ui/paged-table.js';

interface QuantityChoiceProps {
  readonly order: Order;
  readonly quantities: ReadonlyMap<string, number>;
  readonly onQuantities: (quantities: ReadonlyMap<string, number>) => void;
}

/**
 * Fields for the quantity to capture of each row. An order may have thousands of rows, so 25 rows
 * are shown at a time.
 */
export const QuantityChoice = ({ order, quantities, onQuantities }: QuantityChoiceProps) => {
  const { shown, pager } = usePart(order.rows);
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" className="number">
              Price
            </th>
            <th scope="col" className="number">
              Quantity
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <RowChoice
              key={row.rowId}
              row={row}
              currency={order.currency}
              quantity={quantities.get(row.rowId) ?? 0}
              onQuantity={(quantity) =>
                onQuantities(new Map([...quantities, [row.rowId, quantity]]))
              }
            />
          ))}
        </tbody>
      </table>
      {pager}
    </>
  );
};

interface RowChoiceProps {
  readonly row: OrderRow;
  readonly currency: string;
  readonly quantity: number;
  readonly onQuantity: (quantity: number) => void;
}

const RowChoice = ({ row, currency, quantity, onQuantity }: RowChoiceProps) => (
  <tr>
    <td>
      <Said text={row.description} />{' '}
      <span className="soft">
        <Said text={row.articleNumber} />
      </span>
    </td>
    <td className="number">
      <Money minor={row.unitPrice} currency={currency} bare />
    </td>
    <td className="number">
      <input
        className="input quantity"
        type="number"
        min={0}
        max={row.remainingQuantity}
        step={1}
        aria-label={`Quantity of ${row.description}, at most ${row.remainingQuantity}`}
        value={quantity}
        onChange={({ target }) => {
          const wanted = Math.trunc(Number(target.value)) || 0;
          onQuantity(Math.min(Math.max(wanted, 0), row.remainingQuantity));
        }}
      />
    </td>
  </tr>
);
