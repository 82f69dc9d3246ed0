# The production image: API and worker. EventStoreDB and PostgreSQL run elsewhere, so neither the embedded PostgreSQL nor
# the compiler is in it. NODE_IMAGE may name a digest: docs/operations.md, "Images by digest".
ARG NODE_IMAGE=node:24.11.1-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY .swcrc tsconfig.json ./
COPY bin ./bin
COPY apps ./apps
COPY libs ./libs
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
# Nothing is written but to DATA_DIR, and that only by commands that need it.
ENV NODE_ENV=production DATA_DIR=/tmp/ledger
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/bin/ledger.mjs ./bin/ledger.mjs
COPY --from=build /app/dist ./dist
USER node
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
# For the API, which is what runs unless another command is given.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/ledger.mjs"]
CMD ["api"]
