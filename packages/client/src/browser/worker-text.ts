/** The worker's script as a text. The build puts it here (`worker-text` in rollup.config.mjs); from sources there is none. */
export const workerText: string = '';
