import type { Order } from '../../api/types.js';
import { Money } from '../../ui/money.js';
import { Said } from '../../ui/said.js';

interface QuantityChoiceProps {
  readonly order: Order;
  readonly quantities: ReadonlyMap<string, number>;
  readonly onQuantities: (quantities: ReadonlyMap<string, number>) => void;
}

/** Fields for a quantity of each row that has something left. */
export const QuantityChoice = ({ order, quantities, onQuantities }: QuantityChoiceProps) => (
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
      {order.rows.map(({ rowId, description, articleNumber, unitPrice, remainingQuantity }) => (
        <tr key={rowId}>
          <td>
            <Said text={description} />{' '}
            <span className="soft">
              <Said text={articleNumber} />
            </span>
          </td>
          <td className="number">
            <Money minor={unitPrice} currency={order.currency} bare />
          </td>
          <td className="number">
            <input
              className="input quantity"
              type="number"
              min={0}
              max={remainingQuantity}
              step={1}
              aria-label={`Quantity of ${description}, at most ${remainingQuantity}`}
              value={quantities.get(rowId) ?? 0}
              onChange={({ target }) => {
                const wanted = Math.trunc(Number(target.value)) || 0;
                const quantity = Math.min(Math.max(wanted, 0), remainingQuantity);
                onQuantities(new Map([...quantities, [rowId, quantity]]));
              }}
            />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
