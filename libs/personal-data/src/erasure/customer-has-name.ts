/** The customer of an order is kept under a reference or an e-mail address, and erased by it. Nothing was changed. */
export class CustomerHasName extends Error {
  override readonly name = 'CustomerHasName';

  constructor() {
    super(
      'The customer of this order came with a reference or an e-mail address: erase by that, with all orders that it leads to',
    );
  }
}
