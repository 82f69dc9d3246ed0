import { SetMetadata } from '@nestjs/common';

export const publicKey = Symbol('public');

/** The route needs no token. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(publicKey, true);
