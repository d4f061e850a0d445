import { createElement, type ForwardedRef, forwardRef, useCallback, useEffect, useRef } from 'react';
import '../element.js';
import type { FallbackReason } from '../tollgate-events.js';
import type { TollgateWidgetElement } from '../widget/tollgate-widget-element.js';
import type { TollgateProps } from './tollgate-props.js';

type Callbacks = Pick<TollgateProps, 'onToken' | 'onExpired' | 'onError' | 'onFallback' | 'onSituation'>;

/** `<tollgate-widget>` with props and callbacks, within a form. Its `ref` is the element. */
export const Tollgate = forwardRef(function TollgateWidget(
  props: TollgateProps,
  ref: ForwardedRef<TollgateWidgetElement>,
) {
  const latest = useRef<Callbacks>(props);
  useEffect(() => {
    latest.current = props;
  });
  const element = useRef<TollgateWidgetElement>(null);
  const reply = typeof props.reply === 'object' ? JSON.stringify(props.reply) : props.reply;
  useEffect(() => {
    // Not before: the element shows the site's own buttons, which React would find otherwise than its server wrote them.
    if (reply === undefined) element.current?.removeAttribute('reply');
    else element.current?.setAttribute('reply', reply);
  }, [reply]);
  const stop = useRef<AbortController>(null);
  // As a ref, not an effect: what is wrong with its attributes the element tells before effects run.
  const bind = useCallback(
    (widget: TollgateWidgetElement | null) => {
      stop.current?.abort();
      element.current = widget;
      if (widget) listen(widget, latest, (stop.current = new AbortController()).signal);
      if (typeof ref === 'function') ref(widget);
      else if (ref) ref.current = widget;
    },
    [ref],
  );
  return createElement('tollgate-widget', { ...attributesOf(props), ref: bind }, props.children);
});

/** Listens once; what is called is always what was rendered last. */
function listen(element: TollgateWidgetElement, latest: { readonly current: Callbacks }, signal: AbortSignal): void {
  const on: typeof element.addEventListener = (name: string, listener: EventListenerOrEventListenerObject) =>
    element.addEventListener(name, listener, { signal });
  on('tollgate-token', ({ detail }) => latest.current.onToken?.(detail.token));
  on('tollgate-expired', () => latest.current.onExpired?.());
  on('tollgate-error', ({ detail }) => latest.current.onError?.(detail));
  on('tollgate-fallback', ({ detail }) => latest.current.onFallback?.(detail.reason as FallbackReason));
  on('tollgate-situation', ({ detail }) => latest.current.onSituation?.(detail));
}

function attributesOf(props: TollgateProps): Readonly<Record<string, unknown>> {
  const { field, signals, workerUrl, resendIn, className } = props;
  const { endpoint, action, channel, price, phone, country, workers } = props;
  const { appearance, theme, size, language, nonce, id, style } = props;
  const sameNames = { endpoint, action, channel, price, phone, country, workers, appearance, theme, size, language };
  return {
    ...sameNames,
    nonce,
    id,
    style,
    // The element names itself otherwise, before React finds what the server rendered.
    name: field ?? 'tollgate-token',
    signals: signals === false ? 'off' : undefined,
    'worker-url': workerUrl?.toString(),
    'resend-in': resendIn,
    // As the attribute is called: on elements of this kind React 18 renames nothing.
    class: className,
    // The element notes what it shows on itself.
    suppressHydrationWarning: true,
  };
}
