/** Passes Nest's own lines on to the process's log; its start-up chatter only at level debug. */ export class NestLog {
    constructor(logger){
        this.logger = logger;
    }
    log(message, ...details) {
        this.logger.debug({
            details
        }, String(message));
    }
    warn(message, ...details) {
        this.logger.warn({
            details
        }, String(message));
    }
    error(message, ...details) {
        this.logger.error({
            details
        }, String(message));
    }
    fatal(message, ...details) {
        this.logger.fatal({
            details
        }, String(message));
    }
}

//# sourceMappingURL=nest-log.js.map