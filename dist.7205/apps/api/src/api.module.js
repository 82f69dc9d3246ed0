function _ts_decorate(decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") {
        r = Reflect.decorate(decorators, target, key, desc);
    } else {
        for(var i = decorators.length - 1; i >= 0; i--){
            if (d = decorators[i]) {
                r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
            }
        }
    }
    return c > 3 && r && Object.defineProperty(target, key, r), r;
}
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { contractModules } from './contracts/contract-modules.js';
import { HealthModule } from './health/health.module.js';
import { RequestHeadGuard } from './http/request-head.guard.js';
import { RefusalFilter } from './http/refusal.filter.js';
import { OauthModule } from './oauth/oauth.module.js';
import { PartsModule } from './parts/parts.module.js';
export class ApiModule {
    static of(parts, envelopes) {
        return {
            module: ApiModule,
            imports: [
                PartsModule.of(parts),
                OauthModule,
                HealthModule,
                ...contractModules
            ],
            providers: [
                // Guards run in this order: who calls, then what its headers say.
                {
                    provide: APP_GUARD,
                    useClass: AccessGuard
                },
                {
                    provide: APP_GUARD,
                    useClass: RequestHeadGuard
                },
                {
                    provide: APP_FILTER,
                    useValue: new RefusalFilter(envelopes, parts.logger)
                }
            ]
        };
    }
}
ApiModule = _ts_decorate([
    Module({})
], ApiModule);

//# sourceMappingURL=api.module.js.map