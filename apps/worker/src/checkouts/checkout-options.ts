/** The settings for payments that the worker finds at the gateway. */
export interface CheckoutOptions {
  /** As the API does it: `STORE_API_CAPTURE`. */
  readonly capture: 'manual' | 'automatic';
}

export const checkoutOptionsToken = Symbol('checkout options');
