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

  /** The server's time by the `Date` and `Age` of an answer; the moments by `Date.now()`. */
  type HearHeaders = (headers: Headers, sentAt: number, receivedAt: number) => void;
  type ToSpan = (milliseconds: number) => Span;

  /** What is to be said between two ticks, in seconds that are left; both arguments are milliseconds that were left. */
  type ToSay = (leftBefore: number, left: number) => number | null;

  /** What `make` made for this key before. */
  type Kept = <T>(key: string, make: () => T) => T;

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

  /** Replaces what is in an element, and returns it. */
  type Fill = <E extends Element>(element: E, ...children: Children[]) => E;

  /** Resolves to true for yes; Escape answers no. */
  type Ask = (question: Question) => Promise<boolean>;
  type Question = { title: string; text?: Children; yes: string; no: string; danger?: boolean };

  /** How to write the amounts and times of a problem. */
  interface Context { currency?: string | null; zone?: string | null }

  /** The words for an answer that is not ok. They may use members of the problem, with times and amounts formatted. */
  type ProblemText = (answer: Api.Answer, context?: Context) => { title: string; advice: string };

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

  /** By root and key: the model as text, and its element. */
  type Drawn = WeakMap<Element, Map<string, { text: string; node: Element }>>;

  /**
   * Draws a page as a list of sections, each from its own small model, and replaces only those whose model has changed:
   * an answer that changes nothing must not take away the focus, an open <details> or what somebody types. What was
   * typed and not sent is kept in the fields of the same id.
   */
  type Draw = (root: Element, wanted: Wanted) => void;
}

/** Of `text.js`. */
declare namespace Texts {
  type Language = 'en' | 'ko';

  /** Of the areas: the keys that begin with `room.` are in `text/en/room.json`. The page's script names them. */
  type Load = (areas: string[]) => Promise<void>;

  /** `count` chooses among `key.one`, `key.other` and so on. A text that is missing is its key. */
  type Text = (key: string, params?: Record<string, string | number>) => string;

  /** The params may be elements, such as a link in the middle of a sentence. */
  type Parts = <P extends string | number | Node>(key: string, params: Record<string, P>) => (string | Extract<P, Node>)[];
}
