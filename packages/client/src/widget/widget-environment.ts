import type { Tollgate } from '../browser/tollgate.js';
import type { WidgetView } from '../view/widget-view.js';
import type { WordSources } from '../view/find-words.js';

/** What a widget needs: clients, and what it loads besides: the line that people see, and its sentences. */
export interface WidgetEnvironment extends Pick<WordSources, 'loadWords'> {
  /** Throws `TypeError` or `RangeError` that names the option. */
  readonly createClient: (options: unknown) => Tollgate;
  readonly loadView: () => Promise<typeof WidgetView>;
}
