/** The port of a URL that a part reported, or `otherwise` where it has not reported one. */
export const portOf = (url: string | undefined, otherwise: number): number =>
  Number(/:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? otherwise);
