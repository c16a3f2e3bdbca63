/** Of `room/` and its page. */
declare namespace Room {
  /** A fan's place, as `GET /schedules/{id}/place` and `GET /queue-tokens/{token}` answer it. */
  interface Place {
    token: string;
    number: number;
    status: string;
    ahead: number | null;
    estimatedWait?: Wait | null;
    activeUntil: string | null;
    claimUntil?: string | null;
    moreTimesLeft?: number | null;
    /** Left out by an older server. */
    paused?: boolean;
    soldOut: boolean;
    onlyHeldSeats: boolean;
  }

  interface Wait { atLeastSeconds: number; atMostSeconds: number }

  /** `GET /schedules/{id}/queue` */
  interface Queue {
    enabled: boolean;
    paused: boolean;
    draining: boolean;
    opensAt: string;
    waiting: number;
    soldOut: boolean;
    onlyHeldSeats: boolean;
    draw: { commitment: string; key: string | null; entries: number | null } | null;
  }

  /** What a phase follows from. */
  interface Sale {
    /** When the event begins. */
    startsAt: string;
    queue: Queue;
    place: Place | null;
    /** The last look at the place answered that there is no queue. */
    queueIsOff: boolean;
    /** The server's time, in milliseconds since 1970. */
    now: number;
  }

  /** The part of waiting that a fan is in. 'early': the place has been taken before the opening, and nothing is drawn. */
  type Phase = 'over' | 'opening' | 'open' | 'draining' | 'join' | 'draw' | 'early' | 'waiting' | 'called' | 'active'
    | 'missed' | 'ranOut' | 'left' | 'served' | 'released';

  /** When the turn is expected: two moments, in milliseconds since 1970. */
  interface Expectation {
    from: number;
    to: number;
    /** The last correction, to be said in words. */
    corrected: 'longer' | 'sooner' | null;
  }

  /** What is left of a category. */
  interface Supply { name: string; color: string | null; price: number; free: number; held: number }

  interface Stock { supply: Supply[]; currency: string | null }

  /** How a fan is called whose turn has come. */
  interface CallSettings { sound: boolean; vibration: boolean }

  type Deed = 'join' | 'enter' | 'leave' | 'moreTime' | 'call';
  type Deeds = Record<Deed, (event: Event) => void>;
  interface Words { title: string; advice: string }

  interface Range { least: number; most: number | null; corrected: Expectation['corrected'] }

  /** What the page says about the draw. */
  interface Drawing { id: string; draw: NonNullable<Queue['draw']>; number: number | null; isLate: boolean }

  /** Everything that the page knows. */
  interface Model {
    /** Of the schedule. */
    id: string;
    title: string;
    venue: string;
    startsAt: string;
    zone: string | null;
    currency: string | null;
    queue: Queue;
    place: Place | null;
    phase: Phase;
    signedIn: boolean;
    wait: Range | null;
    /** How many were ahead when this tab first looked. */
    firstAhead: number | null;
    supply: Supply[] | null;
    busy: Deed | null;
    refusal: Words | null;
    /** Formatted; null while the server answers. */
    lostSince: string | null;
    call: CallSettings & { canVibrate: boolean; needsTouch: boolean };
  }

  /** What the server last answered. */
  interface Seen {
    schedule: any;
    concert: any;
    queue: any;
    place: Place | null;
    /** The last look at the place answered that there is no queue. */
    queueIsOff: boolean;
    supply: Supply[] | null;
    /** Earlier than this, what is left is not asked for again. */
    restAt: number;
    /** Formatted; null while the server answers. */
    lostSince: string | null;
  }

  type Watch = (seen: Seen, page: {
    id: string;
    phase: () => Phase;
    render: () => void;
    take: (place: Place | null) => void;
    signedIn: boolean;
  }) => {
    look: () => Promise<void>;
    /** Plans the next look. */
    plan: (retryAfter: number | null) => void;
    askForPlace: () => Promise<Api.Answer | null>;
    lookAtRest: () => Promise<void>;
    /** Notes whether the server answered. */
    heard: (answer: Api.Answer) => boolean;
    lost: () => void;
    soon: () => void;
  };

  type Stops = (phase: Phase, queue: Queue, place: Place | null) => 'paused' | 'soldOut' | 'onlyHeld' | null;

  /**
   * Milliseconds until the next look. Never earlier than the server asked for, and spread over a quarter more, so that
   * half a million pages that were opened in the same second drift apart. A page in the background asks less, but never
   * so late that a third of the least wait passes unseen: a turn that comes must not be missed.
   */
  type LookIn = (
    retryAfterSeconds: number | null, how: { hidden: boolean; atLeastSeconds: number | null; random?: number }) => number;

  /**
   * What the page says about the wait after one more answer. A range that moves with every answer teaches a fan to
   * believe none. So the range shown is kept while the server's range overlaps it, and only gets narrower; when the
   * server's range lies outside, it is corrected once and the page says so. A correction back is shown as the range
   * that covers both, because then the pace itself is uncertain.
   */
  type Expect = (shown: Expectation | null, wait: Wait | null | undefined, now: number) => Expectation | null;

  /** `GET /schedules/{id}/availability`, with what the schedule says about each category. */
  type SupplyOf = (
    schedule: {
      categories: { name: string; color: string | null; price: number }[];
      admissions: { category: string; price: number }[];
    },
    availability: { categories: { name: string; free: number; held: number }[] }) => Supply[];

  type Correct = (shown: Expectation, from: number, to: number, direction: 'longer' | 'sooner') => Expectation;

  /** Carries out what the fan asked for; a refusal is shown in plain words. */
  type Perform = (deed: Deed, request: () => Promise<Api.Answer>, done: (answer: Api.Answer) => void) => Promise<void>;

  type OfPhase = (phase: Phase) => boolean;
  type MayJoin = (phase: Phase, queue: Queue) => boolean;
  type WantsStream = (place: Place | null, hidden: boolean) => boolean;

  /** More than a day is null. */
  type MinutesLeft = (expectation: Expectation, now: number) => { least: number; most: number | null };
  type Steps = (before: number | null, ahead: number) => boolean;
  type Recall = (place: Place | null) => [Expectation | null, number | null];
  type Keep = (place: Place, expectation: Expectation | null, firstAhead: number | null) => void;
}
