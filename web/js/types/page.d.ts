/** Of `page.js`, `session.js` and `signing.js`. */
declare namespace Page {
  interface User { id: string; email: string; isOperator: boolean }

  interface Session {
    /** Null: not signed in. */
    user: User | null;
    /** The server did not answer; the user is the one who was signed in last. */
    offline: boolean;
  }

  interface Options {
    /**
     * The key of the page's title; `setTitle` sets another one later. The part before the point is the area of the page's
     * texts.
     */
    title: string;
    /** Further areas, see `loadTexts`. The page's script names them: its import map has no others. */
    texts?: string[];
    /** Without a session the fan signs in first, and comes back. */
    needsSession?: boolean;
    /**
     * For how many seconds to wait for the session; later, the user who was signed in last will do. For a page that has
     * something to show without the server.
     */
    patience?: number;
    /** The address of the entry of the navigation that this page belongs to. */
    current?: string;
  }

  /**
   * The server is asked once a page.
   * @param patience See `Options.patience`.
   */
  type Ask = (patience?: number) => Promise<Session>;

  /** A fault in `work` shows a message with a button instead of half a page. */
  type Start = (options: Options, work: (main: HTMLElement, session: Session) => void | Promise<void>) => Promise<void>;
}

/** Of `live.js`. */
declare namespace Live {
  type State = 'live' | 'polling' | 'offline';

  interface Options {
    /** What to do with each kind of event; the data are parsed JSON. `time` events ({now}) also set the clock. */
    events: Record<string, (data: any, id: string) => void>;
    /**
     * Reads the same by an ordinary request, and resolves to the number of seconds until the next poll (its Retry-After),
     * or null when it failed. Used while the stream is away.
     */
    poll: () => Promise<number | null>;
    /** Called when the state changes; `asOf` is the server's time of the newest data. */
    onState?: (state: State, asOf: Date | null) => void;
    /** Whether a hidden page polls, at a third of the pace; left out: it asks nothing. */
    pollsHidden?: boolean;
    /**
     * After so long without any event the stream counts as lost, as happens when a phone changes its network; 45 when left
     * out, three heartbeats of the server.
     */
    silentSeconds?: number;
  }

  interface Stream {
    /** Ends it for good. */
    close(): void;
    /** The server's time of the newest data. */
    readonly asOf: Date | null;
    readonly state: State | null;
  }

  type Timer = ReturnType<typeof setTimeout> | undefined;
}
