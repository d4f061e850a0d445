import { hashwx1 } from '@tollgate/core';
import { serveScript } from './solver/serve-script.js';

serveScript(hashwx1);
