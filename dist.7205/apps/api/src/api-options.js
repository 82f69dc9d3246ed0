/** What the API needs to run; the CLI makes it of the settings (running.md). */ export { };

//# sourceMappingURL=api-options.js.map