import { CommandHandler } from '@nestjs/cqrs';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/** Records that the payment of a waiting order succeeded or failed. */
export class AuthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'AuthorizeOrder'>) {
    super(target, { type: 'AuthorizeOrder', data: payment });
  }
}

@CommandHandler(AuthorizeOrder)
export class AuthorizeOrderHandler extends OrderCommandHandler {}

/** Records the payment intent of a checkout before the customer's card is charged. */
export class CreateCheckoutIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateCheckoutIntent'>) {
    super(target, { type: 'CreateCheckoutIntent', data: intent });
  }
}

@CommandHandler(CreateCheckoutIntent)
export class CreateCheckoutIntentHandler extends OrderCommandHandler {}

/** Records a payment intent for a card terminal that was created at the gateway. */
export class CreateTerminalIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateTerminalIntent'>) {
    super(target, { type: 'CreateTerminalIntent', data: intent });
  }
}

@CommandHandler(CreateTerminalIntent)
export class CreateTerminalIntentHandler extends OrderCommandHandler {}

/** Records the customer that the card gateway created for the order. */
export class CreateCustomer extends CommandOnOrder {
  constructor(target: OrderTarget, customer: DataOf<'CreateCustomer'>) {
    super(target, { type: 'CreateCustomer', data: customer });
  }
}

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler extends OrderCommandHandler {}
