import { argon2id1 } from '@tollgate/core';
import { serveScript } from './solver/serve-script.js';

serveScript(argon2id1);
