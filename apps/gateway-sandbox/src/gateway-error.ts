/** The error object in the body of an answer, with the fields that Stripe documents. */
export interface ErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
}

/** An error that is returned as the answer to a request, with an HTTP status and a body. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }

  /**
   * A parameter is not valid. Nothing was executed, so the answer is not kept under the idempotency
   * key.
   */
  static parameter(param: string, code: string, message: string): GatewayError {
    return new InvalidParameter(400, { type: 'invalid_request_error', message, code, param });
  }

  static missing(param: string): GatewayError {
    return this.parameter(param, 'parameter_missing', `Missing required param: ${param}.`);
  }

  /** An object named by the path (404) or by a parameter (400) does not exist. */
  static resource(what: string, id: string, param?: string): GatewayError {
    return new InvalidParameter(param === undefined ? 404 : 400, {
      type: 'invalid_request_error',
      message: `No such ${what}: '${id}'`,
      code: 'resource_missing',
      // Stripe calls the parameter of the path `intent` for payment intents, and `id` for others.
      param: param ?? (what === 'payment_intent' ? 'intent' : 'id'),
    });
  }

  /**
   * The request is well-formed, but a rule of payments forbids it, such as a refund of more than
   * was captured.
   */
  static refused(code: string, message: string, rest: Partial<ErrorBody> = {}): GatewayError {
    return new GatewayError(400, { type: 'invalid_request_error', message, code, ...rest });
  }

  static unauthorized(message: string): GatewayError {
    return new GatewayError(401, { type: 'invalid_request_error', message });
  }

  static tooMany(message: string): GatewayError {
    const type = 'invalid_request_error';
    return new InvalidParameter(429, { type, message, code: 'rate_limit' });
  }

  static failed(): GatewayError {
    const message = 'An unknown error occurred.';
    return new GatewayError(500, { type: 'api_error', message });
  }
}

/**
 * The request was refused before it was executed, so its answer is not kept under the idempotency
 * key.
 */
export class InvalidParameter extends GatewayError {}
