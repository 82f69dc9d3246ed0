import 'reflect-metadata';
import { createApi } from './create-api.js';
import { httpLimits } from './http/http-limits.js';
import { closeParts, openParts } from './parts/open-parts.js';
/** Starts the HTTP service; resolves when it listens. */ export const runApi = async (options)=>{
    const parts = await openParts(options);
    try {
        const app = await createApi(parts, options.publicUrl);
        await app.listen(options.port, options.host);
        const url = urlOf(app);
        options.logger.info({
            url
        }, 'the API listens');
        return running(url, app, parts);
    } catch (error) {
        await closeParts(parts);
        throw error;
    }
};
const urlOf = (app)=>{
    const { address, family, port } = app.getHttpServer().address();
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};
const running = (url, app, parts)=>{
    let end = ()=>undefined;
    const closed = new Promise((resolve)=>{
        end = resolve;
    });
    let stopping;
    const stop = ()=>{
        stopping ??= stopInOrder(app, parts);
        end(stopping);
        return closed;
    };
    return {
        url,
        closed,
        stop
    };
};
/** Stops accepting, lets what is in flight finish within a bound, then lets go of the parts. */ const stopInOrder = async (app, parts)=>{
    const giveUp = setTimeout(()=>{
        app.getHttpServer().closeAllConnections();
    }, httpLimits.stopMs);
    try {
        await parts.positions.stop();
        await app.close();
    } finally{
        clearTimeout(giveUp);
        await closeParts(parts);
    }
};

//# sourceMappingURL=main.js.map