export type { Hashwx, Search } from './arguments.js';
export { compileSearch } from './compile-search.js';
export { createHashwx } from './create-hashwx.js';
export { createHashwxTwin, createSearchTwin } from './twin.js';
