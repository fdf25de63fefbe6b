package io.eipmeter.jobs.billing.domain;

import static io.eipmeter.jobs.billing.domain.BillingPolicy.hourAfter;

import io.eipmeter.jobs.billing.domain.BillingPages.SpanKey;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.ChargeControl;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Charges sealed hours of a slot. Each time the whole hour is priced, and the difference to what
 * was charged before is the row. What another version of the prices has charged is first taken back
 * under that version; a millisecond later the whole hour stands under the one that is valid now.
 */
final class HourPricing {
  private static final Address LOWEST = new Address(0, 0);

  private final int slot;
  private final FlatPrices prices;
  private final BillingPages pages;

  HourPricing(int slot, FlatPrices prices, BillingPages pages) {
    this.slot = slot;
    this.prices = prices;
    this.pages = pages;
  }

  /**
   * @param touched whether the log has brought something; else a run only looks at its prices, and
   *     one without other prices must say nothing
   */
  void charge(long hourMs, boolean correction, boolean touched, ChargeRows rows) {
    Control control = new Control(slot, hourMs);
    SpanKey last = null;
    for (Map.Entry<SpanKey, HourSums> each :
        pages
            .hours
            .subMap(
                new SpanKey(LOWEST, hourMs, Holder.NOBODY),
                new SpanKey(LOWEST, hourAfter(hourMs), Holder.NOBODY))
            .entrySet()) {
      SpanKey key = each.getKey();
      HourSums sums = noted(key, each.getValue());
      each.setValue(sums);
      Charged now = price(key, sums.quarters());
      boolean otherRate =
          !sums.reported().isNone() && !Objects.equals(sums.charged().rate(), now.rate());
      if (!otherRate && sums.isTold()) {
        continue;
      }
      if (last != null && isOfOneRow(last, key)) {
        pages.correct(rows.asOfMs() + 1, key, Amounts.NONE);
        continue;
      }
      last = key;
      Charged charged = sums.charged();
      if (otherRate) {
        tell(key, charged.negated(), sums.reported(), correction, rows);
        control.count(key.holder(), charged.rate(), sums.reported().negated());
        each.setValue(sums.reversed());
        pages.correct(rows.asOfMs() + 1, key, Amounts.NONE);
      } else {
        tell(key, now.minus(charged), sums.quarters(), correction, rows);
        control.count(key.holder(), now.rate(), sums.quarters().plus(sums.reported().negated()));
        each.setValue(sums.charged(now));
      }
    }
    Amounts taken = touched || control.hasCounted ? pages.taken.remove(hourMs) : null;
    if (control.hasCounted || (taken != null && !taken.isNone())) {
      rows.control(control.with(taken == null ? Amounts.NONE : taken));
    }
  }

  /** An interval of ownership is the key of a row, whatever else was said of its holder. */
  private static boolean isOfOneRow(SpanKey one, SpanKey other) {
    return one.address().equals(other.address())
        && one.holder().ownershipId().equals(other.holder().ownershipId());
  }

  private Charged price(SpanKey key, Amounts hour) {
    FlatPrices.Flat flat =
        key.holder().paysByTransfer() ? prices.of(key.holder(), key.startMs()) : null;
    return flat == null ? Charged.NOTHING : flat.charge(hour);
  }

  /** What may have been charged by today's price was. */
  private HourSums noted(SpanKey key, HourSums sums) {
    Rate rate = sums.charged().rate();
    if (rate == null || rate.isNoted()) {
      return sums;
    }
    Charged today = price(key, sums.reported());
    return today.mayBe(sums.charged()) ? sums.noted(sums.charged().by(today.rate())) : sums;
  }

  private void tell(SpanKey key, Charged more, Amounts hour, boolean correction, ChargeRows rows) {
    Rate rate = more.rate();
    if (rate != null && !more.isNothing()) {
      String currency = rate.isNoted() ? rate.currency() : prices.currency();
      rows.charge(key, more, rate, currency, hour, correction);
    }
  }

  /** Where the bytes of an hour went. */
  private static final class Control {
    private final ChargeControl.Builder row;
    private boolean hasCounted;

    Control(int slot, long hourMs) {
      row = ChargeControl.newBuilder().setSlot(slot).setHourMs(hourMs);
    }

    ChargeControl.Builder with(Amounts taken) {
      return row.setMinutesBytesOut(taken.out()).setMinutesBytesIn(taken.in());
    }

    void count(Holder holder, @Nullable Rate rate, Amounts more) {
      hasCounted = true;
      row.setQuartersBytesOut(row.getQuartersBytesOut() + more.out());
      row.setQuartersBytesIn(row.getQuartersBytesIn() + more.in());
      if (holder.equals(Holder.NOBODY)) {
        row.setNoOwnerBytes(row.getNoOwnerBytes() + more.out());
      } else if (!holder.paysByTransfer()) {
        row.setOtherMethodBytes(row.getOtherMethodBytes() + more.out());
      } else if (rate == null) {
        row.setNoPriceBytes(row.getNoPriceBytes() + more.out());
      } else {
        long parked = rate.parksSampled() ? more.sampledOut() : 0;
        row.setNoPriceBytes(row.getNoPriceBytes() + parked);
        if (rate.isFree()) {
          row.setFreeBytes(row.getFreeBytes() + more.out() - parked);
        } else {
          row.setBilledBytes(row.getBilledBytes() + more.out() - parked);
        }
      }
    }
  }
}
