/** The error object of an answer, as the gateway's documentation has it. */
export interface ErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
}

/** A request that is answered with an error. */
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
      param: param ?? 'id',
    });
  }

  /** A rule of the payment refused the request. */
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

/** The request was refused before it was executed. */
export class InvalidParameter extends GatewayError {}
