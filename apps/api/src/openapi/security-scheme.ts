/** The name under which the API's description knows our tokens. */
export const securityScheme = 'token';
