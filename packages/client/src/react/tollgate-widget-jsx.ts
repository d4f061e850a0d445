import type { HTMLAttributes, Ref } from 'react';
import type { TollgateWidgetAttributes } from '../widget/tollgate-widget-attributes.js';
import type { TollgateWidgetElement } from '../widget/tollgate-widget-element.js';

/** What React's JSX takes for `<tollgate-widget>` itself; `class`, since React 18 renames nothing on such elements. */
export type TollgateWidgetJsx = TollgateWidgetAttributes &
  Omit<HTMLAttributes<TollgateWidgetElement>, keyof TollgateWidgetAttributes> & {
    readonly ref?: Ref<TollgateWidgetElement> | undefined;
    readonly class?: string | undefined;
  };
