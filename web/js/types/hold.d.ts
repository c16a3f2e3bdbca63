/** Of `hold/` and its page. */
declare namespace Hold {
  type Deed = 'pay' | 'charge' | 'renew' | 'release' | 'accept' | 'decline' | 'coupon';
  type Deeds = Record<Exclude<Deed, 'coupon'>, (event: Event) => void>
    & { applyCoupon: (event: SubmitEvent) => void; removeCoupon: () => void };
  interface Words { title: string; advice: string }

  /** `POST /reservations/{id}/quote`; without an answer, the same from the reservation itself. Amounts are minor units. */
  interface Quote {
    lines: { seat?: string | null; label: string | null; category: string; price: number; discount: number }[];
    total: number;
    discount: number;
    toPay: number;
    balance: number | null;
    missing: number;
  }

  /** Everything that the page knows. */
  interface Model {
    reservation: import('../hold/phase.js').Reservation;
    phase: import('../hold/phase.js').Phase;
    quote: Quote;
    title: string;
    venue: string;
    startsAt: string | null;
    zone: string | null;
    currency: string | null;
    /** The code that the quote has. */
    coupon: string | null;
    couponFault: Words | null;
    chargeFault: Words | null;
    /** Of everything else. */
    refusal: Words | null;
    busy: Deed | null;
    /** While paying: how far it is. */
    step: string | null;
    slow: boolean;
    /** Formatted; null while the server answers. */
    lostSince: string | null;
    elsewhere: boolean;
    /** The event has begun: nothing is given back any more. */
    begun: boolean;
  }

  /** The sections of each part of the page. */
  type Sections = Record<'top' | 'left' | 'right' | 'bar', globalThis.Sections.Wanted>;
}
