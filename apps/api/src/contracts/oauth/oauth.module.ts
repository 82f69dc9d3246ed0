import { Module } from '@nestjs/common';
import { TokenController } from './token.controller.js';

@Module({ controllers: [TokenController] })
export class OauthModule {}
