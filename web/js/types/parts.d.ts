/** Of `clock.js`, `countdown.js`, `format.js` and `deadline.js`. */
declare namespace Clock {
  /** The parts of a time span, for a display that counts down. */
  interface Span { total: number; days: number; hours: number; minutes: number; seconds: number; over: boolean }

  /**
   * Notes one reading of the server's clock, in milliseconds since 1970.
   * @param sentAt When the request was sent, by `Date.now()`; for a message that the server sent by itself, when it arrived.
   * @param receivedAt When the answer arrived, by `Date.now()`.
   * @param precision How far the true time may lie after the reading, in milliseconds.
   */
  type Hear = (server: number, sentAt: number, receivedAt: number, precision?: number) => void;

  /** @param zone An IANA name; without one, the zone of this device. */
  type Write<T = string> = (time: string | Date, zone?: string | null) => T;

  /** @param minor The amount in the smallest unit of the currency: cents, or whole won. @param currency ISO 4217; points without one. */
  type Money = (minor: number, currency?: string | null) => string;
}

/** Of `dom.js` and `problems.js`. */
declare namespace Dom {
  type Child = Node | string | number | null | undefined | false;
  type Children = Child | Child[];

  /**
   * @param attributes `class`, `href` and so on; true sets an empty attribute, false and null none; `onclick` and other
   * functions are listeners; `data` holds data attributes; `vars` holds custom properties of CSS.
   * @param children Strings are text; null, undefined and false are left out.
   */
  type Make = <T extends keyof HTMLElementTagNameMap>(
    tag: T, attributes?: Record<string, any> | null, ...children: Children[]) => HTMLElementTagNameMap[T];

  type Question = { title: string; text?: Children; yes: string; no: string; danger?: boolean };

  /** How to write the amounts and times of a problem. */
  interface Context { currency?: string | null; zone?: string | null }

  /** `retry` adds a button that calls it. */
  interface Showing extends Context { retry?: () => void; actions?: Child[] }

  type Notice = (kind: 'info' | 'good' | 'warn' | 'bad', title: string, text?: string, ...more: Child[]) => HTMLElement;
}

/** Of `draw` in `dom.js`. */
declare namespace Sections {
  interface Section<M> {
    /** Names the section within the page. */
    key: string;
    /** JSON: all that the section shows. */
    model: M;
    make: (model: M) => Element;
  }

  /** In the order of the page; null and false are left out. */
  type Wanted = Array<Section<any> | null | false>;
}

/** Of `text.js`. */
declare namespace Texts {
  type Language = 'en' | 'ko';
  type Parts = <P extends string | number | Node>(key: string, params: Record<string, P>) => (string | Extract<P, Node>)[];
}
