// Types are here, in files that no browser loads: the first view of a page is to be small.

/** Of `api.js` and `once.js`. */
declare namespace Api {
  /** Problem details (RFC 9457); members such as `balance` or `opensAt` depend on the type. */
  interface Problem {
    type: string;
    title?: string;
    detail?: string;
    status?: number;
    traceId?: string;
    errors?: { field: string; message: string }[];
    [member: string]: any;
  }

  interface Answer {
    /** Whether the request was carried out. */
    ok: boolean;
    /** The HTTP status; 0 when there was no answer. */
    status: number;
    /** The JSON of a success, else null. */
    body: any;
    /** What went wrong; also null when there was no answer. */
    problem: Problem | null;
    /** Seconds, if the server gave them. */
    retryAfter: number | null;
    headers: Headers;
  }

  interface Options {
    /** The Idempotency-Key. */
    key?: string;
    headers?: Record<string, string>;
    /** Gives up; the answer has status 0. */
    signal?: AbortSignal;
    /** Whether a request that failed may be sent again. Left out: when it reads, replaces or deletes, or has a key. */
    repeat?: boolean;
    /** For how many seconds failures are repeated; 30 when left out. */
    patience?: number;
    /** Called before each wait. */
    onWait?: (seconds: number, answer: Answer) => void;
    /** A 401 is an answer like others, instead of leading to the sign-in page. */
    stay?: boolean;
    /** `no-store` when left out. */
    cache?: RequestCache;
  }

  /** Paths are below `/api/v1`. */
  type Ask = (path: string, options?: Options) => Promise<Answer>;
  type Tell = (path: string, body?: unknown, options?: Options) => Promise<Answer>;
  type Send = (method: string, path: string, body: unknown, options?: Options) => Promise<Answer>;

  type Read = (response: Response) => Promise<Answer>;
  type Sleep = (seconds: number, signal?: AbortSignal) => Promise<void>;

  /** A key as it is stored. */
  interface Stored { key: string; at: number; request?: unknown }
}
