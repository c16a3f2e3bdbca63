// Types of the waiting room, in a file that no browser loads: the first view of the room is to be small.

/** A fan's place, as `GET /schedules/{id}/place` and `GET /queue-tokens/{token}` answer it. */
export interface Place {
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

export interface Wait { atLeastSeconds: number; atMostSeconds: number }

/** `GET /schedules/{id}/queue` */
export interface Queue {
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
export interface Sale {
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
export type Phase = 'over' | 'opening' | 'open' | 'draining' | 'join' | 'draw' | 'early' | 'waiting' | 'called' | 'active'
  | 'missed' | 'ranOut' | 'left' | 'served' | 'released';

/** When the turn is expected: two moments, in milliseconds since 1970. */
export interface Expectation {
  from: number;
  to: number;
  /** The last correction, to be said in words. */
  corrected: 'longer' | 'sooner' | null;
}

/** What is left of a category. */
export interface Supply { name: string; color: string | null; price: number; free: number; held: number }

/** How a fan is called whose turn has come. */
export interface CallSettings { sound: boolean; vibration: boolean }

export type Deed = 'join' | 'enter' | 'leave' | 'moreTime' | 'call';
export type Deeds = Record<Deed, (event: Event) => void>;
export interface Words { title: string; advice: string }
export type Sections = Array<import('../sections.js').Section<any> | null | false>;

/** Everything that the page knows. */
export interface Room {
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
  wait: { least: number; most: number | null; corrected: Expectation['corrected'] } | null;
  /** How many were ahead when this tab first looked. */
  firstAhead: number | null;
  supply: Supply[] | null;
  busy: Deed | null;
  refusal: Words | null;
  /** Formatted; null while the server answers. */
  lostSince: string | null;
  call: CallSettings & { canVibrate: boolean; needsTouch: boolean };
}
