import { CommandHandler } from '@nestjs/cqrs';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/** Records whether the payment of a pending order succeeded or failed. */
export class AuthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'AuthorizeOrder'>) {
    super(target, { type: 'AuthorizeOrder', data: payment });
  }
}

@CommandHandler(AuthorizeOrder)
export class AuthorizeOrderHandler extends OrderCommandHandler {}

/** Records the payment intent of a checkout, before a card is charged on it. */
export class CreateCheckoutIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateCheckoutIntent'>) {
    super(target, { type: 'CreateCheckoutIntent', data: intent });
  }
}

@CommandHandler(CreateCheckoutIntent)
export class CreateCheckoutIntentHandler extends OrderCommandHandler {}

/** Records a card-present payment intent that was made at the gateway. */
export class CreateTerminalIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateTerminalIntent'>) {
    super(target, { type: 'CreateTerminalIntent', data: intent });
  }
}

@CommandHandler(CreateTerminalIntent)
export class CreateTerminalIntentHandler extends OrderCommandHandler {}

/** Records the customer that the card gateway made for the order. */
export class CreateCustomer extends CommandOnOrder {
  constructor(target: OrderTarget, customer: DataOf<'CreateCustomer'>) {
    super(target, { type: 'CreateCustomer', data: customer });
  }
}

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler extends OrderCommandHandler {}
